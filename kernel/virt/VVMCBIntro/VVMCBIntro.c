/* VVMCBIntro: what each word of the control block may be.  Spec: VVMCBIntro.h */
#include <underlay.h>

#define SEGMENT_WORDS 4u

/* What exits: INTR, NMI, SMI, INIT (bits 0 to 3), CPUID (18), INVD (22), HLT (24), INVLPGA (26),
 * ports (27), MSRs (28), shutdown (31); then VMRUN to SKINIT (0 to 6), MONITOR to XSETBV (10 to
 * 13).  An interrupt that waits exits only if one wants to know (VINTR, bit 4). */
#define INTERCEPT_1 0x9d44000fu
#define VINTR       0x10u
#define INTERCEPT_2 0x3c7fu

#define INT_MASKED  0x01000000u /* V_INTR_MASKING */
#define INT_PENDING 0x00100100u /* V_IRQ, V_IGN_TPR */

#define CR0_NW 0x20000000u /* not without CD */
#define CR0_CD 0x40000000u

/* Is word k one of a segment? */
/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_SEGMENT_WORD(k, k % 4)); */
static flag_t in_segment(vword_t k)
{
	return VMCB_SEGMENT(0) <= k && k < VMCB_SEGMENT(SEGMENTS_OF_GUEST);
}

/* Word i of segment s as a guest is made: flat memory for code and data, no tables, a task that is
 * nowhere. */
/*@ requires s < SEGMENTS_OF_GUEST && i < 4;
    assigns \nothing;
    ensures RESULT == (i == 0 ? MADE_SEGMENT(s) : i == 1 ? MADE_LIMIT(s) : 0); */
static word_t made_segment(u32 s, u32 i)
{
	if (i == 1)
		return s <= SEG_GS ? 0xffffffff : 0xffff;
	if (i > 1)
		return 0;
	switch (s) {
	case SEG_CS:
		return 0x0c9b0008;
	case SEG_ES:
	case SEG_SS:
	case SEG_DS:
	case SEG_FS:
	case SEG_GS:
		return 0x0c930010;
	case SEG_LDTR:
		return 0x00820000;
	case SEG_TR:
		return 0x008b0000;
	default:
		return 0;
	}
}

/*@ requires k < VMCB_WORDS;
    assigns \nothing;
    ensures RESULT == VMCB_MADE(k); */
static word_t made(vword_t k)
{
	if (in_segment(k))
		return made_segment((k - VMCB_SEGMENT(0)) / SEGMENT_WORDS, k % SEGMENT_WORDS);
	switch (k) {
	case VMCB_INTERCEPT_1:
		return INTERCEPT_1;
	case VMCB_INTERCEPT_2:
		return INTERCEPT_2;
	case VMCB_IO_MAP:
	case VMCB_MSR_MAP:
		return PERMISSION_FRAME * PAGE_SIZE;
	case VMCB_ASID: /* 0 is the host's */
	case VMCB_NESTED:
		return 1;
	case VMCB_INT_CTL:
		return INT_MASKED;
	case VMCB_NESTED_ROOT:
		return NPT_FRAME * PAGE_SIZE;
	case VMCB_EFER: /* SVME, without which VMRUN is refused */
		return 0x1000;
	case VMCB_CR0: /* PE, ET */
		return 0x11;
	case VMCB_DR7:
		return 0x400;
	case VMCB_DR6:
		return 0xffff0ff0;
	case VMCB_EFLAGS:
		return 2;
	case VMCB_PAT:
	case VMCB_PAT + 1:
		return 0x00070406;
	default:
		return 0;
	}
}

/* Is word k the guest's own, and does it have no meaning that is checked? */
/*@ requires k < VMCB_WORDS;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_FREE(k)); */
static flag_t is_free(vword_t k)
{
	if (in_segment(k))
		return k % SEGMENT_WORDS == 1 || k % SEGMENT_WORDS == 2;
	if (VMCB_EXIT_CODE <= k && k < VMCB_NESTED)
		return 1;
	if (VMCB_STAR <= k && k <= VMCB_CR2)
		return 1;
	switch (k) {
	case VMCB_EVENT_ERROR:
	case VMCB_CPL:
	case VMCB_CR3:
	case VMCB_DR7:
	case VMCB_DR6:
	case VMCB_EFLAGS:
	case VMCB_EIP:
	case VMCB_ESP:
	case VMCB_EAX:
	case VMCB_PAT:
	case VMCB_PAT + 1:
		return 1;
	default:
		return 0;
	}
}

/* An event of a type that there is, and a vector that it can have. */
/*@ assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_EVENT(v)); */
static flag_t is_event(control_t v)
{
	u32 vector = v % 256;

	if (v / 0x1000 != 0x80000) /* valid, and the bits without a meaning are 0 */
		return 0;
	switch (v / 256 % 8) {
	case EVENT_INTERRUPT:
	case EVENT_SOFTWARE:
		return 1;
	case EVENT_NMI:
		return vector == 2;
	case EVENT_EXCEPTION:
		return vector < 32 && vector != 2;
	default:
		return 0;
	}
}

/* May word k, which is not free, be v? */
/*@ requires k < VMCB_WORDS && !IS_FREE(k);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, MAY_BE(k, v)); */
static flag_t takes(vword_t k, control_t v)
{
	if (in_segment(k))
		return k % SEGMENT_WORDS == 0 && v < 0x10000000;
	switch (k) {
	case VMCB_INTERCEPT_1:
		return v == INTERCEPT_1 || v == INTERCEPT_1 + VINTR;
	case VMCB_INT_CTL:
		return v == INT_MASKED || v == INT_MASKED + INT_PENDING;
	case VMCB_INT_VECTOR:
		return v < 256;
	case VMCB_INT_STATE:
		return v <= 1;
	case VMCB_EVENT:
		return v == 0 || is_event(v);
	case VMCB_CR0:
		return v / CR0_NW % 2 == 0 || v / CR0_CD % 2 == 1;
	case VMCB_CR4: /* what lies above is not there on all processors */
		return v < 0x800;
	default:
		return 0;
	}
}

word_t vmcb_read(vword_t k)
{
	return vmcb_load(k);
}

flag_t vmcb_write(vword_t k, control_t v)
{
	if (k >= VMCB_WORDS || !(is_free(k) || takes(k, v)))
		return 0;
	vmcb_store(k, v);
	return 1;
}

void vmcb_make(vword_t k)
{
	vmcb_store(k, made(k));
}
