#!/bin/sh
# stubs.sh: a module whose primitives do nothing and return a constant scores nothing, and neither
# does the relation of a layer without code that is always true, or never.
#
# usage: sh grade/tests/stubs.sh STACK [all]      from the root, everything built
#
# Each layer in turn is replaced in a copy of the tree, and the layer is graded: by stubs of the one
# constant or the other in turn, or by those of both.
set -u
stack=$1
build=build/$stack
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT INT TERM
passed=0
failed=0

tree=$copy/tree
grade/tests/copy-built "$tree" 'build/*/lockstep' || exit 2

# The prototypes of LAYER, behind the last comment of its underlay.h, as functions.
stub()
{
	echo '#include <underlay.h>'
	awk -v value="$2" '
		/^\/\* what .* itself adds/ { own = 1; next }
		own && /;$/ {
			sub(/;$/, "")
			names = $0
			sub(/^[^(]*\(/, "", names); sub(/\)$/, "", names)
			print $0 "\n{"
			n = split(names, parameter, ", ")
			for (i = 1; i <= n; i++)
				if (split(parameter[i], word, " ") == 2)
					print "\t(void)" word[2] ";"
			if ($1 != "void")
				print "\treturn " value ";"
			print "}"
		}' "$build/$1/underlay.h"
}

scores_nothing()
{
	grep -q "^  0 of [1-9][0-9]* points" "$copy/out"
}

stub_relation()
{
	echo "#define $1_RELATION ($2)"
	echo "#define $1_PRIVATE NOTHING"
}

value=0
for layer in $(make -s print-LAYERS STACK="$stack"); do
	room=$(make -s print-room."$layer" STACK="$stack")
	forwards=$(make -s print-forwards."$layer" STACK="$stack")
	value=$((1 - value))
	[ "${2-}" = all ] && values="0 1" || values=$value
	for value in $values; do
		if [ -n "$forwards" ]; then
			stub_relation "$layer" "$value" >"$tree/$room/$layer.rel.h"
		else
			stub "$layer" "$value" >"$tree/$room/$layer.c"
			rm -f "$tree/$room/$layer.S"
		fi
		(cd "$tree" && make grade LAYER="$layer" STACK="$stack" >"$copy/out" 2>&1)
		if scores_nothing; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "a stub of $layer that returns $value scores:"
			grep -E "of [0-9.]+ points|^make" "$copy/out" || cat "$copy/out"
		fi
	done
	for file in c S rel.h; do
		test ! -f "$room/$layer.$file" || cp "$room/$layer.$file" "$tree/$room/"
	done
done
echo "stubs: $passed passed, $failed failed"
test $failed -eq 0
