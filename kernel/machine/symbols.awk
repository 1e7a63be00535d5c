# symbols.awk: the assembly of the kernel's symbol table, from the functions of the first link.
#
# A line of input is nm's and addr2line's: "00100123 T palloc /path/kernel/mm/MAT/MAT.c:12".  The
# layer of a function is the room that its source lies in: debug information tells it of static
# functions too, and after link-time optimisation.
{
	parts = split($4, path, "/")
	layer[NR] = parts > 1 ? path[parts - 1] : "?"
	address[NR] = $1
	name[NR] = $3
}

function text(label, string) {
	printf "%s:\t.asciz \"%s\"\n", label, string
}

function number(room) {
	if (!(room in known))
		known[room] = ++rooms
	return known[room]
}

END {
	print "\t.section .symbols, \"a\""
	print "\t.globl symbol_count, symbol_table"
	print "\t.balign 4"
	printf "symbol_count:\t.long %d\n", NR
	print "symbol_table:"
	for (i = 1; i <= NR; i++)
		printf "\t.long 0x%s, name_%d, layer_%d\n", address[i], i, number(layer[i])
	for (i = 1; i <= NR; i++)
		text("name_" i, name[i])
	for (room in known)
		text("layer_" known[room], room)
	print "\t.section .note.GNU-stack, \"\", @progbits"
}
