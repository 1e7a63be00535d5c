#!/bin/sh
# traces.sh: what a malformed trace is answered.
#
# usage: traces.sh GRADE     (the driver of the stack hyp)
#
# Each case is a trace and the one line that the driver must print, with exit status 2; or a trace
# and the text that --fill, or the picture that --lanes, must make of it, with exit status 0.
grade=$1
directory=$(mktemp -d) || exit 2
trap 'rm -rf "$directory"' EXIT
trap 'exit 130' INT TERM
file=$directory/t
passed=0
failed=0

verdict() # NAME EXPECTED STATUS-EXPECTED FOUND STATUS
{
	if [ "$2" = "$4" ] && [ "$3" = "$5" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL: %s\n  expected, status %s: %s\n  found, status %s: %s\n' \
			"$1" "$3" "$2" "$5" "$4"
	fi
}

# The trace, as printf writes it, is refused with the message; "t" stands for the file in it.
refused() # TRACE MESSAGE
{
	printf "$1" >"$file"
	found=$("$grade" --fill "$file" 2>&1 >/dev/null)
	verdict "$1" "$directory/$2" 2 "$found" $?
}

filled() # TRACE RESULT
{
	printf "$1" >"$file"
	found=$("$grade" --fill "$file" 2>&1)
	verdict "$1" "$(printf "$2")" 0 "$found" $?
}

drawn() # TRACE PICTURE
{
	printf "$1" >"$file"
	found=$("$grade" --lanes "$file" 2>&1)
	verdict "$1" "$(printf "$2")" 0 "$found" $?
}

refused '' "t: a line 'layer NAME' is missing"
refused '# nothing\n' "t: a line 'layer NAME' is missing"
refused 'mat_init()\n' "t:1: 'layer NAME' comes first, found 'mat_init'"
refused 'layer\n' "t:1: the name of a layer is expected, found the end of the line"
refused 'layer MAX\n' "t:1: there is no layer 'MAX' in the stack hyp"
refused 'layer Machine\n' "t:1: Machine is the ground of the stack, not a layer to trace"
refused 'layer MAT extra\n' "t:1: the line should end here, found 'extra'"
refused 'layer MAT\n' "t: a trace has at least one call"
refused 'layer MAT\nlayer MAT\n' "t:2: there is no primitive 'layer'"
refused 'layer MAT\n?\n' "t:2: 'layer', 'row', 'memory', 'image' or a call is expected, found '?'"
refused 'layer MAT\npfree({MANY})\n' \
	"t:2: 'MANY' is no name of sizes.h or syscall.h, and no \`each\` counts it"
refused 'layer MAT\npfree({NFRAMES - })\n' "t:2: a number or a name is expected, found '})'"
refused 'layer MAT\npfree({NFRAMES - 1)\n' "t:2: '}' is expected, found ')'"
refused 'layer MAT\npfree({(1 + 2})\n' "t:2: ')' is expected, found '})'"
refused 'layer MAT\npfree({1 / 0})\n' "t:2: a division by 0"
refused 'layer MAT\npfree({4294967296})\n' \
	"t:2: a number up to 32 bits is expected, found '4294967296})'"
refused 'layer MAT\neach f 1 .. 2 pfree({f})\n' "t:2: ':' is expected, found 'pfree({f})'"
refused 'layer MAT\neach f 1, 2: pfree({f})\n' "t:2: '..' is expected, found ', 2: pfree({f})'"
refused 'layer MAT\neach f 1 .. 2 by 0: pfree({f})\n' "t:2: \`each\` goes by 1 at least"
refused 'layer MAT\neach f 1 .. 99999: pfree({f})\n' "t:2: a trace has at most 65536 lines"
refused 'layer MAT\nmat_init()\neach f 2 .. 3: palloc(); pfree({f})\n' \
	't:3: call 3: pfree(2) is undefined here: its PRE in MAT.h is false'
filled 'layer PCID # {(2 + 3) * 4 %% 6}
each i 0 .. 1: each k 4 .. 7 by 2: set_curid({k - i}); get_curid()
each i 5 .. 4: get_curid()
set_curid({NTHREADS - NMAPS + 0x10})
' 'layer PCID # 2
set_curid(4)\nget_curid() = 4\nset_curid(6)\nget_curid() = 6
set_curid(3)\nget_curid() = 3\nset_curid(5)\nget_curid() = 5
set_curid(16)'
refused 'layer MAT\npallok()\n' "t:2: there is no primitive 'pallok'"
refused 'layer MAT\nmem_init()\n' "t:2: mem_init is not visible at MAT: MAT hides it"
refused 'layer MAT\nmi_rows()\n' "t:2: mi_rows is not visible at MAT: MATOp hides it"
refused 'layer MAT\nfirmware_rows()\n' "t:2: firmware_rows is not visible at MAT: MBoot hides it"
refused 'layer MATOp\n# comment\npalloc()\n' \
	"t:3: palloc is not visible at MATOp: MAT adds it, which is higher up"
refused 'layer MAT\npalloc\n' "t:2: '(' is expected after palloc, found the end of the line"
refused 'layer MAT\npfree(\n' \
	"t:2: an argument, a number up to 32 bits, is expected, found the end of the line"
refused 'layer MAT\npfree(1 2)\n' "t:2: ',' is expected or ')' between arguments, found '2'"
refused 'layer MAT\npfree()\n' "t:2: pfree takes 1 argument, found 0"
refused 'layer MAT\nfstore(1, 2, 3)\n' "t:2: fstore takes 2 arguments, found 3"
refused 'layer MAT\npfree(4294967296)\n' \
	"t:2: an argument, a number up to 32 bits, is at most 4294967295, found '4294967296'"
refused 'layer MAT\npfree(0x100000000)\n' \
	"t:2: an argument, a number up to 32 bits, is at most 4294967295, found '0x100000000'"
refused 'layer MAT\npfree(12ab)\n' \
	"t:2: an argument, a number up to 32 bits, is at most 4294967295, found '12ab'"
refused 'layer MAT\npfree(0x)\n' \
	"t:2: an argument, a number up to 32 bits, is expected, found '0x'"
refused 'layer MAT\npfree(-1)\n' \
	"t:2: an argument, a number up to 32 bits, is expected, found '-'"
refused 'layer MAT\npfree(abc)\n' \
	"t:2: a number, entry#K, stack#N or resume@CALL is expected, found 'abc'"
refused 'layer MAT\npfree(entry#1)\n' \
	"t:2: entry#1 is an address of code; f of pfree is a frame_t"
refused 'layer MAT\npfree(stack#1)\n' \
	"t:2: stack#1 is a virtual address; f of pfree is a frame_t"
refused 'layer PKCtx\nset_ra(1, entry#8)\n' "t:2: a number after entry# is at most 7, found '8'"
refused 'layer PKCtx\nset_sp(1, stack#64)\n' "t:2: a number after stack# is at most 63, found '64'"
refused 'layer PKCtx\nset_ra(1, resume@1)\n' "t:2: resume@1 is a result, not an argument"
refused 'layer MAT\nmat_init() = 1\n' "t:2: mat_init returns nothing, found a result"
refused 'layer MAT\nmat_init() =\n' \
	"t:2: a result, a number up to 32 bits, is expected, found the end of the line"
refused 'layer MAT\nmat_init()\npalloc() = 2049\n' \
	"t:3: call 2: the specification says palloc() = 2048, the trace says 2049"
refused 'layer MAT\nmat_init()\npalloc() = entry#1\n' \
	"t:3: call 2: the specification says palloc() = 2048, the trace says entry#1"
refused 'layer MAT\nmat_init()\nrow 0 1 usable\n' "t:3: 'row' stands before the first call"
refused 'layer MAT\nrow 0 usable\n' "t:2: the length of the row is expected, found 'usable'"
refused 'layer MAT\nrow 0 4096 free\n' "t:2: 'usable' or 'reserved' is expected, found 'free'"
refused 'layer MAT\nrow 0 18446744073709551616 usable\n' \
	"t:2: the length of the row is at most 18446744073709551615, found '18446744073709551616'"
refused 'layer MAT\nmemory 8M\n' "t:2: memory is 32M to 3072M, found '8M'"
refused 'layer MAT\nmemory 64\n' "t:2: memory is 32M to 3072M, found '64'"
refused 'layer MAT\nrow 0x800000 0x3800000 usable\nmat_init()\n' \
	"t: row 1 is usable up to 0x4000000, but a machine of 64 MiB has memory for the layers \
up to 0x3c00000"
refused 'layer MAT\npalloc()\n' \
	"t:2: call 1: palloc() is undefined here: its PRE in MAT.h is false"
refused 'layer MAT\nmat_init()\nmat_init()\n' \
	"t:3: call 2: mat_init() is undefined here: its PRE in MAT.h is false"
refused 'layer MAT\nmat_init()\npfree(2048)\n' \
	"t:3: call 2: pfree(2048) is undefined here: its PRE in MAT.h is false"
refused 'layer PKCtx\nset_sp(1, stack#1)\nset_ra(1, 4096)\nkctx_switch(0, 1)\n' \
	"t:4: call 3: control would go to 0x1000, which is no entry point of the probe: \
use entry#K, or user#K for a program"
refused 'layer PProc\nimage 1 5\nipc_init()\n' 't:2: image 0 comes next, found 1'
refused 'layer PProc\nimage 0 five\nipc_init()\n' \
	"t:2: a word of the image is expected, found 'five'"
refused 'layer PProc\nipc_init()\nimage 0 5\n' "t:3: 'image' stands before the first call"
refused 'layer PUCtx\nipc_init()\nuser_load(0x40000000)\n' \
	't:3: call 2: user_load(0x40000000) is undefined here: its PRE in PUCtx.h is false'
refused 'layer PKCtx\nset_ra(1, 0x45000001)\n' \
	"t:2: call 1: 0x45000001 stands for an address of code here: write entry#K, \
or another number"
refused 'layer PKCtx\nset_sp(1, 0xf0006004)\nset_ra(1, entry#1)\nkctx_switch(0, 1)\n' \
	"t:4: call 3: control would come to entry#1 with ESP 0xf0006004: the probe needs \
2048 bytes of a stack slot below it"

filled '# two frames\nlayer MAT\n\nmat_init()\npalloc()   # the least\npalloc()=2049\n' \
	'# two frames\nlayer MAT\n\nmat_init()\npalloc() = 2048  # the least\npalloc() = 2049\n'
filled "layer MAT\r\nmemory 128M\r\nrow 0x1000000 8192 usable\r\n\
mat_init()\r\npalloc()\r\npalloc()\r\npalloc()" \
	"layer MAT\nmemory 128M\nrow 0x1000000 8192 usable\n\
mat_init()\npalloc() = 4096\npalloc() = 4097\npalloc() = 0\n"
filled "layer PKCtx\nset_sp(1, stack#1)\nset_ra(1,entry#2) # start\n\
kctx_switch(0,1)\nkctx_switch(1,0)\n" \
	"layer PKCtx\nset_sp(1, stack#1)\nset_ra(1, entry#2)  # start\n\
kctx_switch(0, 1) = entry#2\nkctx_switch(1, 0) = resume@3\n"

drawn "# two contexts\nlayer PKCtx\nset_sp(2, stack#2)\nset_ra(2, entry#1)\nkctx_switch(0, 2)\n\
set_ra(1, entry#2)\nkctx_switch(2, 0)\nkctx_switch(0, 2)\n" "two contexts\n
  call  thread 0            thread 2
     1  set_sp(2, stack#2)
     2  set_ra(2, entry#1)
     3  kctx_switch(0, 2)
        +-------------------> entry#1 starts
     4  |                   set_ra(1, entry#2)
     5  |                   kctx_switch(2, 0)
        <-------------------+ call 3 returns
     6  kctx_switch(0, 2)   |
        +-------------------> call 5 returns\n"
drawn 'layer MAT\nmat_init()\npalloc()\n' \
	'  call  thread 0\n     1  mat_init()\n     2  palloc() = 2048\n'

for mode in --fill --lanes; do
	found=$("$grade" $mode "$directory/none" 2>&1)
	verdict "$mode, a file that is not there" "$directory/none: cannot be read" 2 "$found" $?
done
printf 'layer MAT\npalloc()\n' >"$file"
found=$("$grade" --lanes "$file" 2>&1)
verdict '--lanes, an undefined call' \
	"$file:2: call 1: palloc() is undefined here: its PRE in MAT.h is false" 2 "$found" $?

echo "traces: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
