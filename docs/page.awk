# page.awk: a guide as Doxygen shall see it: named after its file, so that others can refer to it,
# and without links to layers that are not here (build/docs/derivation says which).
#
# usage: awk -f docs/page.awk docs/NAME.md     (Doxygen's input filter)

BEGIN {
	name = ARGV[1]
	sub(/.*\//, "", name)
	sub(/\.md$/, "", name)
	while ((getline line < "build/docs/derivation") > 0)
		if (sub(/^Not here: /, "", line)) {
			sub(/,.*/, "", line)
			absent[line]
		}
}

{
	for (layer in absent)
		gsub("\\\\ref " layer "\\.h ", "")
}
FNR == 1 && /^# / { print $0 " {#" name "}"; next }
{ print }
