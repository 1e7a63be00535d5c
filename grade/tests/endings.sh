#!/bin/sh
# endings.sh: what the driver says of a run that ends badly, and that it goes on to the next.
#
# usage: sh grade/tests/endings.sh STACK      from the root, everything built
#
# Each ending is an object of MAT that does the worst in palloc, made from endings/MAT.c and linked
# by hand.  MAT is run with it, and PKCtx above, whose traces but one never call palloc.
set -u
stack=${1:?usage: endings.sh STACK}
build=build/$stack
plain=$build/plain
folder=$build/endings
tests=$(dirname "$0")/endings
copy=
trap 'rm -rf "$folder" "$copy"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

fail() # WHAT
{
	failed=$((failed + 1))
	printf 'FAIL: %s: %s\n' "$name" "$1"
	sed 's/^/    /' "$folder/out" | head -n 60
}

# What the driver printed holds the line or the part of a line, and how many times.
says() # TEXT [TIMES]
{
	found=$(grep -cF -- "$1" "$folder/out")
	if [ "$found" -gt 0 ] && [ "$found" -eq "${2:-$found}" ]; then
		passed=$((passed + 1))
	else
		fail "'$1' is expected${2:+ $2 times}, found $found times"
	fi
}

row() # LAYER WHAT ITS ROW BEGINS WITH: whatever the width of the columns
{
	layer=$1
	shift
	if sed 's/  */ /g' "$folder/out" | grep -qF -- "| $layer | $*"; then
		passed=$((passed + 1))
	else
		fail "a row of $layer with '$*' is expected"
	fi
}

is() # WHAT EXPECTED FOUND
{
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		fail "$1: expected $2, found $3"
	fi
}

now() # in milliseconds
{
	echo $(($(date +%s%N) / 1000000))
}

# The driver over a kernel: $status, $took, and $folder/out.
drive() # KERNEL OPTION...
{
	kernel=$1
	shift
	start=$(now)
	"$build/grade" --build "$build" --kernel "$kernel" --only trace --jobs 1 \
		--json "$folder/results.json" --html "$folder/report.html" "$@" >"$folder/out" 2>&1
	status=$?
	took=$(($(now) - start))
}

json() # FILTER
{
	jq -r "$1" "$folder/results.json"
}

control_characters() # FILE: how many it has besides ends of lines and tabs
{
	tr -d '\n\t' <"$folder/$1" | tr -cd '[:cntrl:]' | wc -c
}

points() # LAYER
{
	json "[.tests[] | select(.name | startswith(\"$1 \")) | .score] | add"
}

traces() # LAYER: how many there are
{
	find "grade/traces/$1" -name '*.trace' | wc -l
}

make_plain()
{
	make -s B="$plain" LTO= STACK="$stack" "$@"
}

# The kernel with the ending: $folder/ENDING.elf.
build_ending() # ENDING
{
	# shellcheck disable=SC2086
	$cc $flags -DENDING="$1" -I"$build/MAT" -Ikernel -Ikernel/machine -Igrade/probe -O2 -g \
		-c -o "$folder/$1.o" "$tests/MAT.c" || return
	objects=
	for each in $kernel_objects; do
		[ "${each##*/}" != MAT.o ] || each=$folder/$1.o
		objects="$objects $each"
	done
	# shellcheck disable=SC2086
	CC=$cc KCFLAGS="$(echo "$flags" | sed 's/-nostdinc//') -O2 -g" \
		sh kernel/machine/link.sh "$folder/$1.elf" $objects
}

# Every trace of MAT fails with these words, and PKCtx above is graded all the same: of its traces
# those that need no palloc pass, the others wait.
ending() # ENDING VERDICT [CONSOLE-LINE]
{
	name=$1
	build_ending "$1" >"$folder/out" 2>&1 || { fail "it does not build"; return; }
	drive "$folder/$1.elf" --layer MAT --layer PKCtx
	is "exit status" 1 $status
	says "what came back: $2" 1
	says "   also: grade/traces/MAT/" $((mat_traces - 1))
	is "traces of MAT with these words" "$mat_traces" "$(json "[.tests[].output |
		select(contains(\"what came back: $2\"))] | length")"
	[ -z "${3:-}" ] || says "$3"
	says "waiting for MAT"
	is "points of MAT" 0 "$(points MAT)"
	is "traces of PKCtx that pass" $pkctx_traces "$(json '[.tests[] |
		select((.name | startswith("PKCtx trace")) and .status == "passed")] | length')"
	# The watchdog waits for half a billion instructions; a limit in real time is 60 s a trace,
	# of ten.
	case $2 in
	"$watchdog") most=600000 ;;
	*) most=$((10 * normal + 5000)) ;;
	esac
	if [ $took -gt $most ]; then
		fail "it took $took ms, a right kernel $normal ms"
	fi
}

# The driver cannot run the kernel at all: one line, at once, and no report.
no_run() # NAME KERNEL PATTERN-OF-MESSAGE
{
	name=$1
	rm -f "$folder/results.json"
	drive "$2" --layer MAT
	is "exit status" 2 $status
	# shellcheck disable=SC2254
	case $(cat "$folder/out") in
	$3) passed=$((passed + 1)) ;;
	*) fail "one line is expected: $3" ;;
	esac
	is "report" none "$([ -e "$folder/results.json" ] && echo there || echo none)"
	if [ $took -gt 5000 ]; then
		fail "it took $took ms"
	fi
}

command -v jq >/dev/null || { echo "jq is missing: install the Debian package jq" >&2; exit 2; }
rm -rf "$folder"
mkdir -p "$folder" || exit 2
make_plain "$plain/release/strata.elf" || exit 2
cc=$(make_plain print-CC)
flags=$(make_plain print-KCFLAGS)
kernel_objects=$(make_plain print-KERNEL_OBJECTS_release print-LAYER_OBJECTS_release)
mat_traces=$(traces MAT)
# those that take no frame
pkctx_traces=$(grep -LE '^(palloc|pt_resv)' grade/traces/PKCtx/*.trace | wc -l)

name="the right kernel"
right=$plain/release/strata.elf
drive "$right" --layer MAT --layer PKCtx
normal=$took
is "exit status" 0 $status
[ $status -eq 0 ] || exit 2

# ---- one ending at a time

watchdog="the call did not come back: the watchdog ended it"
panicked="the kernel panicked in this call"
ending triple_fault "a triple fault in this call: the processor reset itself"
ending hang "$watchdog" " palloc+0x"
ending hang_without_interrupts "$watchdog" " hang_without_interrupts+0x"
overflow="panic: kernel stack overflow: thread"
ending overflow "$panicked" "$overflow 0, in overflow (endings)"
ending overflow_of_thread_63 "$panicked" "$overflow 63, in overflow (endings)"
ending fault_in_page "$panicked" "panic: page fault: write of address 0x40000000"
ending divide_error "$panicked" "panic: divide error (trap 0, error 0x0)"
ending own_panic "$panicked" "panic: frame 2048 is lost"
ending flood "the kernel flooded the console in this call: it was stopped after 64 KiB" \
	"             the same line again and again"
ending forged_done "the kernel says it is done after "
ending forged_reboot "the kernel rebooted the machine"
ending forged_status "QEMU did not survive this call: it ended with status 1 and no message"
ending full_marks "$panicked" "               | MAT      |  pass        pass"
is "score" true "$(json '.score < 78')"
is "lines with the driver's points" 1 "$(grep -cE '^  [0-9.]+ of [0-9.]+ points' "$folder/out")"
is "control characters on the screen" 0 "$(control_characters out)"
is "control characters in report.html" 0 "$(control_characters report.html)"
is "markup of the kernel in report.html" 0 "$(grep -c '</pre><b>' "$folder/report.html")"
is "quotes in results.json" true \
	"$(json '[.tests[].output] | any(contains("{\"score\": 78.0000}"))')"
ending stream_erased "the stream of calls and results in memory was overwritten"
ending result_guessed "the result of call "
ending results_forged "EBX is 0x0"
ending lost_ebx "EBX is 0x"
ending direction_flag "the direction flag is 1"
ending interrupts_on "the interrupt flag is 1"

name="--first stops at the first failure"
drive "$folder/fault_in_page.elf" --layer MAT --first
says "what came back: $panicked" 1
is "exit status" 1 $status

name="text on the console is no verdict"
if build_ending console_only >"$folder/out" 2>&1; then
	drive "$folder/console_only.elf" --layer MAT --layer PKCtx
	is "exit status" 0 $status
else
	fail "it does not build"
fi

# ---- no run at all

head -c 5000 "$right" >"$folder/short.elf"
{ head -c 52 /dev/zero; tail -c +53 "$right"; } >"$folder/zero.elf"
: >"$folder/empty.elf"
for each in short zero empty; do
	no_run "kernel $each" "$folder/$each.elf" "grade: QEMU does not run the kernel: qemu*[a-z]"
done
no_run "no kernel" "$folder/none.elf" "grade: $folder/none.elf cannot be read: run make first"
QEMU=/nonexistent/qemu
export QEMU
no_run "no QEMU" "$right" \
	"grade: QEMU does not run the kernel: /nonexistent/qemu: No such file or directory"
QEMU=/bin/true
no_run "a QEMU that does nothing" "$right" \
	"grade: QEMU ended without a word: is it a QEMU[?]"
QEMU=/bin/false
no_run "a QEMU that fails" "$right" \
	"grade: QEMU does not run the kernel: it ended with status 1 and no message"
unset QEMU

name="points for a layer that does not exist"
echo "MATOpp trace 10" >"$folder/points"
drive "$right" --points "$folder/points"
is "exit status" 2 $status
says "$folder/points:1: no layer MATOpp in kernel/stack" 1

# ---- all layers at once, through make, in a copy of the tree

# Replace the line of the file in the copy; there has to be one.
spoil() # FILE LINE NEW
{
	if [ "$(grep -cxF -- "$2" "$1")" != 1 ]; then
		echo "$1: one line '$2' is expected" >&2
		exit 2
	fi
	awk -v old="$2" -v new="$3" '{ print $0 == old ? new : $0 }' "$1" >"$copy/tree/$1"
}

line_of() # FILE TEXT
{
	grep -nF -- "$2" "$copy/tree/$1" | head -n 1 | cut -d : -f 1
}

make_grade()
{
	(cd "$copy/tree" && make grade STACK="$stack" >out 2>&1)
	status=$?
	cp "$copy/tree/out" "$copy/tree/$build/results.json" "$folder"
}

copy=$(mktemp -d) && grade/tests/copy-built "$copy/tree" "$folder" || exit 2

name="five layers broken in five ways"
# The points that remain: refinement of the layers that are right.
others='$2 == "refinement" && $1 !~ /^(MBoot|MATIntro|MATOp|MAT)$/'
of_others="$others { sum += \$3 } END { print sum }"
rows_of_others="$others { rows++ } END { print rows }"
tab=$(printf '\t')
mm=kernel/mm
spoil $mm/MBoot/MBoot.c "${tab}rows = firmware_rows();" "${tab}rows = firmware_rows() - 1;"
spoil $mm/MATIntro/MATIntro.c "${tab}return table[f].norm;" \
	"${tab}return table[f + 0x30000000].norm;"
spoil $mm/MATOp/MATOp.c "${tab}boot_loader();" "${tab}boot_loader(); for (;;) { }"
spoil $mm/MAT/MAT.c "${tab}at_set(f, 0);" "${tab}at_set(f, 0); pfree(f);"
spoil kernel/proc/PKCtx/PKCtx.S "${tab}movl${tab}%ebx, PKCtx_pool + EBX(%eax)" \
	"${tab}mofl${tab}%ebx, %eax"
make_grade
is "exit status of make" 2 $status
row PKCtx "FAIL - - 0/"
row MAT "FAIL - - 0/"
row MATOp "pass FAIL FAIL 0/$(traces MATOp) 0/"
row MATIntro "pass FAIL FAIL 0/$(traces MATIntro) 0/"
row MBoot "pass FAIL FAIL 0/$(traces MBoot) 0/"
says "  $(awk "$of_others" labs/*/points) of "
says "boot_loader: it called firmware_field(0, 0) where firmware_field_PRE in Machine.h is false"
says "           what came back: 63" 1
says "is_norm: the module did something undefined in C"
says "panic: page fault: read of address 0x6"
says "mem_init: the module did not return"
is "traces in results.json that hang" true \
	"$(json "[.tests[].output] | any(contains(\"what came back: $watchdog\"))")"
says "   also: grade/traces/MATOp/"
says "kernel/mm/MAT/MAT.c:$(line_of $mm/MAT/MAT.c "void pfree"): pfree calls itself"
says "PKCtx.S:$(line_of kernel/proc/PKCtx/PKCtx.S mofl): \
does not assemble: no such instruction: \`mofl %ebx,%eax'"
is "score" "$(awk "$of_others" labs/*/points)" "$(json .score)"
is "tests with points" "$(awk "$rows_of_others" labs/*/points)" \
	"$(json '[.tests[] | select(.score > 0)] | length')"

name="a layer in the middle does not compile"
for layer in MBoot MATIntro MATOp MAT; do
	cp "$mm/$layer/$layer.c" "$copy/tree/$mm/$layer/"
done
cp kernel/proc/PKCtx/PKCtx.S "$copy/tree/kernel/proc/PKCtx/"
spoil $mm/MATOp/MATOp.c "${tab}boot_loader();" "${tab}boot_loader(1); undeclared = 1;"
make_grade
is "exit status of make" 2 $status
row PKCtx "pass - waiting for MATOp 0/"
mat=$(awk '$1 == "MAT" && $2 == "refinement" { print $3 }' labs/*/points)
row MAT "pass pass waiting for MATOp $mat/"
row MATOp "FAIL - - 0/"
says " more wait for MATOp, "
row MATIntro "pass pass pass $(traces MATIntro)/$(traces MATIntro)"
row MBoot "pass pass pass $(traces MBoot)/$(traces MBoot)"
says "MATOp.c:$(line_of $mm/MATOp/MATOp.c undeclared): \
does not compile: too many arguments to function 'boot_loader'"
is "full marks below" true "$(json '[.tests[] | select(.name | startswith("MBoot ", "MATIntro "))] |
	all(.score == .max_score) and length > 0')"
is "points of MATOp" 0 "$(points MATOp)"

name="a module with more memory than the checker takes"
cp $mm/MATOp/MATOp.c "$copy/tree/$mm/MATOp/"
spoil $mm/MATIntro/MATIntro.c "static struct entry table[NFRAMES];" \
	"static struct entry table[1u << 20];"
(cd "$copy/tree" && make grade STACK="$stack" LAYER="MBoot MATIntro" >out 2>&1)
is "exit status of make" 2 $?
cp "$copy/tree/out" "$folder"
row MATIntro "pass FAIL pass $(traces MATIntro)/$(traces MATIntro)"
row MBoot "pass pass pass $(traces MBoot)/$(traces MBoot)"
says "MATIntro: the module has 2097184 bytes of memory of its own, and at most 4096"

# ---- results.json as Gradescope reads it

name="results.json"
is "fields" true "$(json '(.score | type == "number") and (.max_score | type == "number")
	and (.output | type == "string") and (.execution_time | type == "number")
	and (.tests | type == "array" and length > 0)')"
is "fields of each test" true "$(json 'all(.tests[]; (.name | type == "string" and length > 0)
	and (.score | type == "number") and (.max_score | type == "number")
	and .score >= 0 and .score <= .max_score
	and (.status == "passed" or .status == "failed") and (.output | type == "string"))')"
is "sum of the scores" true "$(json '([.tests[].score] | add) - .score | fabs < 0.01')"
is "sum of the points" true "$(json '([.tests[].max_score] | add) - .max_score | fabs < 0.01')"
is "names that come twice" 0 "$(json '(.tests | length) - ([.tests[].name] | unique | length)')"
is "lines of an output" true "$(json '[.tests[].output] | any(contains("\n"))')"

echo "endings: $passed passed, $failed failed"
[ $failed -eq 0 ]
