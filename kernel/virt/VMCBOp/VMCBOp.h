/** @file
 * VMCBOp: what is done with a guest.
 *
 * Nobody has to know any more in which bits of which word an event or a segment is.
 */
#ifndef VMCBOP_H
#define VMCBOP_H
#include <VSVMIntro.h>

/** Of what an exit says: the code, two words of information, and the event that was being delivered
 * with its error code. */
#define EXIT_INFOS 5u
#define EXIT_INFO_WORD(k) \
	((k) == 0 ? VMCB_EXIT_CODE : (k) == 1 ? VMCB_EXIT_INFO_1 : (k) == 2 ? VMCB_EXIT_INFO_2 \
	 : (k) == 3 ? VMCB_EXIT_EVENT : VMCB_EXIT_EVENT + 1)

/** Word k of what an exit says; the error code only if the event has one. */
word_t vmcb_get_exit_info(index_t k);
#define vmcb_get_exit_info_PRE(k) \
	((k) < EXIT_INFOS && ((k) != 4 || EXIT_HAS_ERROR))
#define vmcb_get_exit_info_ASSIGNS(k) NOTHING
#define vmcb_get_exit_info_POST(k)    (CLAUSE(RESULT == VMCB.word[EXIT_INFO_WORD(k)]))

/** Let the guest exit as soon as it lets in an interrupt that waits, if on is 1; else not. */
void vmcb_set_intercept_vint(flag_t on);
#define vmcb_set_intercept_vint_PRE(on)     (MBoot.ready == 1 && (on) <= 1)
#define vmcb_set_intercept_vint_ASSIGNS(on) VAR(VMCB.word[VMCB_INTERCEPT_1])
#define vmcb_set_intercept_vint_POST(on) \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == \
	        INTERCEPTS_1 + ((on) == 1 ? INTERCEPTS_WINDOW : 0)))

/** Let an interrupt wait for the guest. */
void vmcb_inject_virq(void);
#define vmcb_inject_virq_PRE()     (MBoot.ready == 1)
#define vmcb_inject_virq_ASSIGNS() VAR(VMCB.word[VMCB_INT_CTL])
#define vmcb_inject_virq_POST()    (CLAUSE(VMCB.word[VMCB_INT_CTL] == INT_MASKING + INT_WAITS))

/** None waits any more. */
void vmcb_clear_virq(void);
#define vmcb_clear_virq_PRE()     (MBoot.ready == 1)
#define vmcb_clear_virq_ASSIGNS() VAR(VMCB.word[VMCB_INT_CTL])
#define vmcb_clear_virq_POST()    (CLAUSE(VMCB.word[VMCB_INT_CTL] == INT_MASKING))

/** Let an event be delivered as the guest goes on: its type, its vector and, if has_error is 1, an
 * error code.  Returns 1; 0 if there is no such event, or if one is to be delivered already: then
 * nothing has changed. */
flag_t vmcb_inject_event(event_t type, vector_t vector, word_t error, flag_t has_error);
#define vmcb_inject_event_PRE(type, vector, error, has_error) (1)
#define vmcb_inject_event_ASSIGNS(type, vector, error, has_error) \
	VAR(VMCB.word[VMCB_EVENT]), VAR(VMCB.word[VMCB_EVENT_ERROR])
#define vmcb_inject_event_POST(type, vector, error, has_error) \
	(CLAUSE(RESULT == (OLD(VMCB.word[VMCB_EVENT]) == 0 && \
	                   IS_EVENT_OF(type, vector, has_error) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[VMCB_EVENT] == (RESULT == 1 ? EVENT_WORD(type, vector, has_error) \
	                                              : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == (RESULT == 1 && (has_error) == 1 ? (error) \
	                                        : OLD(VMCB.word[VMCB_EVENT_ERROR]))))
#define EVENT_WORD(type, vector, has_error) \
	(EVENT_VALID + (has_error) * EVENT_HAS_ERROR + (type) * 256 + (vector))
#define IS_EVENT_OF(type, vector, has_error) \
	((type) < 8 && (vector) < 256 && (has_error) <= 1 && \
	 IS_EVENT(EVENT_WORD(type, vector, has_error)))

/** Is an event to be delivered? */
flag_t vmcb_check_pending_event(void);
#define vmcb_check_pending_event_PRE()     (1)
#define vmcb_check_pending_event_ASSIGNS() NOTHING
#define vmcb_check_pending_event_POST()    (CLAUSE(RESULT == (VMCB.word[VMCB_EVENT] != 0 ? 1 : 0)))

/** Did the guest exit where no interrupt may be delivered, behind STI or a load of SS? */
flag_t vmcb_check_int_shadow(void);
#define vmcb_check_int_shadow_PRE()     (1)
#define vmcb_check_int_shadow_ASSIGNS() NOTHING
#define vmcb_check_int_shadow_POST()    (CLAUSE(RESULT == VMCB.word[VMCB_INT_STATE]))

/** Let a segment of the guest have this selector, base, limit in bytes, and attributes: those of a
 * descriptor, bits 0 to 7 and 12 to 15.  Returns 1; 0 if there is no such segment or selector:
 * then nothing has changed. */
flag_t vmcb_set_seg(seg_t s, selector_t sel, word_t base, word_t limit, attributes_t ar);
#define vmcb_set_seg_PRE(s, sel, base, limit, ar) (1)
#define vmcb_set_seg_ASSIGNS(s, sel, base, limit, ar) \
	PART(VMCB.word, VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST), 3)
#define vmcb_set_seg_POST(s, sel, base, limit, ar) \
	(CLAUSE(RESULT == (IS_SEGMENT_OF(s, sel) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST)] == \
	        (IS_SEGMENT_OF(s, sel) ? SEGMENT_BITS(ar) * 0x10000 + (sel) \
	         : OLD(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST)]))) && \
	 CLAUSE(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST) + 1] == \
	        (IS_SEGMENT_OF(s, sel) ? (limit) \
	         : OLD(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST) + 1]))) && \
	 CLAUSE(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST) + 2] == \
	        (IS_SEGMENT_OF(s, sel) ? (base) \
	         : OLD(VMCB.word[VMCB_SEGMENT((s) % SEGMENTS_OF_GUEST) + 2]))))
#define IS_SEGMENT_OF(s, sel) ((s) < SEGMENTS_OF_GUEST && (sel) < 0x10000)
#define SEGMENT_BITS(ar) ((ar) % 0x100 + (ar) / 0x1000 % 0x10 * 0x100)

#endif
