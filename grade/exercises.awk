# exercises.awk: the exercises of a module that are not written yet, "FUNCTION FILE:LINE HINT" each;
# of a layer without code it is the relation.
/^[a-zA-Z_].*\(/ {
	name = $0
	sub(/[ \t]*\(.*/, "", name)
	sub(/.*[ *\t]/, "", name)
}
/^[a-zA-Z_][a-zA-Z_0-9]*:/ && FILENAME ~ /\.S$/ {
	name = $0
	sub(/:.*/, "", name)
}
/^#define [a-zA-Z_0-9]+_RELATION/ {
	name = $2
}
/EXERCISE\(".*"\)/ && !/^[ \t]*\/[\/*]/ {
	hint = $0
	sub(/.*EXERCISE\("/, "", hint)
	sub(/"\).*/, "", hint)
	print name, FILENAME ":" FNR, hint
}
