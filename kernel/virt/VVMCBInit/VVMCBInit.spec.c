/* VVMCBInit: the executable specification. */
#include <VVMCBInit.h>

void spec_vmcb_init(void)
{
	spec_npt_init();
	/*@ loop invariant 0 <= k <= VMCB_WORDS && ALL(i, k, VMCB.word[i] == VMCB_MADE(i));
	    loop assigns k, VMCB.word[0 .. VMCB_WORDS - 1];
	    loop variant VMCB_WORDS - k; */
	for (vword_t k = 0; k < VMCB_WORDS; k++)
		spec_vmcb_make(k);
}
