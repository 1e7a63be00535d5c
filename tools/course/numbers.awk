# numbers.awk: a module as a solution of its term: numbers in the place of names that kernel/term.h
# gives other numbers in other terms, with the name beside.
#
#   awk -f varied.awk -f numbers.awk kernel/term.h MODULE
#
# Comments stay as they are.  Modules in C keep the names of limits: they are good in the small
# world, too.

NR == FNR {
	if ($1 == "#define" && group_of($2) != "")
		number[$2] = $3
	if ($1 == "#define" && $2 ~ /^TERM_[A-Z]/)
		limit[$2] = $3
	next
}

function write_out(code)
{
	while (match(code, /[A-Za-z_][A-Za-z_0-9]*/)) {
		name = substr(code, RSTART, RLENGTH)
		printf "%s", substr(code, 1, RSTART - 1)
		if (name in number)
			printf "%s /* %s */", number[name], name
		else if (name in limit && FILENAME ~ /\.S$/)
			printf "%s /* %s */", limit[name], name
		else
			printf "%s", name
		code = substr(code, RSTART + RLENGTH)
	}
	printf "%s", code
}

{
	rest = $0
	while (rest != "") {
		if (comment) {
			end = index(rest, "*/")
			size = end ? end + 1 : length(rest)
			comment = !end
			printf "%s", substr(rest, 1, size)
			rest = substr(rest, size + 1)
			continue
		}
		start = match(rest, /\/[*\/]/)
		write_out(start ? substr(rest, 1, start - 1) : rest)
		rest = start ? substr(rest, start) : ""
		if (rest ~ /^\/\//) {
			printf "%s", rest
			rest = ""
		}
		comment = rest != ""
	}
	print ""
}
