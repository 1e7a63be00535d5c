# exercises.awk: a page of all exercises, with their hours and points.
#
# usage: awk -f docs/exercises.awk labs/labN-NAME/points labs/labN-NAME/exercises ...

BEGIN {
	print "# All exercises\n"
	print "Hours are estimates, points those of `make grade`.  When: \\ref syllabus.\n"
	print "| lab | layer | points | hours | exercises |"
	print "|---|---|---|---|---|"
}
/^(#|$|given|keep)/ { next }
FILENAME ~ /points$/ {
	if ($2 != "mutants")
		points[$1] += $3
	next
}
{
	if (!($1 in hours)) {
		order[++n] = $1
		lab[$1] = FILENAME
		gsub(/^labs\/lab|-.*/, "", lab[$1])
	}
	hours[$1] += $3
	sub(/.*_RELATION$/, "the relation", $2)
	text[$1] = text[$1] (text[$1] == "" ? "" : ", ") $2 ($2 ~ / / ? "" : "()") " " $3
}
END {
	for (i = 1; i <= n; i++) {
		layer = order[i]
		printf "| \\ref lab%s \"%s\" | \\ref %s.h \"%s\" | %s | %.1f | %s |\n", lab[layer],
			lab[layer], layer, layer, points[layer], hours[layer] + 0.001, text[layer]
	}
}
