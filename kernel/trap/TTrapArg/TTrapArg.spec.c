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

/*@ requires at_TTrapArg && !PUCtx_IN_RING3 && IN_CALL && CAN_SET(i);
    assigns uctx_set_ASSIGNS(ME, i, v);
    ensures at_TTrapArg && uctx_set_POST(ME, i, v); */
static void set_word(uword_t i, word_t v)
{
	spec_uctx_set(ME, i, v);
	/*@ assert ALL(t, NTHREADS, PUCtx.made[t] == \at(PUCtx.made[t], Pre) &&
	        PUCtx.image[t] == \at(PUCtx.image[t], Pre)); */
	/*@ assert ALL(i, NIMAGES, IMPLIES(\at(IS_PROGRAM(i), Pre), IS_PROGRAM(i))); */
	//@ assert invariant_PProc;
}

void spec_uctx_set_errno(word_t e)
{
	set_word(UCTX_EAX, e);
}

void spec_uctx_set_retval(index_t k, word_t v)
{
	set_word(arg_word(k), v);
}

frame_t spec_user_frame(word_t va)
{
	return IS_MY_PAGE(va) ? PAGE(ME, va) / PAGE_SIZE : 0;
}
