/** @file
 * VVMCBInit: the control block is one that the processor takes, at any time.
 */
#ifndef VVMCBINIT_H
#define VVMCBINIT_H
#include <VVMCBIntro.h>

#define VVMCBInit_INVARIANT \
	IMPLIES(MBoot.ready == 1, ALL(k, VMCB_WORDS, WORD_FITS(k)))

/** Initialise all below, and the control block: its guest is as a guest is made.  Once, first of
 * all. */
void vmcb_init(void);
#define vmcb_init_PRE()     npt_init_PRE()
#define vmcb_init_ASSIGNS() npt_init_ASSIGNS(), EACH(VMCB.word, VMCB_WORDS)
#define vmcb_init_POST() \
	(npt_init_POST() && CLAUSE(ALL(k, VMCB_WORDS, VMCB.word[k] == VMCB_MADE(k))))

#endif
