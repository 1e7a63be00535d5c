# console.sh: a test boots a kernel, types at prompts and looks at what was printed.  Sourced, in
# the root of the tree.
folder=$(mktemp -d) || exit 2
emulator=
trap '[ -z "$emulator" ] || kill $emulator; rm -rf "$folder"' EXIT
trap 'exit 2' HUP INT TERM
kernel=$(make -s print-RUN_KERNEL)
passed=0
failed=0

# boots COMMAND: an emulator whose console is its standard input and output.  What is typed comes
# through file descriptor 3.
boots()
{
	mkfifo "$folder/keys"
	: >"$folder/out" # the emulator begins to write only when the keys are there
	eval "timeout ${LIMIT-600} $1" <"$folder/keys" >"$folder/out" 2>&1 &
	emulator=$!
	exec 3>"$folder/keys"
	rm "$folder/keys"
	prompts=0
}

# boots_with PROGRAM: this kernel with its programs, of which it begins with that one.
boots_with()
{
	boots "$(make -s print-QEMU) $(make -s print-QEMU_FLAGS) \
		$(make -s print-QEMU_MODULES RUN="$1") -serial stdio -kernel $kernel"
}

# types PROMPT KEYS: when there is that prompt once more, in the form of printf.
types()
{
	prompts=$((prompts + 1))
	while [ "$(grep -cF -- "$1" "$folder/out")" -lt $prompts ]; do
		kill -0 $emulator 2>/dev/null || return
		sleep 0.1
	done
	# shellcheck disable=SC2059
	printf "$2" >&3
}

# ends STATUS [COUNT]: when the kernel has its prompt, behind so many of a guest.
ends()
{
	prompts=${2-0}
	types 'strata> ' 'quit\r'
	exec 3>&-
	wait $emulator
	status=$?
	emulator=
	[ $status -eq "$1" ] && return
	echo "FAIL: the emulator ends with status $status"
	failed=$((failed + 1))
}

# shows TEXT: it was printed, as a line.
shows()
{
	if tr -d '\r' <"$folder/out" | grep -qx -- "$1"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL: \"$1\" is expected"
	fi
}

# tells LINES: if something failed, so many lines of what was printed.
tells()
{
	[ $failed -eq 0 ] || tail -n "$1" "$folder/out"
}

# total NAME
total()
{
	echo "$1: $passed passed, $failed failed"
	[ $failed -eq 0 ]
}
