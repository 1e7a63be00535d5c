/* VVMCBInit: the control block as a guest is made.  Spec: VVMCBInit.h */
#include <underlay.h>

void vmcb_init(void)
{
	npt_init();
	/*@ loop invariant 0 <= k <= VMCB_WORDS && at_VVMCBIntro;
	    loop invariant ALL(i, k, VMCB.word[i] == VMCB_MADE(i));
	    loop assigns k, VMCB.word[0 .. VMCB_WORDS - 1];
	    loop variant VMCB_WORDS - k; */
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		vmcb_make(k);
}
