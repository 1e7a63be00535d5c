/* VMCB: the executable specification. */
#include <VMCB.h>

flag_t spec_svm_present(void)
{
	return VMCB.present;
}

word_t spec_vmcb_load(vword_t k)
{
	return VMCB.word[k];
}

void spec_vmcb_store(vword_t k, control_t v)
{
	VMCB.word[k] = v;
}
