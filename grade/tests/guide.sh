#!/bin/sh
# guide.sh: a session of a guide, typed again: does it print what the guide shows?
#
# usage: sh grade/tests/guide.sh STACK TITLE [GUIDE]      from the root, everything built
#
# TITLE is that of a section of docs/GUIDE.md, or of docs/debugging.md.  The wrong module or spec
# that it names is put into a copy of the tree.  In what the section shows, but for code in ```c,
# `$ ` is in front of what the shell is told, `(gdb) ` or `<bochs:1> ` of what a debugger is told
# then.  A line ... stands for any lines, ... within a line for anything.
set -u
stack=$1
title=$2
guide=docs/${3-debugging}.md
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT
trap 'exit 2' HUP INT TERM
mkdir "$copy/tree" && make -s build/host/mutate && tools/tests/copy-tree "$copy/tree" &&
	tar -cf - --exclude='build/*/mutants' build/host "build/$stack" |
	tar -xf - -C "$copy/tree" || exit 2
gdb=$(make -s print-GDB)

awk -v title="## $title" '/^## / { in_it = $0 == title } in_it' "$guide" >"$copy/section"
awk '/^```/ { inside = !inside; shown = inside && !/c$/; next } shown' "$copy/section" \
	>"$copy/wanted"
[ -s "$copy/wanted" ] || { echo "$guide shows nothing below \"$title\""; exit 1; }

mutant=$(grep -o -m 1 'grade/mutants/[^`]*\.mut' "$copy/section")
if [ -n "$mutant" ]; then
	layer=$(basename "$(dirname "$mutant")")
	case $mutant in
	grade/mutants/spec/*) wrong=$layer.h ;;
	*) wrong=$layer.c ;;
	esac
	wrong=$(make -s "print-room.$layer")/$wrong
	build/host/mutate "$mutant" "$wrong" >"$copy/tree/$wrong" || exit 2
fi

# The commands: one of the shell a file NUMBER.shell, what debuggers are told then in NUMBER.gdb and
# NUMBER.bochs.
awk -v folder="$copy" '
/^\$ / {
	number = folder "/" ++commands
	print substr($0, 3) >(number ".shell")
	printf "" >(number ".gdb")
	printf "" >(number ".bochs")
}
/^\(gdb\) / {
	print "echo " $0 "\\n" >(number ".gdb")
	print substr($0, 7) >(number ".gdb")
}
sub(/^<bochs:[0-9]+> /, "") { print >(number ".bochs") }' "$copy/wanted"

for shell in "$copy"/*.shell; do
	command=$(cat "$shell")
	told=${shell%.shell}
	echo "\$ $command"
	case $command in
	make\ *) command="$command STACK='$stack' GDB='$gdb -batch' REPLAY_MORE='-x $told.gdb' \
BOCHS_COMMANDS='$told.bochs'" ;;
	esac
	(cd "$copy/tree" && eval "$command") </dev/null 2>&1
done >"$copy/out"

awk '
function squeezed(text)
{
	gsub(/[ \t]+/, " ", text)
	gsub(/^ | $/, "", text)
	return text
}

# Is text the pattern, with anything where that has "..."?
function fits(text, pattern,    part, parts, i, at)
{
	parts = split(pattern, part, /\.\.\./)
	if (substr(text, 1, length(part[1])) != part[1])
		return 0
	text = substr(text, length(part[1]) + 1)
	for (i = 2; i < parts; i++) {
		at = index(text, part[i])
		if (at == 0)
			return 0
		text = substr(text, at + length(part[i]))
	}
	at = length(text) - length(part[parts])
	return parts == 1 ? text == "" : at >= 0 && substr(text, at + 1) == part[parts]
}

FILENAME == ARGV[1] {
	said[++lines] = squeezed($0)
	next
}
$0 == "..." || /^<bochs:/ { # Bochs does not print what it reads from a file
	anywhere = 1
	next
}
{
	wanted = squeezed($0)
	do
		at++
	while (anywhere && at <= lines && !fits(said[at], wanted))
	if (at > lines || !fits(said[at], wanted)) {
		print "the guide shows  \"" wanted "\""
		print (at > lines ? "it is not said" : "but what comes is \"" said[at] "\"")
		exit 1
	}
	anywhere = 0
}' "$copy/out" "$copy/wanted" || { sed 's/^/    /' "$copy/out"; exit 1; }
echo "guide: $(wc -l <"$copy/wanted") lines of \"$title\" are as shown"
