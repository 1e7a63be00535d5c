# coverage.awk: reads gcov's annotated source; prints what no trace takes, and the sum.
# A formula that is COMPUTED is no step: what is true of it where is no branch of a specification.
/^ *[0-9#-]+\*?: *[0-9]+:/ {
	split($0, part, ":")
	line = part[2] + 0
	text = substr($0, index($0, part[3]))
	if (part[1] ~ /#####/) {
		printf "%s.spec.c:%d is never run: %s\n", layer, line, text
		missed++
	}
}
/^branch/ && text !~ /COMPUTED\(/ {
	branches++
	if ($0 ~ /never executed/ || $0 ~ /taken 0/) {
		printf "%s.spec.c:%d branch %s is never taken: %s\n", layer, line, $2, text
		missed++
	}
}
END {
	printf "%s: %d branches of the specification, %d not taken by the traces\n", \
		layer, branches, missed
	exit missed > 0
}
