	.text
	.globl	kctx_switch
kctx_switch:
	ret
#include "kernel/sizes.h"
#include "assembly_cpp.c"
