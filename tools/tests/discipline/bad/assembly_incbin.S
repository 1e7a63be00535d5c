	.text
	.globl	kctx_switch
kctx_switch:
	ret
	.incbin "kernel/types.h"
