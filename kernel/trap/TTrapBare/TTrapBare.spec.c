/* TTrapBare: the executable specification. */
#include <TTrapBare.h>

flag_t spec_vm_serve(word_t number)
{
	(void)number;
	spec_uctx_set_errno(SYS_E_CALL);
	return 1;
}

void spec_vm_end(void)
{
}
