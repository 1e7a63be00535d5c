# help.awk: tools/help without what students do not have.
#
#   awk -f help.awk WITHHELD tools/help
#
# Rows are indented by two blanks, what continues a row by more.  A heading without a row left goes.

FNR == NR {
	if (sub(/^help /, ""))
		gone[$0] = 1
	next
}

/^  [^ ]/ {
	rows++
	dropped = 0
	for (row in gone)
		dropped = dropped || index($0, "  " row "  ") == 1
	if (!dropped)
		put_heading()
}
/^  / {
	if (!dropped)
		print
	next
}
{
	if (!rows)
		put_heading()
	heading = $0 "\n"
	rows = 0
}
END {
	if (!rows)
		put_heading()
}

function put_heading()
{
	printf "%s", heading
	heading = ""
}
