#!/bin/sh
# link.sh: link a kernel that knows its own symbols.
#
# usage: CC=... KCFLAGS=... link.sh OUT.elf OBJECT...
#
# One merge (where link-time optimisation happens), one link to learn the addresses, one link with
# the symbol table in it.
set -e

out=$1
shift
here=$(dirname "$0")
base=${out%.elf}
cc=${CC:-gcc}
threads=$(awk '$2 == "TERM_THREADS" { print $3 }' "$here/../term.h")

case "$KCFLAGS" in
*-flto*) merge=-flinker-output=nolto-rel ;;
*) merge= ;;
esac

link()
{
	${LD:-ld} -m elf_i386 -static --build-id=none -z max-page-size=4096 \
		--defsym=TERM_THREADS="$threads" -T "$here/kernel.ld" \
		-o "$1" "$base.merged.o" "$base.symbols.o"
}

# Lines "address type name source" become the assembly, and that the object, of the symbol table.
# A file of lines "address file line" is the table of lines.
symbols()
{
	awk -f "$here/symbols.awk" >"$base.symbols.S"
	awk -f "$here/lines.awk" "$1" >>"$base.symbols.S"
	$cc -m32 -c -o "$base.symbols.o" "$base.symbols.S"
}

$cc $KCFLAGS $merge -r -nostdlib -o "$base.merged.o" "$@"
symbols /dev/null </dev/null
link "$base.first.elf"
${NM:-nm} -n "$base.first.elf" | grep -i ' t ' >"$base.functions"
# Where the code of a line begins, in ascending order.
${OBJDUMP:-objdump} --dwarf=decodedline "$base.first.elf" | awk '
	$3 ~ /^0x/ { print substr("00000000" substr($3, 3), length($3) - 1), $1, $2 }' |
	sort -s -k 1,1 >"$base.lines"
# A function may begin with the code of another that was put into it: its own place comes last.
cut -d ' ' -f 1 "$base.functions" | ${ADDR2LINE:-addr2line} -a -i -e "$base.first.elf" |
	awk '/^0x/ { if (NR > 1) print place; next } { place = $0 } END { print place }' |
	paste -d ' ' "$base.functions" - | symbols "$base.lines"
link "$out"
