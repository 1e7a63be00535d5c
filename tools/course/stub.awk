# stub.awk: a module as students get it, without the solution.
#
#   awk -f stub.awk LIST=FILE SPEC=MAT.h ROWS MAT.c       or MAT.S, or X.rel.h
#
# ROWS are the module's exercises, "FUNCTION HOURS HINT", and functions to keep, "keep FUNCTION".
# The names of the exercises found in the module are added to LIST.
#
# The file is a row of blocks, parted by blank lines.  What is at stake:
#   an exercise             its body becomes EXERCISE("HINT"); its comments and contract go
#   a static function       goes, with the comments above it, unless it is to be kept
#   a loose ACSL comment    goes
#   all else                stays: the head, types, variables, functions that are given
# In assembly the lines between the label of an exercise and its .size are the body.
#
# Of a relation that is an exercise stay the head and the macro that lists the private variables.

NR == FNR && $1 == "keep" { keep[$2] = 1; next }
NR == FNR {
	name = $1
	time[name] = $2 < 0.2 ? "a few minutes" : $2 < 1 ? "about " int(60 * $2 + 0.5) " minutes" \
	             : $2 == 1 ? "about an hour" : "about " $2 " hours"
	sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]+/, "")
	hint[name] = $0
	next
}

FILENAME ~ /\.S$/ { assembly(); next }
FILENAME ~ /\.rel\.h$/ { relation(); next }

# A block ends with a blank line outside of braces and comments.
$0 == "" && !comment && !braces { finish(); next }
{
	block[++n] = $0
	if (comment)
		comment = $0 !~ /\*\//
	else if ($0 ~ /\/\*/ && $0 !~ /\*\//)
		comment = 1
	else if (!braces)
		braces = $0 ~ /^([^ \t\/].*)?\{$/
	else
		braces = $0 !~ /^\}/
}

END { finish() }

# One blank line between what is left.
function part()
{
	if (printed++)
		print ""
}

# The block's code begins behind its comments: in line first; behind the block if there is none.
function code_begins(    i, open)
{
	for (i = 1; i <= n; i++) {
		if (!open && block[i] !~ /^(\/\*|\/\/)/)
			return i
		open = block[i] !~ /\*\// && (open || block[i] ~ /^\/\*/)
	}
	return n + 1
}

function has_contract(    i)
{
	for (i = 1; i <= n; i++)
		if (block[i] ~ /\/[*\/]@/)
			return 1
	return 0
}

function finish(    first, brace, i, head, name)
{
	if (n == 0)
		return
	first = code_begins()
	for (i = first; i <= n && block[i] != "{"; i++)
		head = head (head == "" ? "" : "\n") block[i]
	brace = i <= n
	name = head
	sub(/[ \t\n]*\(.*/, "", name)
	sub(/.*[ *\t]/, "", name)
	if (brace && name in hint)
		stub(head, name)
	else if (brace && head ~ /^static / && !(name in keep))
		;
	else if (!brace && head ~ /^static [^=]*\);$/) # a prototype of one of these
		;
	else if (first > n && has_contract())
		;
	else
		stay(head)
	n = 0
}

function stay(head,    i)
{
	part()
	for (i = 1; i <= n; i++) {
		print block[i]
		if (block[i] ~ /^static [^(]*(;|= \{)/)
			note_variable(block[i])
	}
}

# Compilers warn of a variable that nobody uses, so the first stub names all of them.
function note_variable(line)
{
	sub(/[[=;].*/, "", line)
	sub(/[ \t]+$/, "", line)
	sub(/.*[ *\t]/, "", line)
	variable[++variables] = line
}

function stub(head, name,    i, count, parameter, text)
{
	print name >>LIST
	part()
	print "/* Exercise, " time[name] ": " SPEC " says what it does. */"
	print head
	print "{"
	for (i = 1; i <= variables; i++)
		print "\t(void)" variable[i] ";"
	variables = 0
	text = head
	sub(/^[^(]*\(/, "", text)
	sub(/\)[^)]*$/, "", text)
	count = split(text, parameter, ",")
	for (i = 1; i <= count; i++) {
		sub(/.*[ *\t]/, "", parameter[i])
		if (parameter[i] != "void")
			print "\t(void)" parameter[i] ";"
	}
	print "\tEXERCISE(\"" hint[name] "\");"
	print "}"
}

function assembly(    name)
{
	name = $1
	sub(/:.*/, "", name)
	if (body != "" && $1 == ".size" && $2 == body ",")
		body = ""
	if (body == "")
		print
	if (/^[a-zA-Z_][a-zA-Z_0-9]*:/ && name in hint) {
		print name >>LIST
		print "\tud2\t/* Exercise, " time[name] ": " SPEC " says what it does."
		print "\t * EXERCISE(\"" hint[name] "\")"
		print "\t */"
		body = name
	}
}

# The head ends with the first blank line, and a macro with the first line without a backslash.
function relation(    name)
{
	if (!head_ended)
		print
	if ($0 == "")
		head_ended = 1
	name = $1 == "#define" && !in_macro ? $2 : ""
	in_macro = /\\$/
	if (name in hint) {
		print name >>LIST
		print "/* Exercise, " time[name] ": " SPEC " says what there is to relate. */"
		print "#define " name " \\\n\tEXERCISE(\"" hint[name] "\")"
	} else if (name ~ /_PRIVATE$/) {
		print
	}
}
