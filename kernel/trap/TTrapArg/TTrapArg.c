/* TTrapArg: the arguments of a system call, and its results.  Spec: TTrapArg.h */
#include <underlay.h>

/* The word of a user context that is argument k, or result k. */
/*@ requires k < SYS_WORDS;
    assigns \nothing;
    ensures RESULT == ARG_WORD(k); */
static uword_t word_of(index_t k)
{
	return k == 0 ? UCTX_EAX : k == 1 ? UCTX_EBX : k == 2 ? UCTX_ECX : k == 3 ? UCTX_EDX
	       : k == 4 ? UCTX_ESI : UCTX_EDI;
}

word_t uctx_arg(index_t k)
{
	return uctx_get(get_curid(), word_of(k));
}

vaddr_t uctx_fault(void)
{
	return uctx_get(get_curid(), UCTX_FAULT);
}

void uctx_set_errno(word_t e)
{
	uctx_set(get_curid(), UCTX_EAX, e);
}

void uctx_set_retval(index_t k, word_t v)
{
	uctx_set(get_curid(), word_of(k), v);
}

frame_t user_frame(word_t va)
{
	u32 page;

	if (va < USER_BASE || va >= USER_END || va % PAGE_SIZE != 0)
		return 0;
	page = pt_read(get_curid(), va);
	return page % PAGE_SIZE == PTE_PRESENT + PTE_USER + PTE_WRITE ? page / PAGE_SIZE : 0;
}
