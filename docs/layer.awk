# layer.awk: a deep specification X.h as Doxygen shall see it.
#
# usage: awk [-v derivation=FILE] -f docs/layer.awk ROOM/X.h        (Doxygen's input filter)
#
# Each primitive's PRE, ASSIGNS and POST go into its comment; the comment of the file gets the
# layer's place in the stack (build/docs/derivation), its relation (ROOM/X.rel.h) and its part in
# the walks that handouts show (build/docs/handouts).  A primitive without prototype, without prose
# or without one of its three formulas is an error, on standard error; those that the manifest has
# under `steps` have no POST.

function complain(what)
{
	print ARGV[1] ": " what >"/dev/stderr"
}

function read_file(file, lines,    n)
{
	while ((getline lines[n + 1] < file) > 0)
		n++
	close(file)
	return n
}

# "MAT" as a link to its page, if it is a layer of the stack.
function link(word)
{
	if (word in is_layer)
		return "\\ref " word ".h \"" word "\""
	return word in is_primitive ? "\\ref " word : word
}

# Names, each a link where there is a page or a primitive to go to.
function linked(text,    n, i, words, out)
{
	n = split(text, words, " ")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? ", " : "") link(words[i])
	return out
}

function note_primitives(text,    n, i, words)
{
	n = split(text, words, " ")
	for (i = 1; i <= n; i++)
		is_primitive[words[i]] = 1
}

# What `make derivation` says of the layers, by layer and key.
function read_derivation(    n, i, name, key, text, lines, word)
{
	n = read_file(derivation, lines)
	for (i = 1; i <= n; i++) {
		if (lines[i] ~ /^ *[0-9]+\. /) {
			name = lines[i]
			sub(/.* : /, "", name)
			split(lines[i], word, " ")
			underlay[name] = word[2]
			is_layer[name] = 1
		} else if (lines[i] ~ /, a ground: it is trusted\.$/) {
			name = lines[i]
			gsub(/^ *|,.*/, "", name)
			is_layer[name] = 1
		} else if (lines[i] ~ /^    (adds|hides|restates|state|memory|learns) /) {
			key = lines[i]
			sub(/^ */, "", key)
			text = key
			sub(/ .*/, "", key)
			sub(/^[a-z]+ */, "", text)
			place[name, key] = text
			if (key == "adds")
				note_primitives(text)
		}
	}
}

# What the manifest says of the layers beyond that.
function read_manifest(    n, i, k, words, lines, count, name)
{
	n = read_file("kernel/stack", lines)
	for (i = 1; i <= n; i++) {
		count = split(lines[i], words, " ")
		if (words[1] == "layer" || words[1] == "ground")
			name = words[2]
		if (words[1] == "lab")
			lab_of[name] = words[2]
		for (k = 2; words[1] == "steps" && k <= count; k++)
			is_steps[words[k]] = 1
	}
}

# The handouts: which of them are here, which sections they have, and the walks in them.  A walk is
# the calls that GDB shows below a heading "X, step by step".
function read_handouts(    n, i, k, m, files, lines, word, title, in_walk, lab)
{
	n = read_file("build/docs/handouts", files)
	for (i = 1; i <= n; i++) {
		split("", lines)
		m = read_file(files[i], lines)
		lab = files[i]
		gsub(/^labs\/lab|-.*/, "", lab)
		in_walk = 0
		for (k = 1; k <= m; k++) {
			if (lines[k] ~ /^## /) {
				title = substr(lines[k], 4)
				is_section[lab, title] = 1
				in_walk = sub(/, step by step$/, "", title)
				if (in_walk) {
					sub(/^A/, "a", title)
					walk_title[++walks] = title
					walk_page[walks] = section_of(lab, substr(lines[k], 4))
				}
			} else if (in_walk && match(lines[k], /^[A-Z][A-Za-z0-9]+ +[a-z_0-9]+\(/)) {
				split(lines[k], word, " ")
				note_call(walks, word[1], lines[k])
			}
		}
	}
}

function section_of(lab, title)
{
	title = tolower(title)
	gsub(/[^a-z0-9 -]/, "", title)
	gsub(/ /, "-", title)
	return "lab" lab "-" title
}

# A line of a walk: a call of a primitive of that layer, perhaps with a remark behind it.
function note_call(walk, name, text,    depth, k)
{
	match(text, /^[^)]*\)( = [-0-9a-fx]+)?( \.\.\. again and again)?/)
	text = substr(text, 1, RLENGTH)
	match(text, /^[A-Z][A-Za-z0-9]+ +/)
	depth = RLENGTH
	for (k in last_at)
		if (k + 0 > depth || !(walk in calls))
			delete last_at[k]
	call[walk, ++calls[walk]] = text
	call_layer[walk, calls[walk]] = name
	for (k = depth - 1; k > 0 && !(k in last_at); k--)
		;
	caller[walk, calls[walk]] = k > 0 ? last_at[k] : 0
	last_at[depth] = calls[walk]
}

function row(key, text)
{
	if (text != "")
		print " * | " key " | " text " |"
}

function code(text)
{
	print " * @code{.c}\n" text " * @endcode"
}

# The lines of a file's #defines, without what only the preprocessor wants.
function print_relation(    n, i, lines, out)
{
	n = read_file(room "/" layer ".rel.h", lines)
	for (i = 1; i <= n; i++) {
		if (lines[i] ~ /^\/\*/ || lines[i] ~ /^ \*/)
			continue
		sub(/ *\\$/, "", lines[i])
		out = out lines[i] "\n"
	}
	if (n > 0) {
		print " *\n * @par The relation"
		print " * How its module represents the abstract state (\\ref source_" layer \
			" \"" layer ".rel.h\")."
		code(out)
	}
}

# The layer's part in a walk: its calls, each below the one in which it is made.
function print_part(walk,    i, out, shown)
{
	for (i = 1; i <= calls[walk]; i++) {
		if (call_layer[walk, i] != layer)
			continue
		if (caller[walk, i] && !shown[caller[walk, i]]++)
			out = out "  " call[walk, caller[walk, i]] "\n"
		if (!shown[i]++)
			out = out "> " call[walk, i] "\n"
	}
	if (out == "")
		return
	print " *\n * @par In the walk of " walk_title[walk]
	print " * Its calls (>), each below the one in which it is made; \\ref " walk_page[walk] \
		" \"all of the walk\"."
	print " * @code{.unparsed}\n" out " * @endcode"
}

function part_in(walk,    i, n)
{
	for (i = 1; i <= calls[walk]; i++)
		n += call_layer[walk, i] == layer
	return (n == 0 ? "none" : n) " of the " calls[walk] " calls shown"
}

function print_place(    lab, walk)
{
	lab = lab_of[layer]
	print " *\n * | in the stack | |\n * |---|---|"
	if (!(layer in underlay))
		row("ground", "trusted: it is what the processor and devices do")
	row("lab", (lab, layer) in is_section ? \
		"\\ref " section_of(lab, layer) " \"" lab ", in the handout\"" : lab > 0 ? lab : "")
	row("underlay", link(underlay[layer]))
	row("adds", linked(place[layer, "adds"]))
	row("hides", linked(place[layer, "hides"]))
	row("takes over the state of", linked(place[layer, "restates"]))
	row("abstract state", linked(place[layer, "state"]))
	row("memory of its module", place[layer, "memory"])
	row("one learns", place[layer, "learns"])
	for (walk = 1; walk <= walks; walk++)
		row("in " walk_title[walk], part_in(walk))
	row("source", "\\ref source_" layer " \"specification, relation and module\"")
	print_relation()
	for (walk = 1; walk <= walks; walk++)
		print_part(walk)
}

# A formula, from the #define at line i on; sets last, its last line.
function formula(i,    text, out, more)
{
	text = line[i]
	sub(/^#define [A-Za-z0-9_]+(\([^)]*\))? */, "", text)
	for (last = i; ; text = line[++last]) {
		more = sub(/ *\\$/, "", text)
		gsub(/\/\* */, "// ", text) # the formula goes into a comment itself
		gsub(/ *\*\//, "", text)
		if (text != "")
			out = out text "\n"
		if (!more)
			return out
	}
}

# The formulas of primitive p, in the comment that stands above it.
function print_formulas(p)
{
	print " *\n * @par Precondition"
	if (pre[p] == "(1)\n")
		print " * None: it may always be called."
	else
		code(pre[p])
	print " * @par May change"
	if (assigns[p] == "NOTHING\n")
		print " * Nothing."
	else
		code(assigns[p])
	print " * @par Postcondition"
	if (p in is_steps)
		print " * Which steps of other specifications follow each other, \\ref source_" \
			layer " \"" layer ".spec.c\" says."
	else
		code(post[p])
}

# Does a comment for documentation end at line i, and does it say anything?
function has_prose(i,    words, text)
{
	if (line[i] !~ /\*\/$/)
		return 0
	while (i > 1 && line[i] !~ /^\/\*/)
		text = line[i--] " " text
	text = line[i] " " text
	return sub(/^\/\*\*/, "", text) && split(text, words, /[^A-Za-z0-9]+/) > 4
}

function name_in(text)
{
	sub(/\(.*/, "", text)
	sub(/.* /, "", text)
	return text
}

BEGIN {
	n = read_file(ARGV[1], line)
	layer = ARGV[1]
	room = ARGV[1]
	sub(/.*\//, "", layer)
	sub(/\.h$/, "", layer)
	sub(/\/[^\/]*$/, "", room)
	if (derivation == "")
		derivation = "build/docs/derivation"
	read_derivation()
	read_manifest()
	read_handouts()

	# First the formulas, which stand behind their primitives.
	for (i = 1; i <= n; i++) {
		if (line[i] ~ /^[a-z][a-z0-9_]* [a-z][a-z0-9_]*\(.*\);$/ && line[i] !~ / spec_/)
			primitive_of[name_in(line[i])] = i
		if (match(line[i], /^#define [a-z0-9_]+_(PRE|ASSIGNS|POST)\(/)) {
			p = substr(line[i], 9, RLENGTH - 9)
			kind = p
			sub(/.*_/, "", kind)
			sub(/_[A-Z]*$/, "", p)
			if (kind == "PRE")
				pre[p] = formula(i)
			else if (kind == "ASSIGNS")
				assigns[p] = formula(i)
			else
				post[p] = formula(i)
			for (k = i; k <= last; k++)
				gone[k] = 1
		}
	}
	n_adds = split(place[layer, "adds"], adds, " ")
	for (i = 1; i <= n_adds; i++)
		if (!(adds[i] in primitive_of))
			complain(adds[i] " is in kernel/stack and has no prototype here")
	for (p in primitive_of) {
		i = primitive_of[p]
		if (pre[p] == "" || assigns[p] == "" || (post[p] == "" && !(p in is_steps)))
			complain(p " lacks a PRE, an ASSIGNS or a POST")
		if (!has_prose(i - 1))
			complain(p " has no prose above it")
		documented[i - 1] = p
	}

	placed = 0
	for (i = 1; i <= n; i++) {
		if (i in gone || line[i] ~ /^STATE\(/ || line[i] ~ /^#(ifndef|define) [A-Z_]+_H$/ ||
		    line[i] ~ /^#(endif|include)/)
			continue
		if (line[i] ~ "^struct " layer "_state {") {
			print "/** The abstract state that " layer " adds." \
				"  Formulas call it " layer ". */"
		} else if (line[i] ~ "^#define " layer "_INVARIANT") {
			print "/** What holds of the abstract state between calls. */"
		}
		# What stands behind a macro's value is its prose.
		if (line[i] ~ /^#define .*[^\/] \/\* /)
			sub(/\/\* /, "/**< ", line[i])
		if (i in documented) {
			sub(/ *\*\/$/, "", line[i])
			print line[i]
			print_formulas(documented[i])
			print " */"
		} else if (!placed && line[i] ~ /\*\/$/) {
			print_place()
			print line[i]
			placed = 1
		} else {
			print line[i]
		}
	}
}
