# tree.awk: which committed files are in a tree of the course, as `git update-index` reads it.
#
#   awk -v lab=N -v solved=N [-v keys=1] -f tree.awk LAYERS VARIANTS WITHHELD STUBS FILES
#
# The rooms of labs up to `lab`, exercises of labs up to `solved` with their solution; with keys,
# variants and the traces that a student writes as well if `keys`.  LAYERS: "LAYER LAB ROOM";
# VARIANTS: paths; WITHHELD: tools/course's; STUBS: "LAB BLOB PATH", where LAB 0 is for a file that
# every tree has so, and "solution LAB BLOB PATH"; FILES: git ls-tree -r.

# Is path the folder or file `start`, or below it?
function below(path, start)
{
	return path == start || index(path, start "/") == 1
}

function lab_of(path,    l)
{
	if (path ~ /^labs\/lab[0-9]+-/) {
		sub(/^labs\/lab/, "", path)
		return path + 0
	}
	for (l in room)
		if (below(path, room[l]) || below(path, "grade/traces/" l) ||
		    below(path, "grade/inputs/" l))
			return lab_at[l]
	for (l in comes_with)
		if (below(path, l))
			return comes_with[l]
	return 0
}

function withheld(path,    i)
{
	for (i in hidden)
		if (below(path, hidden[i]))
			return 1
	return !keys && (path in variant || path ~ /^labs\/[^\/]*\/(key|my-traces)\//)
}

FNR == 1 { part++ }
part == 1 { lab_at[$1] = $2; room[$1] = $3; next }
part == 2 { variant[$1] = 1; next }
part == 3 && $1 == "until" { comes_with[$3] = $2; next }
part == 3 { if ($0 !~ /^(#|$|help )/) hidden[FNR] = $0; next }
part == 4 && $1 == "solution" { if ($2 <= solved) blob[$4] = $3; next }
part == 4 { if ($1 == 0 || $1 > solved) blob[$3] = $2; next }
{
	path = $0
	sub(/^[^\t]*\t/, "", path)
	if (lab_of(path) <= lab && !withheld(path))
		print $1, (path in blob ? blob[path] : $3) "\t" path
}
