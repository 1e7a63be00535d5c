# lines.awk: the assembly of the kernel's table of lines, from lines "address file line" in
# ascending order: "00100123 MAT.c 12".
# The last one of an address counts; a line that goes on has one row.
function number(name) {
	if (!(name in known))
		known[name] = ++files
	return known[name]
}

function row() {
	if (address == "" || place == before)
		return
	printf "\t.long 0x%s, file_%d, %d\n", address, number(file), line
	before = place
	rows++
}

BEGIN {
	print "\t.section .symbols, \"a\""
	print "\t.globl line_count, line_table"
	print "\t.balign 4"
	print "line_table:"
}

$1 != address { row() }
{
	address = $1
	file = $2
	line = $3 + 0
	place = file " " line
}

END {
	row()
	printf "line_count:\t.long %d\n", rows
	for (name in known)
		printf "file_%d:\t.asciz \"%s\"\n", known[name], name
	print "\t.section .note.GNU-stack, \"\", @progbits"
}
