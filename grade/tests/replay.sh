#!/bin/sh
# replay.sh: make replay finds the call that differs and where the kernel left its specification: it
# says what docs/debugging.md shows of a wrong module.
#
# usage: sh grade/tests/replay.sh STACK      from the root, everything built
set -u
stack=$1
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT INT TERM
make -s build/host/mutate && grade/tests/copy-built "$copy/tree" || exit 2
passed=0
failed=0

# Of the guide: the mutant, the command, and the first of what it shows.
mutant=$(grep -o 'grade/mutants/[^`]*' docs/debugging.md)
command=$(grep -o 'make replay TRACE=[^`]*' docs/debugging.md)
layer=$(basename "$(dirname "$mutant")")
module=$(make -s "print-room.$layer")/$layer.c
build/host/mutate "$mutant" "$module" >"$copy/tree/$module" || exit 2
awk '/^```/ { if (in_it) exit; in_it = 1; next } in_it' docs/debugging.md >"$copy/wanted"
(cd "$copy/tree" && $command STACK="$stack" RECORD= \
	GDB="$(make -s print-GDB) -batch" REPLAY_MORE="-ex backtrace") </dev/null >"$copy/out" 2>&1
{
	cat "$copy/wanted"
	echo "THE RELATION DOES NOT HOLD"
	echo "__wrap_chan_recv"
} >"$copy/lines"
[ -s "$copy/wanted" ] || { echo "docs/debugging.md shows nothing"; failed=1; }
while IFS= read -r line; do
	if grep -qF -- "$line" "$copy/out"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "make replay does not say \"$line\""
	fi
done <"$copy/lines"
[ $failed -eq 0 ] || cat "$copy/out"
echo "replay: $passed passed, $failed failed"
test $failed -eq 0
