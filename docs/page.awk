# page.awk: a guide as Doxygen shall see it: named after its file, so that others can refer to it.
#
# usage: awk -f docs/page.awk docs/NAME.md     (Doxygen's input filter)

BEGIN {
	name = ARGV[1]
	sub(/.*\//, "", name)
	sub(/\.md$/, "", name)
}

FNR == 1 && /^# / { print $0 " {#" name "}"; next }
{ print }
