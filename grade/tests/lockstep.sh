#!/bin/sh
# lockstep.sh: the lockstep kernel stops at the first step that leaves the specification, and names
# the layer, the call and both answers.
#
# usage: sh grade/tests/lockstep.sh STACK      from the root, everything built
set -u
stack=$1
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT INT TERM
make -s build/host/mutate || exit 2
grade/tests/copy-built "$copy/tree" || exit 2
passed=0
failed=0

# expect LAYER MUTANT FILE TEXT: the console of a run with the mutant says TEXT
expect()
{
	build/host/mutate "grade/mutants/$1/$2.mut" "$3" >"$copy/tree/$3" || exit 2
	(cd "$copy/tree" && make lockstep STACK="$stack" LAYER="$1" >"$copy/out" 2>&1)
	if grep -q "$4" "$copy/out"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1/$2: the report does not say \"$4\":"
		cat "$copy/out"
	fi
	cp "$3" "$copy/tree/$3"
}

expect MAT pfree_marks kernel/mm/MAT/MAT.c \
	'lockstep: MAT: palloc(): the specification says [0-9]*, the module returned'
expect MATOp reserved_ignored kernel/mm/MATOp/MATOp.c \
	'lockstep: MATOp: mem_init(): leaves the state of MATIntro other'
expect MATIntro is_norm_used kernel/mm/MATIntro/MATIntro.c \
	'lockstep: MATIntro: is_norm('
expect PKCtx ebx_not_saved kernel/proc/PKCtx/PKCtx.S \
	'lockstep: PKCtx: kctx_switch(.*): returned with ebx'
expect PSched current_stays kernel/proc/PSched/PSched.c \
	'lockstep: PSched: thread_sched(): leaves the state of PCID other'
expect PSched wakeup_switches kernel/proc/PSched/PSched.c \
	'lockstep: PSched: thread_wakeup(.*): switches to another stack'
expect PThread yield_in_queue_0 kernel/proc/PThread/PThread.c \
	'lockstep: PThread: thread_yield(): leaves the state of PAbQueue other'
expect PThread state_after_switch kernel/proc/PThread/PThread.c \
	'lockstep: PThread: thread_.*: calls set_state after the switch'
echo "lockstep: $passed passed, $failed failed"
test $failed -eq 0
