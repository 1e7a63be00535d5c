/** @file
 * VMCB: the ground: the control block of the guest, and the processor that runs it.
 *
 * The control block (VMCB) is a page in which the processor keeps what a guest is while it does
 * not run, and where the kernel says what makes it exit.  Layers see its words; sizes.h has
 * their names. Nobody but the layer on this one has VMRUN, by the routine svm_vmrun.
 */
#ifndef VMCB_H
#define VMCB_H
#include <deep.h>

struct VMCB_state {
	u8 present;              /**< 1: the processor can run guests, with nested paging */
	word_t word[VMCB_WORDS];
};
STATE(VMCB)

#define VMCB_INVARIANT (VMCB.present <= 1)

/** Nothing is known of what is in the control block before the first call. */
#define VMCB_START (1)

/** What exits always: interrupts, NMI, SMI and INIT; CPUID, INVD, HLT, INVLPGA, ports, MSRs and the
 * shutdown; all instructions of virtualization, MONITOR, MWAIT and XSETBV.  And an interrupt that
 * waits, if INTERCEPTS_WINDOW is added. */
#define INTERCEPTS_1      0x9d44000fu
#define INTERCEPTS_WINDOW 0x10u
#define INTERCEPTS_2      0x3c7fu
/** EFLAGS.IF of the host and not the guest's decides about the host's interrupts; and an interrupt
 * that waits for the guest, whatever its priority. */
#define INT_MASKING 0x01000000u
#define INT_WAITS   0x00100100u
/** A guest is made in protected mode without paging, and its segments are all of memory. */
#define PROTECTED   0x11u
#define FLAT_CODE   0x0c9b0008u
#define FLAT_DATA   0x0c930010u
#define FLAGS_NONE  2u
#define FLAGS_IF    0x202u
#define MEMORY_TYPES 0x00070406u /* of the page attribute table, as at reset */

/** Word k as a guest is made. */
#define VMCB_MADE(k) \
	((k) == VMCB_INTERCEPT_1 ? INTERCEPTS_1 : (k) == VMCB_INTERCEPT_2 ? INTERCEPTS_2 \
	 : (k) == VMCB_IO_MAP || (k) == VMCB_MSR_MAP ? PERMISSION_FRAME * PAGE_SIZE \
	 : (k) == VMCB_ASID ? 1 : (k) == VMCB_INT_CTL ? INT_MASKING : (k) == VMCB_NESTED ? 1 \
	 : (k) == VMCB_NESTED_ROOT ? NPT_FRAME * PAGE_SIZE \
	 : IS_SEGMENT_WORD(k, 0) ? MADE_SEGMENT(((k) - VMCB_SEGMENT(0)) / 4) \
	 : IS_SEGMENT_WORD(k, 1) ? MADE_LIMIT(((k) - VMCB_SEGMENT(0)) / 4) \
	 : (k) == VMCB_EFER ? 0x1000u : (k) == VMCB_CR0 ? PROTECTED : (k) == VMCB_DR7 ? 0x400u \
	 : (k) == VMCB_DR6 ? 0xffff0ff0u : (k) == VMCB_EFLAGS ? FLAGS_NONE \
	 : (k) == VMCB_PAT || (k) == VMCB_PAT + 1 ? MEMORY_TYPES : 0)
/** Word k is word i of a segment; of segment s, selector and attributes, and the limit. */
#define IS_SEGMENT_WORD(k, i) \
	(VMCB_SEGMENT(0) <= (k) && (k) < VMCB_SEGMENT(SEGMENTS_OF_GUEST) && (k) % 4 == (i))
#define MADE_SEGMENT(s) \
	((s) == SEG_CS ? FLAT_CODE : (s) <= SEG_GS ? FLAT_DATA \
	 : (s) == SEG_LDTR ? 0x00820000u : (s) == SEG_TR ? 0x008b0000u : 0)
#define MADE_LIMIT(s) ((s) <= SEG_GS ? 0xffffffffu : 0xffffu)

/** What processors tell each in their own way of the instruction with which the guest exited. */
#define IS_OWN_WAY(k) (VMCB_NEXT_EIP <= (k) && (k) < VMCB_NEXT_EIP + 6)
/** A word that may be another than a guest was made with: its registers, what makes it exit and
 * why it did, and events. */
#define IS_OPEN(k) \
	((k) == VMCB_INTERCEPT_1 || \
	 (VMCB_TLB_CONTROL <= (k) && (k) <= VMCB_INT_STATE) || \
	 (VMCB_EXIT_CODE <= (k) && (k) < VMCB_NESTED) || \
	 (k) == VMCB_EVENT || (k) == VMCB_EVENT_ERROR || \
	 IS_OWN_WAY(k) || \
	 (IS_SEGMENT_WORD(k, k % 4) && (k) % 4 != 3) || IS_OPEN_REGISTER(k))
#define IS_OPEN_REGISTER(k) \
	((k) == VMCB_CPL || (k) == VMCB_CR4 || (k) == VMCB_CR3 || (k) == VMCB_CR0 || \
	 (k) == VMCB_DR7 || (k) == VMCB_DR6 || (k) == VMCB_EFLAGS || (k) == VMCB_EIP || \
	 (k) == VMCB_ESP || (k) == VMCB_EAX || (VMCB_STAR <= (k) && (k) <= VMCB_CR2) || \
	 (k) == VMCB_PAT || (k) == VMCB_PAT + 1)
/** What the processor takes for open word k: VMRUN refuses the rest. */
#define VMCB_TAKES(k, v) \
	((k) == VMCB_INTERCEPT_1 ? (v) == INTERCEPTS_1 || (v) == INTERCEPTS_1 + INTERCEPTS_WINDOW \
	 : (k) == VMCB_TLB_CONTROL || (k) == VMCB_INT_STATE ? (v) <= 1 \
	 : (k) == VMCB_INT_CTL ? (v) == INT_MASKING || (v) == INT_MASKING + INT_WAITS \
	 : (k) == VMCB_INT_VECTOR ? (v) <= 255 : (k) == VMCB_EVENT ? (v) == 0 || IS_EVENT(v) \
	 : IS_SEGMENT_WORD(k, 0) ? (v) < 0x10000000u \
	 : (k) == VMCB_CR0 ? (v) / 0x20000000u % 2 == 0 || (v) / 0x40000000u % 2 == 1 \
	 : (k) == VMCB_CR4 ? (v) < 0x800 : 1)
/** An event that can be delivered: an interrupt, the NMI, an exception, a software interrupt. */
#define IS_EVENT(v) \
	((v) / 0x1000 == 0x80000u && \
	 (EVENT_TYPE(v) == EVENT_INTERRUPT || EVENT_TYPE(v) == EVENT_SOFTWARE || \
	  (EVENT_TYPE(v) == EVENT_NMI && (v) % 256 == 2) || \
	  (EVENT_TYPE(v) == EVENT_EXCEPTION && (v) % 256 < 32 && (v) % 256 != 2)))
#define EVENT_TYPE(v)   ((v) / 256 % 8)
#define EVENT_HAS_ERROR 0x800u
#define EVENT_VALID     0x80000000u

/** The processor takes all words. */
#define VMCB_RUNS \
	(VMCB.present == 1 && \
	 ALL(k, VMCB_WORDS, WORD_FITS(k)))
/** Word k is as it was made or, if it is open, something else that the processor takes. */
#define WORD_FITS(k) NAMED(fits(k, VMCB.word[k]), FITS(k, VMCB.word[k]))
#define FITS(k, v)   (IS_OPEN(k) ? VMCB_TAKES(k, v) : (v) == VMCB_MADE(k))
//@ predicate fits(integer k, integer v) = FITS(k, v);

/** Can the processor run guests, with nested paging? */
flag_t svm_present(void);
#define svm_present_PRE()     (1)
#define svm_present_ASSIGNS() NOTHING
#define svm_present_POST()    (CLAUSE(RESULT == VMCB.present))

/** Word k of the control block, but for what processors tell each in their own way of the
 * instruction with which the guest exited, and for the error code of an event that has none. */
word_t vmcb_load(vword_t k);
#define vmcb_load_PRE(k) \
	((k) < VMCB_WORDS && !IS_OWN_WAY(k) && \
	 ((k) != VMCB_EXIT_EVENT + 1 || EXIT_HAS_ERROR))
/** The guest exited as an event with an error code was being delivered. */
#define EXIT_HAS_ERROR (VMCB.word[VMCB_EXIT_EVENT] / EVENT_HAS_ERROR % 2 == 1)
#define vmcb_load_ASSIGNS(k) NOTHING
#define vmcb_load_POST(k)    (CLAUSE(RESULT == VMCB.word[k]))

/** Store v in word k of the control block. */
void vmcb_store(vword_t k, control_t v);
#define vmcb_store_PRE(k, v)     ((k) < VMCB_WORDS)
#define vmcb_store_ASSIGNS(k, v) VAR(VMCB.word[k])
#define vmcb_store_POST(k, v)    (CLAUSE(VMCB.word[k] == (v)))

/* svm_vmrun is for assembly alone: the guest of the control block runs, and it returns when the
 * guest exits.  EBX, ECX, EDX, ESI, EDI and EBP are the guest's then as now; EAX is lost, ESP
 * stays.  VMRUN is among what this does, VMLOAD and VMSAVE are not. */

#endif
