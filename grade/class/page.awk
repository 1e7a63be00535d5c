# page.awk: the page of a class.
#
#   awk -v css=FILE -v lab=N -v seed=N -v wanted="LAYER..." -f page.awk TABLE PAIRS
#
# TABLE is what table.jq makes of all submissions; PAIRS has lines "LAYER NAME NAME PERCENT".

BEGIN { FS = "\t" }

NR == FNR && $1 == "S" {
	name[++students] = $2
	points[$2] = $3
	most = $4
	note[$2] = $5
	next
}
NR == FNR && $1 == "M" {
	written = "traces of " $3
	got[$2, written] = $4
	sum_of[$2, written] = $5
	next
}
NR == FNR {
	got[$2, $3] += $5
	most_of[$3] = 0
	sum_of[$2, $3] += $6
	if ($4 != "discipline")
		graded[$2, $3] = 1
	if ($7 == "failed" && $8 != "" && !((what = $3 SUBSEP $8) SUBSEP $2 in counted)) {
		counted[what, $2] = 1
		fails[what]++
		who[what] = who[what] " " $2
		if ($4 == "refinement")
			words[what, $10]++
		if (!(what in example) || ($9 != "" && example[what] == ""))
			example[what] = $9
	}
	if ($7 == "failed" && $4 == "discipline") {
		what = $3 SUBSEP "(refused)"
		fails[what]++
		who[what] = who[what] " " $2
		words[what, $10]++
	}
	next
}
{
	split($0, part, " ")
	alike[part[1]] += part[2] !~ /^past=/ && part[3] !~ /^past=/
	pair_percent[part[1], part[2], part[3]] = part[4]
	row[++rows] = part[1] SUBSEP part[2] SUBSEP part[3]
}

END {
	for (i = 1; i <= students; i++)
		total += points[name[i]]
	layers = split(wanted, layer, " ")
	for (i in sum_of) {
		split(i, part, SUBSEP)
		if (sum_of[i] > most_of[part[2]])
			most_of[part[2]] = sum_of[i]
	}
	page_begins()
	all_points()
	each_layer()
	failing_calls()
	similar()
	all_students()
	print "</body>\n</html>"
}

function html(text)
{
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	gsub(/"/, "\\&quot;", text)
	return text
}

function link(who)
{
	if (sub(/^past=/, "", who))
		return html(who) ", of an earlier term"
	return "<a class=\"student\" href=\"students/" html(who) ".html\">" html(who) "</a>"
}

# The names in a list with blanks between; of many only the first.
function links(list,    who, n, i, text)
{
	n = split(list, who, " ")
	for (i = 1; i <= n && i <= 8; i++)
		text = text (i > 1 ? ", " : "") link(who[i])
	return text (n > 8 ? " and " (n - 8) " more" : "")
}

function page_begins(    line)
{
	print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
	print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
	print "<title>Strata: lab " lab "</title>\n<style>"
	while ((getline line <css) > 0)
		print line
	print "a.student { text-decoration: underline; }"
	print "table.wide { display: block; overflow-x: auto; table-layout: auto; }"
	print ".wide th:first-child { width: auto; } .wide td:last-child { width: 100%; }"
	print ".wide td:not(:last-child), .wide th { overflow-wrap: normal; padding-right: 1rem; }"
	print "svg { display: block; width: 100%; height: auto; }"
	print "svg text { fill: var(--faint); font: 11px system-ui, sans-serif; }"
	print "</style>\n</head>\n<body>"
	print "<h1>Strata <span class=\"faint\">lab " lab ", seed " seed "</span></h1>"
}

function number(n)
{
	n = sprintf("%.1f", n)
	sub(/\.0$/, "", n)
	return n
}

# How many have so many points: a bar for each tenth, the last one with full marks.
function all_points(    i, k, bin, high, x, h, full)
{
	for (i = 1; i <= students; i++) {
		k = most > 0 ? int(10 * points[name[i]] / most) : 0
		bin[k]++
		full += most > 0 && points[name[i]] >= most
	}
	for (k = 0; k <= 10; k++)
		high = bin[k] > high ? bin[k] : high
	print "<p class=\"total\">" number(total / students) " of " number(most) "</p>"
	print "<p>points on average of " students " submissions; " full + 0 " with full marks.</p>"
	print "<svg viewBox=\"0 0 660 150\" role=\"img\" " \
	      "aria-label=\"how many have how many points\">"
	for (k = 0; k <= 10; k++) {
		x = 60 * k
		h = 100 * bin[k] / high
		printf "<rect x=\"%d\" y=\"%.1f\" width=\"50\" height=\"%.1f\" rx=\"3\" " \
		       "fill=\"var(%s)\"/>\n", x + 5, 120 - h, h, k == 10 ? "--pass" : "--wait"
		if (bin[k])
			word(x + 30, 115 - h, bin[k])
		word(x + 30, 136, k == 10 ? "all" : number(most * k / 10) "+")
	}
	print "</svg>"
}

function word(x, y, text)
{
	printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n", x, y, text
}

# A row for each layer, and one for the traces that students wrote.
function each_layer(    k)
{
	print "<h2>Exercises</h2>\n<table class=\"wide\"><tr><th>layer</th><th>points</th>"
	print "<th>mean</th><th>all, some or none of them</th></tr>"
	for (k = 1; k <= layers; k++)
		exercise(layer[k])
	if (written != "")
		exercise(written)
	print "</table>"
}

# How many have all of its points, some, none.
function exercise(what,    i, part, all, some, none, sum)
{
	all = some = none = sum = 0
	for (i = 1; i <= students; i++) {
		part = got[name[i], what] + 0
		sum += part
		if (part <= 0)
			none++
		else if (part >= most_of[what] - 0.01)
			all++
		else
			some++
	}
	print "<tr><td>" what "</td><td>" number(most_of[what]) "</td><td>" \
	      number(sum / students) "</td><td>" bar(all, some, none) "</td></tr>"
}

function bar(all, some, none,    text, x)
{
	text = "<svg viewBox=\"0 0 300 16\" role=\"img\" aria-label=\"" all " all, " some \
	       " some, " none " none\">"
	x = 0
	text = text piece(x, all, "--pass")
	x += 300 * all / students
	text = text piece(x, some, "--wait")
	x += 300 * some / students
	return text piece(x, none, "--line") "</svg>"
}

function piece(x, count, colour,    width)
{
	if (!count)
		return ""
	width = 300 * count / students
	return sprintf("<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"16\" fill=\"var(%s)\"/>" \
	               "<text x=\"%.1f\" y=\"12\" style=\"fill: var(%s)\">%d</text>", x, width,
	               colour, x + 4, colour == "--line" ? "--ink" : "--back", count)
}

# Of what has been counted, what there is most of, and the first of those; "" if nothing is left.
function commonest(count,    what, best)
{
	best = ""
	for (what in count)
		if (best == "" || count[what] > count[best] ||
		    (count[what] == count[best] && what < best))
			best = what
	return best
}

# The most frequent first.
function failing_calls(    best, n, part, w, said, often)
{
	print "<h2>Calls that fail most often</h2>"
	for (n = 0; n < 20; n++) {
		best = commonest(fails)
		if (best == "")
			break
		if (n == 0)
			print "<table class=\"wide\"><tr><th>layer</th><th>primitive</th>" \
			      "<th>submissions</th><th></th></tr>"
		split(best, part, SUBSEP)
		said = ""
		often = 0
		for (w in words)
			if (index(w, best SUBSEP) == 1 && words[w] > often) {
				often = words[w]
				said = substr(w, length(best) + 2)
			}
		print "<tr><td>" part[1] "</td><td>" html(part[2]) "</td><td>" fails[best] \
		      "</td><td>" html(said != "" ? said : example[best]) "<br>" \
		      "<span class=\"faint\">" links(who[best]) "</span></td></tr>"
		delete fails[best]
	}
	print n ? "</table>" : "<p>None.</p>"
}

# What a quarter of all pairs have alike is how one writes that module, and says nothing.
function similar(    i, part, key, pairs, n, best, usual, k)
{
	pairs = students * (students - 1) / 2
	for (i = 1; i <= rows; i++) {
		split(row[i], part, SUBSEP)
		if (students >= 10 && alike[part[1]] > pairs / 4) {
			usual_layer[part[1]] = 1
			continue
		}
		key = part[2] SUBSEP part[3]
		n_alike[key]++
		which[key] = which[key] (which[key] == "" ? "" : ", ") part[1] " " \
		             pair_percent[row[i]] " %"
	}
	print "<h2>Modules much alike</h2>"
	for (n = 0; n < 50; n++) {
		best = commonest(n_alike)
		if (best == "")
			break
		if (n == 0)
			print "<table class=\"wide\"><tr><th>submissions</th><th>modules</th></tr>"
		split(best, part, SUBSEP)
		print "<tr><td>" link(part[1]) ", " link(part[2]) "</td><td>" which[best] \
		      "</td></tr>"
		delete n_alike[best]
	}
	print n ? "</table>" : "<p>None.</p>"
	for (k = 1; k <= layers; k++)
		if (layer[k] in usual_layer)
			usual = usual " " layer[k]
	print "<p class=\"faint\">By sim_c, which sees neither names nor comments.  It is a " \
	      "reason to look, no proof." (usual != "" ? "  Left out, as a quarter of all " \
	      "pairs are alike there:" usual "." : "") "</p>"
}

function all_students(    i)
{
	print "<h2>Submissions</h2>\n<table class=\"wide\"><tr><th>name</th><th>points</th>" \
	      (written != "" ? "<th>" written "</th>" : "") "<th></th></tr>"
	for (i = 1; i <= students; i++)
		print "<tr><td>" link(name[i]) "</td><td>" number(points[name[i]]) "</td>" \
		      (written != "" ? "<td>" number(got[name[i], written]) "</td>" : "") \
		      "<td>" html(note[name[i]]) "</td></tr>"
	print "</table>"
}
