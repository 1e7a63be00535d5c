/* TTrapBare: no system calls for a virtual machine.  Underlay: TTrapArg.  Spec: TTrapBare.h */
#include <underlay.h>

flag_t vm_serve(word_t number)
{
	(void)number;
	uctx_set_errno(SYS_E_CALL);
	return 1;
}

void vm_end(void)
{
}
