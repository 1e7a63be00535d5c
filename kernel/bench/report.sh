#!/bin/sh
# report.sh: run the kernels of the bench and print what they measured.
#
#   QEMU="qemu-system-i386 ..." TARGETS=yes report.sh BUILD
#
# Without TARGETS none applies: they are for kernels with link-time optimisation.  Every kernel runs
# twice: the counts must be the same.
# Exit status: 0 all targets met, 1 one is missed or two runs differ, 2 cannot run.
#   PROGRAM=build/user/bench KERNEL=build/...   what programs measure, and the kernel for it
set -u
exec </dev/null

out=$1
count="-icount shift=0,sleep=off"
done_status=33 # 2 * MACHINE_DONE + 1

run()
{
	log=$1
	shift
	timeout 120 $QEMU "$@" >"$log" 2>&1
	status=$?
	test $status -eq $done_status && return
	echo "bench: the kernel did not come to its end (status $status): see $log" >&2
	exit 2
}

for kernel in fast plain; do
	for turn in 1 2; do
		run "$out/$kernel/boot.$turn" -m 64 $count -kernel "$out/$kernel/boot.elf"
		run "$out/$kernel/bench.$turn" -m 1024 $count -kernel "$out/$kernel/bench.elf"
		sed -n 's/^bench \([a-z_-]* [0-9a-z]*\).*/\1/p' "$out/$kernel/boot.$turn" \
			"$out/$kernel/bench.$turn" >"$out/$kernel/counts.$turn"
	done
	cmp -s "$out/$kernel/counts.1" "$out/$kernel/counts.2" || {
		echo "bench: two runs differ: compare $out/$kernel/counts.1 and counts.2" >&2
		exit 1
	}
done

# What programs measure, in the kernel that runs; where there is none, the figures are absent.
for turn in 1 2; do
	counts=$out/fast/programs.$turn
	if [ -n "${PROGRAM-}" ]; then
		printf 'quit\r' >"$out/quit"
		run "$counts.log" -m 256 $count -kernel "$KERNEL" -initrd "$PROGRAM bench" \
			-append bench <"$out/quit"
		tr -d '\r' <"$counts.log" | sed -n 's/^bench \([a-z-]* [0-9]*\)$/\1/p' >"$counts"
	else
		awk '/^(system-call|program-|demand-)/ { print $1, "absent" }' \
			kernel/bench/figures >"$counts"
	fi
done
cmp -s "$out/fast/programs.1" "$out/fast/programs.2" || {
	echo "bench: two runs of the programs differ: compare $out/fast/programs.1 and .2" >&2
	exit 1
}
cat "$out/fast/programs.1" >>"$out/fast/counts.1"

# What linux.sh measured.
if [ -f "$out/linux" ]; then
	cat "$out/linux"
else
	awk '/^linux-/ { print $1, "absent" }' kernel/bench/figures
fi >>"$out/fast/counts.1"

run "$out/flush/flush.log" -m 64 -kernel "$out/flush/flush.elf"
sed -n 's/^bench \(flush-[a-z_]* [0-9]*\).*/\1/p' "$out/flush/flush.log" >>"$out/fast/counts.1"

# hundredths KERNEL: how long a whole run takes, in hundredths of a millisecond.
hundredths()
{
	start=$(date +%s%N)
	run "$1.log" -m 64 -kernel "$1"
	echo $((($(date +%s%N) - start) / 10000))
}

# In turns, so that other work on this computer slows both.
bare=999999999
ours=999999999
for turn in 1 2 3 4 5 6 7; do
	time=$(hundredths "$out/bare.elf")
	test "$time" -ge $bare || bare=$time
	time=$(hundredths "$out/fast/boot.elf")
	test "$time" -ge $ours || ours=$time
done

awk -v folder="$out" -v targets="${TARGETS-}" '
function shown(value) { return value == "" ? "-" : value }
function load(kernel,    line, part) {
	while ((getline line < (folder "/" kernel "/counts.1")) > 0) {
		split(line, part, " ")
		count[kernel, part[1]] = part[2]
	}
}
BEGIN {
	load("fast"); load("plain")
	print "Instructions a call, arguments, call and return included, with 1 GiB of memory;"
	print "flush-...: how often the processor is told to forget a page, or all pages."
	print "fast: with the second modules of MAT and MPTNew; plain: with those that are graded."
	print "mCertiKOS, xv6, JOS: other kernels."
	if (!targets)
		print "Without link-time optimisation the targets do not apply."
	print ""
	printf "%-18s %8s %8s %7s  %9s %5s %4s\n", "", "fast", "plain", "target", "mCertiKOS",
	       "xv6", "JOS"
}
/^#/ { next }
{
	what = $6
	for (i = 7; i <= NF; i++)
		what = what " " $i
	fast = count["fast", $1]
	if (fast == "absent")
		next
	missed = fast == "" || (targets && $2 != "-" && fast > $2 + 0)
	any += missed
	printf "%-18s %8s %8s %7s  %9s %5s %4s  %s%s\n", $1, shown(fast),
	       shown(count["plain", $1]), $2, $3, $4, $5, what, missed ? "   <-- missed" : ""
}
END { exit any > 0 }' kernel/bench/figures
missed=$?

echo
awk -v ours="$ours" -v bare="$bare" 'BEGIN {
	printf "A run of QEMU to a stack ready for use takes %.2f times as long as one of a\n",
	       ours / bare
	printf "kernel that only ends (%.0f ms, %.0f ms; least of seven).\n", ours / 100,
	       bare / 100 }'
test $missed -eq 0 || echo "bench: a target is missed" >&2
exit $missed
