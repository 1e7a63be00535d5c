# rows.awk: is a lab's list of exercises in order?  Prints the first thing that is wrong, with its
# line, or nothing.
#
#   awk -v lab=N -v file=NAME -f rows.awk LAYERS ADDS EXERCISES
#
# LAYERS has a line "LAYER LAB ROOM" for each layer, ADDS a line "LAYER PRIMITIVE".

function wrong(what)
{
	print file ":" FNR ": " what
	failed = 1
	exit
}

FNR == 1 { part++ }
part == 1 { if ($2 == lab) ours[$1] = 1; next }
part == 2 { if ($1 in ours) adds[$1 " " $2] = 1; next }

/^(#|$)/ { next }
{
	word = $1 == "keep" || $1 == "given" ? $1 : ""
	layer = word == "" ? $1 : $2
	what = layer " " (word == "" ? $2 : $3)
}
!(layer in ours) { wrong("kernel/stack has no layer " layer " in lab " lab) }
word == "keep" && NF == 3 { next }
!(what in adds) { wrong(layer " adds no primitive" substr(what, length(layer) + 1)) }
said[what]++ { wrong("a second row for" substr(what, length(layer) + 1) "; remove one") }
word == "given" && NF == 3 { next }
word != "" || NF < 4 || $3 !~ /^[0-9]*\.?[0-9]+$/ {
	wrong("not LAYER PRIMITIVE HOURS HINT, given LAYER PRIMITIVE or keep LAYER FUNCTION")
}
{
	exercises++
	sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]+[^ \t]+[ \t]+/, "")
	if ($0 ~ /["\\]/ || length($0) > 76)
		wrong("a hint is one line of at most 76 characters, without \" or \\")
}

END {
	if (failed)
		exit
	for (what in adds)
		if (!(what in said) && (missing == "" || what < missing))
			missing = what
	if (missing != "")
		print file ": no row for " missing ": make it an exercise, or \"given " missing "\""
	else if (!exercises)
		print file ": there is no exercise in it"
}
