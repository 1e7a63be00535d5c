# page.awk: a guide or a handout as Doxygen shall see it, with a name that others can refer to, and
# without links to what is not here: layers (build/docs/derivation), pages.
#
# usage: awk -f docs/page.awk docs/NAME.md            (Doxygen's input filter)
#        awk -f docs/page.awk labs/labN-NAME/handout.md
#
# A guide is called NAME, a handout labN and its section "This one" labN-this-one.  A layer's room,
# and a layer in a table, leads to the page of the layer.

# The name of the page in a file.
function page(file,    parts, n)
{
	n = split(file, parts, "/")
	if (parts[n] == "handout.md") {
		sub(/-.*/, "", parts[n - 1])
		return parts[n - 1]
	}
	sub(/\.md$/, "", parts[n])
	return parts[n]
}

function anchor(title)
{
	title = tolower(title)
	gsub(/[^a-z0-9 -]/, "", title)
	gsub(/ /, "-", title)
	return name "-" title
}

function is_file(path,    text, there)
{
	there = (getline text < path) >= 0
	close(path)
	return there
}

# Where a link to target leads, in Doxygen's words; nothing if it leads nowhere.
function resolved(target,    layer)
{
	if (target ~ /^\\ref .*\.h$/) {
		layer = substr(target, 6, length(target) - 7)
		return layer in absent ? "" : target
	}
	if (target ~ /^#/)
		return "\\ref " name "-" substr(target, 2)
	if (target ~ /\.md$/)
		return is_file(folder target) ? "\\ref " page(target) : ""
	return target
}

# All links [text](target) of a line.
function linked(text,    out, said, target)
{
	while (match(text, /\[[^][]*\]\([^()]*\)/)) {
		out = out substr(text, 1, RSTART - 1)
		target = said = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		sub(/\].*/, "]", said)
		gsub(/\n/, " ", said) # Doxygen wants it on one line
		sub(/^[^]]*\]\(/, "", target)
		target = resolved(substr(target, 1, length(target) - 1))
		out = out (target == "" ? substr(said, 2, length(said) - 2) : said "(" target ")")
	}
	return out text
}

# A cell of a table that has names of layers and nothing else: with links.
function layers_linked(cell,    n, i, words, out)
{
	n = split(cell, words, " ")
	for (i = 1; i <= n; i++) {
		if (!(words[i] in is_layer))
			return cell
		out = out " \\ref " words[i] ".h \"" words[i] "\""
	}
	return n > 0 ? out " " : cell
}

function row_linked(text,    n, i, cells, out)
{
	n = split(text, cells, "|")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? "|" : "") layers_linked(cells[i])
	return out
}

# Doxygen does not know bold text that begins or ends with code.
function bold(text)
{
	while (match(text, /\*\*[^* ][^*]*\*\*/))
		text = substr(text, 1, RSTART - 1) "<b>" \
			substr(text, RSTART + 2, RLENGTH - 4) "</b>" substr(text, RSTART + RLENGTH)
	return text
}

BEGIN {
	name = page(ARGV[1])
	folder = ARGV[1]
	sub(/[^\/]*$/, "", folder)
	is_handout = ARGV[1] ~ /handout\.md$/
	while ((getline line < "build/docs/derivation") > 0) {
		if (sub(/^Not here: /, "", line)) {
			sub(/,.*/, "", line)
			absent[line]
		} else if (line ~ /^ *[0-9]+\. /) {
			sub(/.* : /, "", line)
			is_layer[line]
		}
	}
}

/^```/ {
	if (held != "")
		print linked(held)
	held = ""
	inside = !inside
}
inside || /^```/ { print; next }
/^---$/ { print "<hr>"; next } # not an underlined heading

FNR == 1 && /^# / { print $0 " {#" name "}"; next }
is_handout && /^##+ / {
	title = $0
	sub(/^#+ /, "", title)
	print $0 " {#" anchor(title) "}"
	next
}
{
	for (layer in absent)
		gsub("\\\\ref " layer "\\.h ", "")
	if (match($0, /`kernel\/[a-z]+\/[A-Za-z0-9]+`/)) {
		room = substr($0, RSTART + 1, RLENGTH - 2)
		layer = room
		sub(/.*\//, "", layer)
		if (layer in is_layer)
			sub("`" room "`", "\\ref " layer ".h \"" room "\"")
	}
	if (/^\|/)
		$0 = row_linked($0)
	$0 = bold($0)
	gsub(/ #[A-Z]/, " \\\\&") # no reference to a name
	gsub(/\\ #/, "\\#")
	# A link may begin on one line and end on the next.
	held = held (held == "" ? "" : "\n") $0
}
/\[[^]]*$/ || /\]\([^)]*$/ { next }
{
	print linked(held)
	held = ""
}
END {
	if (held != "")
		print linked(held)
}
