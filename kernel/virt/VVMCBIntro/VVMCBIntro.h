/** @file
 * VVMCBIntro: the control block, of which nobody makes what the processor refuses.
 *
 * A control block that VMRUN does not take, or one whose guest could use a port, read the host's
 * memory or never come back, is not run but not made in the first place: a word gets what it is
 * made with, or what may be the guest's own.
 * */
#ifndef VVMCBINTRO_H
#define VVMCBINTRO_H
#include <VSVMOp.h>

/** Word k may be set for the guest to v. */
#define MAY_BE(k, v) \
	((k) < VMCB_WORDS && IS_OPEN(k) && !IS_OWN_WAY(k) && (k) != VMCB_TLB_CONTROL && \
	 VMCB_TAKES(k, v))

/** Word k of the control block. */
word_t vmcb_read(vword_t k);
#define vmcb_read_PRE(k)     vmcb_load_PRE(k)
#define vmcb_read_ASSIGNS(k) NOTHING
#define vmcb_read_POST(k)    vmcb_load_POST(k)

/** Let word k of the control block be v.  Returns 1; 0 if it is not the guest's own, or if the
 * processor does not take that: then nothing has changed. */
flag_t vmcb_write(vword_t k, control_t v);
#define vmcb_write_PRE(k, v)     (1)
#define vmcb_write_ASSIGNS(k, v) VAR(VMCB.word[(k) % VMCB_WORDS])
#define vmcb_write_POST(k, v) \
	(CLAUSE(RESULT == (MAY_BE(k, v) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[(k) % VMCB_WORDS] == \
	        (MAY_BE(k, v) ? (v) : OLD(VMCB.word[(k) % VMCB_WORDS]))))

/** Let word k of the control block be as a guest is made. */
void vmcb_make(vword_t k);
#define vmcb_make_PRE(k)     ((k) < VMCB_WORDS)
#define vmcb_make_ASSIGNS(k) VAR(VMCB.word[k])
#define vmcb_make_POST(k)    (CLAUSE(VMCB.word[k] == VMCB_MADE(k)))

#endif
