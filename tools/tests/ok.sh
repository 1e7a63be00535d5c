# ok.sh: a test counts what holds, and says what does not.  Sourced, with $work a folder.
passed=0
failed=0

ok() # WHAT COMMAND...: the command succeeds
{
	what=$1
	shift
	if "$@" >"$work/says" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$what: does not hold"
		tail -n 20 "$work/says" | sed 's/^/    /'
	fi
}
