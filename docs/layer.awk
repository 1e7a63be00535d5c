# layer.awk: a deep specification X.h as Doxygen shall see it.
#
# usage: awk -f docs/layer.awk ROOM/X.h        (Doxygen's input filter)
#
# Each primitive's PRE, ASSIGNS and POST go into its comment; the comment of the file gets the
# layer's place in the stack (build/docs/derivation) and its relation (ROOM/X.rel.h).  A primitive
# without prose or without one of its three formulas is an error, on standard error; those that the
# manifest has under `steps` have no POST.

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
	n = read_file("build/docs/derivation", lines)
	for (i = 1; i <= n; i++) {
		if (lines[i] ~ /^ *[0-9]+\. /) {
			name = lines[i]
			sub(/.* : /, "", name)
			split(lines[i], word, " ")
			underlay[name] = word[2]
			is_layer[name] = is_layer[word[2]] = 1
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

function read_steps(    n, i, k, words, lines, count)
{
	n = read_file("kernel/stack", lines)
	for (i = 1; i <= n; i++) {
		count = split(lines[i], words, " ")
		for (k = 2; words[1] == "steps" && k <= count; k++)
			is_steps[words[k]] = 1
	}
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

function print_place()
{
	if (!(layer in underlay))
		return
	print " *\n * | in the stack | |\n * |---|---|"
	row("underlay", link(underlay[layer]))
	row("adds", linked(place[layer, "adds"]))
	row("hides", linked(place[layer, "hides"]))
	row("takes over the state of", linked(place[layer, "restates"]))
	row("abstract state", linked(place[layer, "state"]))
	row("memory of its module", place[layer, "memory"])
	row("one learns", place[layer, "learns"])
	row("source", "\\ref source_" layer " \"specification, relation and module\"")
	print_relation()
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
	read_derivation()
	read_steps()

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
	for (p in primitive_of) {
		i = primitive_of[p]
		if (pre[p] == "" || assigns[p] == "" || (post[p] == "" && !(p in is_steps)))
			complain(p " lacks a PRE, an ASSIGNS or a POST")
		if (line[i - 1] !~ /\*\/$/)
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
