#!/bin/sh
# mixed.sh: several wrong modules in one tree.  Each has its own words in the report, with its call
# and what the specification says; no layer without a fault loses its refinement points.  Then one
# where control goes to the wrong thread: the report shows who makes each call.
#
# usage: sh grade/tests/mixed.sh STACK      from the root, everything built
set -u
stack=$1
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT INT TERM
make -s build/host/mutate build/host/layers || exit 2
grade/tests/copy-built "$copy/tree" 'build/*/lockstep' || exit 2
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
module() # LAYER
{
	echo "$(sed -n "s/^room\.$1 := //p" "build/$stack/layers.mk")/$1.c"
}

for mutant in $wrong; do
	layer=${mutant%/*}
	file=$(module "$layer")
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

for mutant in $wrong; do
	file=$(module "${mutant%/*}")
	cp "$file" "$copy/tree/$file"
done
cat >"$copy/mut" <<'END'
# thread_sleep does not sleep, but waits for its turn
- wait_in(q, THREAD_SLEEP);
+ 	wait_in(READY_QUEUE, THREAD_SLEEP);
END
mkdir -p "$copy/traces/PThread" || exit 2
cat >"$copy/traces/PThread/sleep.trace" <<'END'
# one of two sleeps, and is not woken
layer PThread
sched_init()
thread_spawn(entry#1)
thread_spawn(entry#2)
thread_yield()
thread_yield()
thread_sleep(5)
thread_yield()
thread_yield()
END
file=$(module PThread)
build/host/mutate "$copy/mut" "$file" >"$copy/tree/$file" || exit 2
(cd "$copy/tree" && make grade STACK="$stack" LAYER=PThread \
	GRADE_FLAGS="--only trace --traces $copy/traces" >"$copy/out" 2>&1)
screen() # WHAT LINE
{
	ok "PThread: $1" grep -qx -- "$2" "$copy/out"
}

page() # WHAT PATTERN
{
	ok "PThread, report.html: $1" grep -q -- "$2" "$copy/tree/build/$stack/report.html"
}

screen "no thread before its call" "        6  thread 2:  thread_sleep(5) = resume@4"
screen "no thread where control should go" \
	"           the spec says:  call 7 returns in thread 0 (resume@7)"
screen "no thread where control went" \
	"           what came back: call 6 returns in thread 2 (resume@6)"
for thread in 0 1 2; do
	page "no lane for thread $thread" \
		"<b style=\"grid-area: 1 / $((thread + 2))\">thread $thread</b>"
done
page "the failing call is not marked in its lane" \
	'class="call here" style="grid-area: [0-9]* / 3 .*">thread_yield()<'
page "no line to thread 0, where control should go" \
	' / 2 / auto / span 2"><div class="wanted left".*>the spec says: call 7 returns'
page "no line to thread 2, where control went" \
	' / 3 / auto / span 2"><div class="got right".*>what came back: call 6 returns'
echo "mixed: $passed passed, $failed failed"
test $failed -eq 0
