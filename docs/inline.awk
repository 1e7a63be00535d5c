# inline.awk: a page of the site with its pictures in it, where Doxygen refers to a file each, so
# that they become narrower with the page.
#
# usage: awk -f docs/inline.awk FOLDER/PAGE.html

/<iframe [^>]*src="[^"]*\.svg"/ {
	match($0, /src="[^"]*"/)
	folder = FILENAME
	sub(/[^\/]*$/, "", folder)
	picture = folder substr($0, RSTART + 5, RLENGTH - 6)
	print substr($0, 1, index($0, "<iframe") - 1)
	seen = 0
	while ((getline text < picture) > 0)
		if (seen = seen || text ~ /^<svg /)
			print text
	close(picture)
	sub(/.*<\/iframe>/, "")
}
{ print }
