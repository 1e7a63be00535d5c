# term.awk: kernel/term.h of another term.
#
#   awk -v seed=N -f varied.awk -f term.awk kernel/term.h kernel/term.h
#
# Seed 0 gives the standard term: a name's number is its place in the list.  Another seed numbers
# states, registers, errors and calls in an order of its own, and draws the limits.

# A pseudo-random number below n (Park and Miller's generator: no product exceeds 53 bits).
function below(n)
{
	state = state * 16807 % 2147483647
	return int(state / 2147483647 * n)
}

BEGIN {
	least["state"] = 0
	least["register"] = 8
	least["error"] = 1
	least["call"] = 0
}

# The numbers of a group, in an order that the seed gives.
function shuffle(group,    n, i, k, swap)
{
	n = size[group]
	for (i = 0; i < n; i++)
		number[group, i] = least[group] + i
	for (i = n - 1; seed && i > 0; i--) {
		k = below(i + 1)
		swap = number[group, i]
		number[group, i] = number[group, k]
		number[group, k] = swap
	}
}

# The line with another number, and what stands behind it where it was.
function with(number,    head, tail, width)
{
	head = substr($0, 1, index($0, $2) + length($2) - 1)
	tail = substr($0, length(head) + 1)
	match(tail, /^ */)
	head = head substr(tail, 1, RLENGTH)
	tail = substr(tail, RLENGTH + 1)
	match(tail, /^[^ ]+ */)
	width = tail ~ / / ? RLENGTH : 0
	return sprintf("%s%-*s%s", head, width, number, substr(tail, RLENGTH + 1))
}

NR == FNR {
	if ($1 == "#define")
		size[group_of($2)]++
	next
}

FNR == 1 {
	state = seed % 2147483646 + 1
	for (i = 0; i < 16; i++)
		below(1)
	shuffle("state")
	shuffle("register")
	shuffle("error")
	shuffle("call")
	# Primes: then traces go over all threads by steps of any size.  Terms that follow each
	# other have different ones.
	split("67 71 73 79 83 89", prime)
	limit["TERM"] = seed
	limit["TERM_THREADS"] = seed ? prime[1 + seed % 6] : 64
	limit["TERM_END_USER_SLOT"] = seed ? 896 + below(64) : 960
	limit["TERM_USER_STACK_SIZE"] = sprintf("0x%x", 4096 * (seed ? 17 + below(15) : 16))
}

$1 != "#define" { print; next }
$2 in limit { print with(limit[$2]); next }
group_of($2) != "" { print with(number[group_of($2), at[group_of($2)]++ + 0] "u"); next }
{ print }
