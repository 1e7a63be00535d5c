/** @file
 * VSVM: the virtual machine as a monitor wants it.
 *
 * A monitor lets the guest run (svm_run), asks why it exited, does what the guest wanted, and
 * lets it run again.  An interrupt for the guest it delivers when the guest lets it in: it asks
 * for that window, and the guest exits as soon as it is open.
 * */
#ifndef VSVM_H
#define VSVM_H
#include <VMCBOp.h>

/** The guest exits by a window if and only if an interrupt waits: nothing is delivered behind the
 * monitor's back. */
#define VSVM_INVARIANT IMPLIES(MBoot.ready == 1, IFF(WAITS, EXITS_ON_WINDOW))

/** Let the guest be as one is made: nothing is left of the one before, which may have been somebody
 * else's. */
void svm_reset(void);
#define svm_reset_PRE()     (MBoot.ready == 1)
#define svm_reset_ASSIGNS() EACH(VSVMSwitch.reg, GREGS), EACH(VMCB.word, VMCB_WORDS)
#define svm_reset_POST() \
	(CLAUSE(ALL(r, GREGS, VSVMSwitch.reg[r] == 0)) && \
	 CLAUSE(ALL(k, VMCB_WORDS, VMCB.word[k] == VMCB_MADE(k))))

/** After an exit: a window that is open is not asked for any more, and an event whose delivery was
 * interrupted is to be delivered again, if no other one is. */
void svm_sync(void);
#define svm_sync_PRE() (MBoot.ready == 1)
#define svm_sync_ASSIGNS() \
	VAR(VMCB.word[VMCB_INTERCEPT_1]), VAR(VMCB.word[VMCB_INT_CTL]), \
	VAR(VMCB.word[VMCB_EVENT]), VAR(VMCB.word[VMCB_EVENT_ERROR])
#define svm_sync_POST() \
	(WINDOW_IS(OLD(WAITS && VMCB.word[VMCB_EXIT_CODE] != EXIT_WINDOW)) && \
	 CLAUSE(VMCB.word[VMCB_EVENT] == (OLD(WAS_INTERRUPTED) ? OLD(VMCB.word[VMCB_EXIT_EVENT]) \
	                                                       : OLD(VMCB.word[VMCB_EVENT]))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT_ERROR] == \
	        (OLD(WAS_INTERRUPTED && EXIT_HAS_ERROR) ? OLD(VMCB.word[VMCB_EXIT_EVENT + 1]) \
	                                           : OLD(VMCB.word[VMCB_EVENT_ERROR]))))
/** An event was being delivered as the guest exited, and no other one is to be. */
#define WAS_INTERRUPTED \
	(VMCB.word[VMCB_EVENT] == 0 && IS_EVENT(VMCB.word[VMCB_EXIT_EVENT]))
/** A window is asked for, or not. */
#define WINDOW_IS(on) \
	(CLAUSE(VMCB.word[VMCB_INTERCEPT_1] == INTERCEPTS_1 + ((on) ? INTERCEPTS_WINDOW : 0)) && \
	 CLAUSE(VMCB.word[VMCB_INT_CTL] == INT_MASKING + ((on) ? INT_WAITS : 0)))

/** Ask for a window, if on is 1; else not any more. */
void svm_set_intercept_intwin(flag_t on);
#define svm_set_intercept_intwin_PRE(on) (MBoot.ready == 1 && (on) <= 1)
#define svm_set_intercept_intwin_ASSIGNS(on) \
	VAR(VMCB.word[VMCB_INTERCEPT_1]), VAR(VMCB.word[VMCB_INT_CTL])
#define svm_set_intercept_intwin_POST(on) WINDOW_IS((on) == 1)

/** Why the guest exited: EXIT_PAGE and so on, or another of the processor's codes. */
u32 svm_get_exit_reason(void);
#define svm_get_exit_reason_PRE()     (1)
#define svm_get_exit_reason_ASSIGNS() NOTHING
#define svm_get_exit_reason_POST()    (CLAUSE(RESULT == VMCB.word[VMCB_EXIT_CODE]))

/** After EXIT_IO: the port. */
port_t svm_get_exit_io_port(void);
#define svm_get_exit_io_port_PRE()     (1)
#define svm_get_exit_io_port_ASSIGNS() NOTHING
#define svm_get_exit_io_port_POST()    (CLAUSE(RESULT == IO_EXIT / 0x10000))

/** After EXIT_IO: how many bytes at a time, 1, 2 or 4. */
width_t svm_get_exit_io_width(void);
#define svm_get_exit_io_width_PRE()     (1)
#define svm_get_exit_io_width_ASSIGNS() NOTHING
#define svm_get_exit_io_width_POST()    (CLAUSE(RESULT == IO_EXIT / 0x10 % 8))

/** After EXIT_IO: 1 if a string is moved, as many times as ECX says. */
flag_t svm_get_exit_io_rep(void);
#define svm_get_exit_io_rep_PRE()     (1)
#define svm_get_exit_io_rep_ASSIGNS() NOTHING
#define svm_get_exit_io_rep_POST()    (CLAUSE(RESULT == IO_EXIT / 8 % 2))

/** After EXIT_IO: 1 if it is between the port and memory, by INS or OUTS. */
flag_t svm_get_exit_io_str(void);
#define svm_get_exit_io_str_PRE()     (1)
#define svm_get_exit_io_str_ASSIGNS() NOTHING
#define svm_get_exit_io_str_POST()    (CLAUSE(RESULT == IO_EXIT / 4 % 2))

/** After EXIT_IO: 1 if the guest writes to the port, 0 if it reads. */
flag_t svm_get_exit_io_write(void);
#define svm_get_exit_io_write_PRE()     (1)
#define svm_get_exit_io_write_ASSIGNS() NOTHING
#define svm_get_exit_io_write_POST()    (CLAUSE(RESULT == 1 - IO_EXIT % 2))

/** After EXIT_IO: EIP behind the instruction. */
vaddr_t svm_get_exit_io_neip(void);
#define svm_get_exit_io_neip_PRE()     (1)
#define svm_get_exit_io_neip_ASSIGNS() NOTHING
#define svm_get_exit_io_neip_POST()    (CLAUSE(RESULT == VMCB.word[VMCB_EXIT_INFO_2]))
#define IO_EXIT VMCB.word[VMCB_EXIT_INFO_1]

/** After EXIT_PAGE: the guest's physical address that it missed. */
gaddr_t svm_get_exit_fault_addr(void);
#define svm_get_exit_fault_addr_PRE()     (1)
#define svm_get_exit_fault_addr_ASSIGNS() NOTHING
#define svm_get_exit_fault_addr_POST()    (CLAUSE(RESULT == VMCB.word[VMCB_EXIT_INFO_2]))

/** Register r of the guest; 0 if there is none of that number. */
word_t svm_get_reg(vmreg_t r);
#define svm_get_reg_PRE(r)     (1)
#define svm_get_reg_ASSIGNS(r) NOTHING
#define svm_get_reg_POST(r)    (CLAUSE(RESULT == ((r) < VM_REGS ? VM_REG(r) : 0)))

/** Let it be v.  Returns 1; 0 if there is none of that number, or if the processor does not take
 * that: then nothing has changed. */
flag_t svm_set_reg(vmreg_t r, control_t v);
#define svm_set_reg_PRE(r, v)     (1)
#define svm_set_reg_ASSIGNS(r, v) vmst_write_ASSIGNS(r, v)
#define svm_set_reg_POST(r, v) \
	(CLAUSE(RESULT == ((r) < VM_REGS && REG_TAKES(r, v) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[WORD_OF_REG(r)] == \
	        (RESULT == 1 && IN_BLOCK(r) ? (v) : OLD(VMCB.word[WORD_OF_REG(r)]))) && \
	 CLAUSE(VSVMSwitch.reg[GREG_OF_REG(r)] == \
	        (RESULT == 1 && !IN_BLOCK(r) ? (v) : OLD(VSVMSwitch.reg[GREG_OF_REG(r)]))))

#endif
