#!/bin/sh
# mixed.sh: several wrong modules in one tree.  Each has its own words in the report, with its call
# and what the specification says; no layer without a fault loses its refinement points.
#
# usage: sh grade/tests/mixed.sh STACK      from the root, everything built
set -u
stack=$1
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT INT TERM
make -s build/host/mutate build/host/layers || exit 2
mkdir "$copy/tree" && tar -cf - --exclude=.git . | tar -xf - -C "$copy/tree" || exit 2
passed=0
failed=0

ok() # WHAT COMMAND...
{
	what=$1
	shift
	if "$@" >/dev/null; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "mixed: $what"
		sed 's/^/    /' "$copy/out"
	fi
}

wrong='MBoot/fstore_byte MATIntro/set_norm_neighbour MAT/palloc_last_lost MPTKern/not_replaced
MPTBit/last_lost'
for mutant in $wrong; do
	layer=${mutant%/*}
	file=$(sed -n "s/^room\.$layer := //p" "build/$stack/layers.mk")/$layer.c
	build/host/mutate "grade/mutants/$mutant.mut" "$file" >"$copy/tree/$file" || exit 2
done
(cd "$copy/tree" && make grade STACK="$stack" >"$copy/out" 2>&1)

for mutant in $wrong; do
	layer=${mutant%/*}
	ok "$mutant has no row that fails" grep -q "| $layer  *|  pass  *FAIL " "$copy/out"
	ok "$mutant has no words of its own" grep -qx "$layer does not refine its specification:" \
		"$copy/out"
	ok "$mutant: nothing says what the specification wants" \
		grep -q "^  *$layer: [a-z_]*: " "$copy/out"
done
for layer in MATOp MPTIntro MPTOp MPTComm MPTInit MPTNew; do
	ok "$layer, which is right, loses its refinement" grep -q "| $layer  *|  pass  *pass " \
		"$copy/out"
done
echo "mixed: $passed passed, $failed failed"
test $failed -eq 0
