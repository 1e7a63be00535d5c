# hint.awk: what a spec says of some primitives: prose, prototype, PRE and POST.
#
#   awk -v layer=MAT -f hint.awk NAMES MAT.h       NAMES: one a line
#
# Where a name is no primitive of the spec, what the file says of its layer, and the layer's state.
# Blank lines part the blocks of a spec; a primitive is one block.

NR == FNR { wanted[$1]; left++; next }
/^$/ { finish(); next }
{ block[++n] = $0 }
END {
	finish()
	if (left)
		printf "%s", layer_itself
}

# The primitive that is declared in the block.
function declared(    i, name)
{
	for (i = 1; i <= n; i++)
		for (name in wanted)
			if (block[i] ~ "^[a-z][^#(]*[ *]" name "\\(")
				return name
	return ""
}

function finish(    i, name, text, macro, shown)
{
	if (n == 0)
		return
	name = declared()
	shown = 1
	for (i = 1; i <= n; i++) {
		if (block[i] ~ /^#/)
			macro = 1
		if (block[i] ~ /^#define /)
			shown = name != "" && block[i] ~ "^#define " name "_(PRE|POST)\\("
		else if (macro && block[i - 1] !~ /\\$/)
			shown = 0
		if (shown)
			text = text "      " block[i] "\n"
	}
	text = "   " FILENAME ":" FNR - n "\n" text
	if (name != "") {
		delete wanted[name]
		left--
		if (text !~ "#define " name "_POST")
			text = text "      (no POST: spec_" name " in " layer ".spec.c says it)\n"
		print text
	} else if (block[1] ~ /^\/\*\* @file/ || block[1] == "struct " layer "_state {") {
		layer_itself = layer_itself text "\n"
	}
	n = 0
	delete block
}
