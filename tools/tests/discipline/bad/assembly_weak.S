	.text
	.weak	kctx_switch
kctx_switch:
	ret
