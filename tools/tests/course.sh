# course.sh: what the tests of the course have in common: this tree, committed or not, is published.
#
# Sourced, with $work the folder in which all is made, and left for a look.
set -u
LC_ALL=C
export LC_ALL
unset MODULES MAKEFLAGS MFLAGS MAKELEVEL

here=$PWD/tools/tests
. "$here/ok.sh"
# git that asks nobody who he is
commit="git -c user.name=test -c user.email=test@test.invalid -c commit.gpgsign=false commit -q"

rm -rf "$work" && mkdir -p "$work/tree" "$work/home" && "$here/copy-tree" "$work/tree" &&
	cd "$work/tree" && git init -q . && git add -A && $commit -m tree || exit 2

nothing() # COMMAND...: it has nothing to say
{
	! "$@" 2>&1 | grep .
}

says() # REGEX COMMAND...
{
	regex=$1
	shift
	"$@" 2>&1 | grep -q -- "$regex"
}

publish=tools/course/publish
student=$work/a/student
instructor=$work/a/instructor
ok "publishing" $publish "$work/a"

labs=$(git -C "$student" tag | sed 's/^lab//' | sort -n)
last=$(echo "$labs" | tail -n 1)

layers_of() # LAB: those in the stack hyp, bottom to top
{
	awk -v lab="$1" 'NR == FNR && /^(stack|and) / {
			hyp = $1 == "stack" ? $2 == "hyp" : hyp
			for (i = 2; hyp && i <= NF; i++)
				here[$i]
		}
		NR == FNR { next }
		$1 == "layer" { layer = $2 } $1 == "room" { room = $2 }
		$1 == "lab" && $2 == lab && layer in here &&
			system("test -d kernel/" room) == 0 { print layer }
		' kernel/stack kernel/stack
}

# Modules that are exercises: another file in the solution.
for lab in $labs; do
	git -C "$instructor" diff --name-only --diff-filter=M "lab$lab-start" "lab$lab-solution" \
		-- kernel >"$work/modules.$lab"
done
cat "$work"/modules.* >"$work/modules"

