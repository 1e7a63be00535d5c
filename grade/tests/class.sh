#!/bin/sh
# class.sh: grade-class, with submissions that are right, wrong, no submissions at all, and hostile.
#
# usage: sh grade/tests/class.sh few|all     from the root; in build/class, which is left for a look
#
# few: one of each kind.  all: more that are right or partly right, an endless loop, a second run
# that goes on where the first was stopped, and the sandbox without namespaces.
set -u
LC_ALL=C
export LC_ALL
which=$1
work=$PWD/build/class
. tools/tests/ok.sh
layers="MBoot MATIntro MAT"
rm -rf "$work" && mkdir -p "$work/in" || exit 2

refuses() # REGEX WORD...: make grade-class refuses these settings in one line
{
	regex=$1
	shift
	make -s grade-class "$@" >"$work/says" 2>&1
	status=$?
	ok "$*: one line with \"$regex\"" test "$status $(grep -c "^make grade-class: .*$regex" \
		"$work/says")" = "2 1"
}

# ---- submissions -------------------------------------------------------------------------------

# The rows of a submission: NAME, then LAYER=POINTS for each that must have them, or a part of the
# note, in words with _ for blanks.
: >"$work/expected"
expect()
{
	echo "$@" >>"$work/expected"
}

grade/hostile/make "$work/in" >"$work/hostile" || exit 2
[ "$which" = all ] || {
	rm -r "$work/in/endless-loop"
	sed -i '/^endless-loop /d' "$work/hostile"
}
while read -r name attacked; do
	expect "$name" $(for layer in $attacked; do echo "$layer=0"; done)
done <"$work/hostile"

tools/exercises >"$work/exercises" || exit 2
solution() # NAME [LAB]
{
	mkdir -p "$work/in/$1" && awk -v lab="${2:-1}" '$1 == lab { print $3 }' "$work/exercises" |
		tar -cf - -T - | tar -xf - -C "$work/in/$1"
}
full='MBoot=8 MATIntro=6 MAT=14'
none='MBoot=0 MATIntro=0 MAT=0'

solution folder
cp -R --parents labs/lab1-memory/my-traces "$work/in/folder"
expect folder $full traces=10 wrong_modules_found:_10.0_of_10_points
solution zipped
(cd "$work/in" && bsdtar -a -cf "zipped student.zip" zipped && rm -r zipped)
expect zipped_student $full traces=0 traces_of_MAT:_none
solution wrong
sed 's/return f;/return f + 1;/' kernel/mm/MAT/MAT.c \
	>"$work/in/wrong/kernel/mm/MAT/MAT.c"
expect wrong MBoot=8 MATIntro=6 MAT=0
mkdir "$work/in/empty"
expect empty $none it_is_empty
: >"$work/in/nothing.tar.gz"
expect nothing $none it_is_an_empty_file
echo "I did lab 1" >"$work/in/letter.txt"
expect letter.txt $none no_archive
solution other-lab 2
expect other-lab $none no_exercise_of_lab_1
solution windows
find "$work/in/windows" -type f -exec sed -i 's/$/\r/' {} +
expect windows $none CR_LF
mkdir "$work/in/names"
cp kernel/mm/MAT/MAT.c "$work/in/names/mat.c"
written() # NAME CALL: right modules, and a trace that makes this call
{
	solution "$1"
	mkdir -p "$work/in/$1/labs/lab1-memory/my-traces"
	printf '%s\n' 'layer MAT' 'row 0x00800000 0x00001000 usable' 'mat_init()' "$2" \
		>"$work/in/$1/labs/lab1-memory/my-traces/my.calls"
}
written weak-traces 'palloc()'
expect weak-traces $full 'of_17_wrong_modules_found:_[1-4]\.'
written undefined-traces 'pfree(2048)'
expect undefined-traces $full traces=0 'my.calls:4:_call_2:_pfree(2048)_is_undefined_here'
expect names $none it_has_mat.c
ln -s /etc "$work/in/link"
expect link $none symbolic_link

if [ "$which" = all ]; then
	solution repository.git
	(cd "$work/in/repository.git" && git init -q && git add -A &&
		git -c user.name=x -c user.email=x@x.invalid -c commit.gpgsign=false \
			commit -qm x && mv .git ../bare && cd .. && rm -r repository.git &&
		mv bare repository.git)
	expect repository.git $full
	solution nested/deep/er
	(cd "$work/in" && tar -caf nested.tar.xz nested && rm -r nested)
	expect nested $full
	solution half
	rm "$work/in/half/kernel/mm/MAT/MAT.c"
	expect half MBoot=8 MATIntro=6 MAT=0
	solution carriage
	sed -i 's/$/\r/' "$work/in/carriage/kernel/mm/MAT/MAT.c"
	expect carriage MBoot=8 MATIntro=6 MAT=0
	for mutant in MBoot/fstore_byte MATIntro/set_norm_neighbour MAT/palloc_last_lost; do
		layer=${mutant%/*}
		make -s build/host/mutate && solution "mutant-$layer" &&
			build/host/mutate "grade/mutants/$mutant.mut" "kernel/mm/$layer/$layer.c" \
				>"$work/in/mutant-$layer/kernel/mm/$layer/$layer.c" || exit 2
		expect "mutant-$layer"
	done
	for twin in 1 2 3; do
		solution "same-$twin"
		sed -i "s/\bf\b/frame_$twin/g" "$work/in/same-$twin/kernel/mm/MAT/MAT.c"
		expect "same-$twin" $full
	done
fi

# ---- grading -----------------------------------------------------------------------------------

refuses 'name the folder of submissions' OUT="$work/out" SEED=1
refuses 'is no folder' SUBMISSIONS="$work/none" OUT="$work/out" SEED=1
refuses 'name the folder to write to' SUBMISSIONS="$work/in" SEED=1
refuses 'SEED is a number' SUBMISSIONS="$work/in" OUT="$work/out" SEED=x
refuses 'JOBS is' SUBMISSIONS="$work/in" OUT="$work/out" SEED=1 JOBS=0
refuses 'PAST=.* is no folder' SUBMISSIONS="$work/in" OUT="$work/out" SEED=1 PAST="$work/none"
refuses 'holds other things' SUBMISSIONS="$work/in" OUT=kernel SEED=1
refuses 'is empty: put' SUBMISSIONS="$work/in/empty" OUT="$work/none" SEED=1
refuses 'leave out STACK' SUBMISSIONS="$work/in" OUT="$work/none" SEED=1 STACK=base

# Of the term before.
mkdir -p "$work/past/old" && tar -cf - kernel/mm/MAT/MAT.c | tar -xf - -C "$work/past/old" ||
	exit 2
grade_class() # [WORD]...
{
	make grade-class SUBMISSIONS="$work/in" OUT="$work/out" SEED=7 LAYER="$layers" \
		PAST="$work/past" "$@" >"$work/log" 2>&1
}
if [ "$which" = all ]; then
	timeout -s INT 60 make grade-class SUBMISSIONS="$work/in" OUT="$work/out" SEED=7 \
		LAYER="$layers" >"$work/stopped" 2>&1
	before=$(ls "$work/out/students" | grep -c html)
fi
ok "make grade-class" grade_class
count=$(ls "$work/in" | wc -l)
[ "$which" = few ] ||
	ok "what is graded already is not graded again" test "$before" -gt 0 -a \
		"$(grep -c '^\[' "$work/log")" -le $((count - before + 2))
ok "it finds which lab this is" grep -q '^grading lab 1,' "$work/log"

# points LAYER NAME
points()
{
	awk -F , -v layer="$1" -v name="\"$2\"" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == layer) column = i }
		$1 == name { print $column }' "$work/out/class.csv"
}
while read -r name wanted; do
	row="\"$name\","
	ok "a row for $name" grep -q "^$row" "$work/out/class.csv"
	ok "a page for $name" grep -q '</html>' "$work/out/students/$name.html"
	ok "Gradescope's file for $name" jq -e '.score <= .max_score and .max_score == 28' \
		"$work/out/students/$name.json"
	for word in $wanted; do
		case $word in
		*=*) ok "$name: $word" test "$(points "${word%=*}" "$name" | sed 's/\.00//')" = \
			"${word#*=}" ;;
		*) ok "$name is told: $word" sh -c "grep '^$row' '$work/out/class.csv' |
			tr ' ' _ | grep -q '$word'" ;;
		esac
	done
done <"$work/expected"
for layer in MBoot MATIntro MAT; do
	[ "$which" = few ] || ok "a mutant of $layer loses points" test \
		"$(points points "mutant-$layer")" != 28.00
done
ok "nobody but those graded has a page" test "$(ls "$work"/out/students/*.html | wc -l)" -eq $count
ok "nothing was taken from elsewhere or put there" test ! -e "$work/stolen" -a \
	! -e "$work/in/stolen" -a ! -e /tmp/stolen -a ! -e build/stolen
ok "no secret is on a page" sh -c "! grep -l '^root:' '$work'/out/students/*"
ok "the page names the call that fails" grep -q '<td>MAT</td><td>palloc</td>' "$work/out/index.html"
[ "$which" = few ] || ok "those who are alike are found" grep -q "^MAT same-[12] same-[23] 100\$" \
	"$work/out/work/pairs"
ok "a module of an earlier term is found" grep -q '^MAT .*past=old.* 100$' "$work/out/work/pairs"
ok "nothing earlier is graded" test ! -e "$work/out/students/past=old.html"
printf '%s\n' "MAT folder wrong 91" "MAT past=old wrong 92" >"$work/pair"
awk -v css=grade/report.css -v wanted="$layers" -f grade/class/page.awk "$work/out/work/table" \
	"$work/pair" >"$work/page"
ok "the page names those who are alike" grep -q 'folder.html.*wrong.html.*MAT 91 %' "$work/page"
ok "the page names who of an earlier term" \
	grep -q 'old, of an earlier term, .*wrong.html.*MAT 92 %' "$work/page"

# ---- hidden traces -----------------------------------------------------------------------------

hidden() # SEED FOLDER
{
	grade/class/hidden build/hyp "$1" "$work/$2" MAT
}
hidden 7 again && hidden 8 other || exit 2
ok "a seed has its traces" diff -r "$work/again/MAT" "$work/out/work/hidden/MAT"
ok "another has others" sh -c "! diff -r '$work/other/MAT' '$work/again/MAT'"

# ---- the checker, were there a module that the discipline does not see through -----------------

# subject NAME NUMBER ARGUMENT WORDS: what the checker says of a palloc that makes a system call.
subject()
{
	cat >"$raw/kernel/mm/MAT/MAT.c" <<-END
	#include <underlay.h>
	void mat_init(void) { mem_init(); }
	frame_t palloc(void)
	{
		unsigned long result = $2;

		__asm__ volatile("syscall" : "+a"(result) : "D"($3), "S"(9L)
		                 : "rcx", "r11", "memory");
		return 0;
	}
	void pfree(frame_t f) { (void)f; }
	END
	rm -f "$raw/build/hyp/check/MAT/refine" "$raw/build/hyp/check/MAT/module.o"
	make -s -C "$raw" -o build/hyp/MAT/verdict build/hyp/check/MAT/refine >"$work/says" 2>&1
	"$raw/build/hyp/check/MAT/refine" >"$work/refine" 2>&1
	status=$?
	ok "$1" test $status -eq 1
	ok "$1: it says so" grep -q "^MAT: palloc: $4" "$work/refine"
}
if [ "$(uname -m)" = x86_64 ]; then
	raw=$work/raw
	cp -Rp "$work/out/work/base" "$raw" || exit 2
	subject "a module that exits well" 231 0L 'the module ended its process (status 0)'
	subject "a module that kills" 62 "(long)$$" 'the module crashed (Bad system call)'
	subject "a module that forks" 57 0L 'the module crashed (Bad system call)'
fi

# ---- the sandbox -------------------------------------------------------------------------------

sandbox() # COMMAND
{
	PROCESS_MIB=256 PROCESS_SECONDS=1 FILE_MIB=2 grade/class/sandbox 3 8 "$work/in" "$work/in" \
		sh -c "$1"
}
closed()
{
	ok "$1it has its folder" sandbox 'echo x >"$work/x" && cat "$submission/letter.txt"'
	ok "$1it changes nothing" sandbox '! touch "$submission/x" 2>/dev/null'
	ok "$1it has no privilege" sandbox 'grep -q "^CapEff:.*0000000000000000" \
		/proc/self/status'
	ok "$1a file has an end" sandbox '! head -c 3000000 /dev/zero >"$work/x" 2>/dev/null'
	ok "$1a process has an end" sh -c '! '"PROCESS_SECONDS=1 grade/class/sandbox 9 8 . . \
		sh -c 'while :; do :; done' 2>/dev/null"
	ok "$1memory has an end" sandbox '! awk "BEGIN { s = \"x\"; for (;;) s = s s }"'
	ok "$1it has an end" sh -c "! grade/class/sandbox 1 8 . . sleep 20"
}
closed ''
ok "it sees nothing else" sandbox '[ ! -e /root ] && [ ! -e /home ] && [ ! -e /etc/passwd ]'
ok "the disk has an end" sandbox '! (for i in 1 2 3 4 5 6 7 8 9; do
	head -c 1500000 /dev/zero >"$work/$i" || exit 1; done) 2>/dev/null'
ok "no network" sandbox '[ "$(grep -c : /proc/net/dev)" -le 1 ]'
if [ "$(id -u)" -eq 0 ]; then
	export NO_NAMESPACES=1
	closed 'without namespaces '
	unset NO_NAMESPACES
fi

echo "class: $passed passed, $failed failed"
[ $failed -eq 0 ]
