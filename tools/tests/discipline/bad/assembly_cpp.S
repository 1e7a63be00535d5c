	.text
	.globl	kctx_switch
kctx_switch:
	ret
#include "kernel/limits.h"
#include "assembly_cpp.c"
