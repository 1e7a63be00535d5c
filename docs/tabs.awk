# tabs.awk: what stands in the tree at the left of each page, for docs/layout.xml: handouts, and
# layers by their labs.
#
# usage: awk -v layers="LAYER ..." -f docs/tabs.awk kernel/stack labs/labN-NAME/handout.md ...
#        with the layers from top to bottom

function tab(page, title)
{
	print "<tab type=\"user\" url=\"@ref " page "\" title=\"" title "\"/>"
}

function group(title)
{
	print "<tab type=\"usergroup\" url=\"[none]\" title=\"" title "\">"
}

NR == FNR && ($1 == "layer" || $1 == "ground") {
	layer = $2
	is_ground[layer] = $1 == "ground"
}
NR == FNR && $1 == "lab" { lab[layer] = $2 }
NR != FNR && FNR == 1 && sub(/^# /, "") {
	number = FILENAME
	gsub(/^labs\/lab|-.*/, "", number)
	title[number] = $0
}
END {
	group("Labs")
	for (i = 1; i in title; i++)
		tab("lab" i, title[i])
	tab("exercises", "All exercises")
	print "</tab>"
	n = split(layers, name, " ")
	for (i = 1; i <= n; i++) {
		if (is_ground[name[i]])
			continue
		if (lab[name[i]] != last) {
			if (last != "")
				print "</tab>"
			last = lab[name[i]]
			group("Layers of lab " last)
		}
		tab(name[i] ".h", name[i])
	}
	print "</tab>"
	group("The ground")
	for (i = 1; i <= n; i++)
		if (is_ground[name[i]])
			tab(name[i] ".h", name[i])
	print "</tab>"
}
