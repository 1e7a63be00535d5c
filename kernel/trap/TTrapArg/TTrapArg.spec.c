/* TTrapArg: the executable specification. */
#include <TTrapArg.h>

/*@ requires k < SYS_WORDS;
    assigns \nothing;
    ensures RESULT == ARG_WORD(k); */
static uword_t arg_word(index_t k) COMPUTED(ARG_WORD(k))

word_t spec_uctx_arg(index_t k)
{
	return UCTX(ME, arg_word(k));
}

vaddr_t spec_uctx_fault(void)
{
	return UCTX(ME, UCTX_FAULT);
}

void spec_uctx_set_errno(word_t e)
{
	UCTX(ME, UCTX_EAX) = e;
	PUCtx.access[ME] = (struct access){ACCESS_NONE, 0, 0};
}

void spec_uctx_set_retval(index_t k, word_t v)
{
	UCTX(ME, arg_word(k)) = v;
	PUCtx.access[ME] = (struct access){ACCESS_NONE, 0, 0};
}

frame_t spec_user_frame(word_t va)
{
	return IS_MY_PAGE(va) ? PAGE(ME, va) / PAGE_SIZE : 0;
}
