/** @file
 * VSVMSwitch: the way into the guest and back.
 *
 * For the kernel, the guest is a call that takes a while: svm_switch lets it go on, and returns
 * when it exits.  VMRUN changes few registers; the others are changed here, so that the guest
 * finds its own and the kernel does.  What a guest can do meanwhile is stated here, too.
 */
#ifndef VSVMSWITCH_H
#define VSVMSWITCH_H
#include <VNPTInit.h>
#include <VMCB.h>

/** The instruction with which the guest exited: it is tried again if the guest goes on there. */
struct attempt {
	u32 kind;    /**< ATTEMPT_NONE and so on */
	vaddr_t eip; /**< where the instruction is */
	gaddr_t address;
	word_t value; /**< to store */
};
#define ATTEMPT_NONE  0u
#define ATTEMPT_LOAD  1u
#define ATTEMPT_STORE 2u
#define ATTEMPT_OTHER 3u /* it exits whenever it is tried */

struct VSVMSwitch_state {
	word_t reg[GREGS];         /**< registers of the guest that are not in the control block */
	u32 running;               /**< 1: the guest runs; 0: the kernel */
	struct registers kernel;   /**< with which svm_switch returns to the kernel */
	struct attempt attempt;
	frame_t seen[GUEST_PAGES]; /**< what the processor may remember of the nested tables */
};

#define NO_ATTEMPT(a) \
	((a).kind == ATTEMPT_NONE && (a).eip == 0 && (a).address == 0 && (a).value == 0)
#define SAME_ATTEMPT(a, b) \
	((a).kind == (b).kind && (a).eip == (b).eip && (a).address == (b).address && \
	 (a).value == (b).value)
#define IS_PAGE_ATTEMPT(a) ((a).kind == ATTEMPT_LOAD || (a).kind == ATTEMPT_STORE)

#define VSVMSwitch_INVARIANT \
	(VSVMSwitch.running <= 1 && VSVMSwitch.attempt.kind <= ATTEMPT_OTHER && \
	 IMPLIES(VSVMSwitch.attempt.kind == ATTEMPT_NONE, NO_ATTEMPT(VSVMSwitch.attempt)) && \
	 IMPLIES(IS_PAGE_ATTEMPT(VSVMSwitch.attempt), IS_TRIED(VSVMSwitch.attempt.address)) && \
	 IMPLIES(VSVMSwitch.running == 1, CAN_RUN && VMCB.word[VMCB_EVENT] == 0 && \
	                                  VSVMSwitch.attempt.kind == ATTEMPT_NONE))

/** While the guest runs, nothing can be called but what guests do. */
#define VSVMSwitch_IN_GUEST (VSVMSwitch.running == 1)

/** The virtual machine is that of the thread that runs, and the processor takes its control
 * block. */
#define CAN_RUN (MBoot.ready == 1 && VNPTInit.owner == PCID.current + 1 && VMCB_RUNS)
/** The processor forgets what it may remember, or all that it remembers is still so. */
#define NOTHING_STALE \
	(VMCB.word[VMCB_TLB_CONTROL] == 1 || \
	 ALL(g, GUEST_PAGES, VSVMSwitch.seen[g] == 0 || \
	                     VSVMSwitch.seen[g] == VNPTIntro.page[g]))

/** An address that guests here try, which need not be one of the guest's memory; the frame there,
 * 0 for none; what is there can be loaded. */
#define IS_TRIED(gpa)   ((gpa) % 4 == 0 && (gpa) < 0xc0000000u)
#define GUEST_FRAME(gpa) \
	(GPAGE_OF(gpa) < GUEST_PAGES ? VNPTIntro.page[GPAGE_OF(gpa) % GUEST_PAGES] : 0)
#define MAY_READ(gpa)   (GUEST_FRAME(gpa) == 0 || IS_STORED(GUEST_WORD(gpa)))
/** Where a store to gpa goes; of one that is not done, anywhere. */
#define GUEST_STORE(gpa) (GUEST_FRAME(gpa) != 0 ? GUEST_WORD(gpa) : LEAST_PADDR)

/** An interrupt waits for the guest; and the guest lets it in. */
#define WAITS     (VMCB.word[VMCB_INT_CTL] == INT_MASKING + INT_WAITS)
#define LETS_IN   (VMCB.word[VMCB_EFLAGS] / 0x200 % 2 == 1)
#define EXITS_ON_WINDOW (VMCB.word[VMCB_INTERCEPT_1] == INTERCEPTS_1 + INTERCEPTS_WINDOW)

/** An event is to be delivered as the guest goes on, by the row of its table of interrupts that is
 * here.  Of a guest that has a page there it is not said what it does then. */
#define DELIVERS (VMCB.word[VMCB_EVENT] != 0)
#define EVENT_ROW \
	(VMCB.word[VMCB_SEGMENT(SEG_IDTR) + 2] + VMCB.word[VMCB_EVENT] % 256 * 8)
#define HAS_NO_ROW \
	(IS_TRIED(EVENT_ROW) && GUEST_FRAME(EVENT_ROW) == 0 && \
	 VMCB.word[VMCB_SEGMENT(SEG_IDTR) + 1] == 0xffff && \
	 VMCB.word[VMCB_CR0] == PROTECTED && !(WAITS && LETS_IN))

/** As the guest goes on, it tries again the load or store with which it exited; in vain. */
#define TRIES_AGAIN \
	(IS_PAGE_ATTEMPT(VSVMSwitch.attempt) && \
	 VMCB.word[VMCB_EIP] == VSVMSwitch.attempt.eip)
#define TRIES_IN_VAIN (TRIES_AGAIN && GUEST_FRAME(VSVMSwitch.attempt.address) == 0)
/** It exits before it has done anything. */
#define EXITS_AT_ONCE (DELIVERS || (WAITS && LETS_IN) || TRIES_IN_VAIN)

/** Register r of the guest that is not in the control block. */
word_t svm_get(vreg_t r);
#define svm_get_PRE(r)     ((r) < GREGS)
#define svm_get_ASSIGNS(r) NOTHING
#define svm_get_POST(r)    (CLAUSE(RESULT == VSVMSwitch.reg[r]))

/** Let it be v. */
void svm_set(vreg_t r, word_t v);
#define svm_set_PRE(r, v)     ((r) < GREGS)
#define svm_set_ASSIGNS(r, v) VAR(VSVMSwitch.reg[r])
#define svm_set_POST(r, v)    (CLAUSE(VSVMSwitch.reg[r] == (v)))

/** Let the guest go on as the control block says.  Returns when it exits: why, the control block
 * says then.  It does not go on where it exited, unless it is by a page that it missed; then its
 * registers are as they were, since what it tries again may depend on them. */
void svm_switch(void);
#define svm_switch_PRE() \
	(CAN_RUN && NOTHING_STALE && CAN_GO_ON_THERE)
/** What it does first is one of what is stated here. */
#define CAN_GO_ON_THERE \
	(IMPLIES(DELIVERS, HAS_NO_ROW) && IMPLIES(WAITS && LETS_IN, EXITS_ON_WINDOW) && \
	 IMPLIES(VSVMSwitch.attempt.kind == ATTEMPT_OTHER, \
	         VMCB.word[VMCB_EIP] != VSVMSwitch.attempt.eip) && \
	 IMPLIES(TRIES_AGAIN, VMCB.word[VMCB_EAX] == VSVMSwitch.attempt.address && \
	         MAY_READ(VSVMSwitch.attempt.address) && \
	         IMPLIES(VSVMSwitch.attempt.kind == ATTEMPT_STORE, \
	                 VSVMSwitch.reg[GREG_ECX] == VSVMSwitch.attempt.value)))
#define svm_switch_ASSIGNS() \
	VAR(VSVMSwitch.running), VAR(VSVMSwitch.kernel), VAR(VSVMSwitch.attempt), \
	EACH(VSVMSwitch.seen, GUEST_PAGES), EXIT_ASSIGNS(), VAR(VMCB.word[VMCB_EVENT]), \
	VAR(Machine.cpu), VAR(Machine.scratch), \
	page_store_ASSIGNS(GUEST_STORE(VSVMSwitch.attempt.address), 0)
#define svm_switch_POST() \
	(CLAUSE(VSVMSwitch.running == (OLD(EXITS_AT_ONCE) ? 0 : 1)) && \
	 CLAUSE(SAME_REGISTERS(VSVMSwitch.kernel, OLD(EXITS_AT_ONCE) ? OLD(VSVMSwitch.kernel) \
	                                                             : OLD(Machine.cpu))) && \
	 CLAUSE(OLD(EXITS_AT_ONCE) ? SAME_ATTEMPT(VSVMSwitch.attempt, OLD(VSVMSwitch.attempt)) \
	                           : NO_ATTEMPT(VSVMSwitch.attempt)) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VSVMSwitch.seen[g] == VNPTIntro.page[g])) && \
	 CLAUSE(ALL_FROM(k, VMCB_EXIT_CODE, EXIT_WORDS, \
	                 VMCB.word[k] == OLD(WORD_AS_IT_GOES_ON(k)))) && \
	 CLAUSE(VMCB.word[VMCB_EVENT] == 0) && \
	 STORED_IF(OLD(STORES_AGAIN), OLD(GUEST_STORE(VSVMSwitch.attempt.address)), \
	           OLD(VSVMSwitch.attempt.value)) && \
	 CLAUSE(OLD(EXITS_AT_ONCE) ? SAME_REGISTERS(Machine.cpu, OLD(Machine.cpu)) \
	                           : IS_GUESTS(Machine.cpu) && \
	        Machine.cpu.eip == BEHIND(OLD(VMCB.word[VMCB_EIP]), \
	                                  OLD(TRIES_AGAIN) ? LENGTH_MOVE : 0)) && \
	 CLAUSE(Machine.scratch.known == (OLD(EXITS_AT_ONCE) ? OLD(Machine.scratch.known) : 3)) && \
	 CLAUSE(Machine.scratch.eax == \
	        (OLD(EXITS_AT_ONCE) ? OLD(Machine.scratch.eax) \
	         : OLD(TRIES_AGAIN && VSVMSwitch.attempt.kind == ATTEMPT_LOAD) \
	           ? OLD(DATA_WORD(GUEST_STORE(VSVMSwitch.attempt.address))) \
	           : OLD(VMCB.word[VMCB_EAX]))) && \
	 CLAUSE(Machine.scratch.ecx == (OLD(EXITS_AT_ONCE) ? OLD(Machine.scratch.ecx) \
	                                : VSVMSwitch.reg[GREG_ECX])) && \
	 CLAUSE(Machine.scratch.edx == (OLD(EXITS_AT_ONCE) ? OLD(Machine.scratch.edx) \
	                                : VSVMSwitch.reg[GREG_EDX])))
#define STORES_AGAIN \
	(TRIES_AGAIN && !EXITS_AT_ONCE && VSVMSwitch.attempt.kind == ATTEMPT_STORE)
/** Word k as the guest goes on or exits at once: by the page of the event's row, then the event is
 * there, too; for the interrupt that it lets in; or by the page that it misses again. */
#define WORD_AS_IT_GOES_ON(k) \
	(DELIVERS ? ((k) == VMCB_EXIT_EVENT ? VMCB.word[VMCB_EVENT] \
	             : (k) == VMCB_EXIT_EVENT + 1 ? VMCB.word[VMCB_EVENT_ERROR] \
	             : EXIT_WORD(k, EXIT_PAGE, PAGE_INFO(0), 1, EVENT_ROW)) \
	 : WAITS && LETS_IN ? EXIT_WORD(k, EXIT_WINDOW, 0, 0, 0) \
	 : TRIES_IN_VAIN ? EXIT_WORD(k, EXIT_PAGE, \
	                             PAGE_INFO(VSVMSwitch.attempt.kind == ATTEMPT_STORE), 1, \
	                             VSVMSwitch.attempt.address) \
	 : VMCB.word[k])
/** The registers r are the guest's, but for EIP. */
#define IS_GUESTS(r) \
	((r).ebx == VSVMSwitch.reg[GREG_EBX] && (r).esi == VSVMSwitch.reg[GREG_ESI] && \
	 (r).edi == VSVMSwitch.reg[GREG_EDI] && (r).ebp == VSVMSwitch.reg[GREG_EBP] && \
	 (r).esp == VMCB.word[VMCB_ESP])

/** Word k of those that say why the guest exited; no event was being delivered. */
#define EXIT_WORDS 8u
#define EXIT_WORD(k, code, info_1, high_1, info_2) \
	((k) == VMCB_EXIT_CODE ? (code) : (k) == VMCB_EXIT_INFO_1 ? (info_1) \
	 : (k) == VMCB_EXIT_INFO_1 + 1 ? (high_1) : (k) == VMCB_EXIT_INFO_2 ? (info_2) : 0)
#define EXIT_ASSIGNS() PART(VMCB.word, VMCB_EXIT_CODE, EXIT_WORDS)

/** A guest whose instructions are stated here: as it was made, in protected mode without paging;
 * and no interrupt would be delivered to it. */
#define IS_FLAT_WORD(k) \
	((VMCB_SEGMENT(SEG_ES) <= (k) && (k) < VMCB_SEGMENT(SEG_FS)) || (k) == VMCB_CPL || \
	 (k) == VMCB_CR4 || (k) == VMCB_CR0 || (k) == VMCB_DR7 || (k) == VMCB_INT_STATE)
#define IS_FLAT \
	(ALL(k, VMCB_WORDS, IMPLIES(IS_FLAT_WORD(k), VMCB.word[k] == VMCB_MADE(k))) && \
	 (VMCB.word[VMCB_EFLAGS] == FLAGS_NONE || VMCB.word[VMCB_EFLAGS] == FLAGS_IF))
#define GUEST_RUNS (VSVMSwitch.running == 1 && IS_FLAT)
/** The address n bytes behind eip: behind the last comes the first. */
#define BEHIND(eip, n) ((u32)((eip) + (n)))
/** Bytes of its instructions: MOV of a word, VMMCALL, of two bytes, HLT, STI with a NOP
 * behind, before which no interrupt is let in. */
#define LENGTH_MOVE 2u
#define LENGTH_CALL 3u
#define LENGTH_TWO  2u
#define LENGTH_HALT 1u
#define LENGTH_STI  2u
/** Those of IN and OUT; and what an exit says of them: the port, the width, 1 for IN. */
#define LENGTH_IO(width) ((width) == 2 ? 2u : 1u)
#define IS_WIDTH(width)  ((width) == 1 || (width) == 2 || (width) == 4)
#define IO_INFO(port, width, in) ((port) * 0x10000 + (width) * 0x10 + (in))
/** What an exit says of a page that is missed: a store or a load, of a program to the processor. */
#define PAGE_INFO(is_store) ((is_store) ? 6u : 4u)

/** The guest loads the word at gpa.  Returns it; it exits if there is no page. */
u32 guest_load(gaddr_t gpa);
#define guest_load_PRE(gpa)     (GUEST_RUNS && IS_TRIED(gpa) && MAY_READ(gpa))
#define guest_load_ASSIGNS(gpa) GUEST_ASSIGNS()
#define guest_load_POST(gpa) \
	(CLAUSE(RESULT == (OLD(GUEST_FRAME(gpa)) != 0 \
	                   ? OLD(DATA_WORD(GUEST_STORE(gpa))) : 0)) && \
	 MISSES_IF(OLD(GUEST_FRAME(gpa) == 0), gpa, ATTEMPT_LOAD, 0))

/** The guest stores v in the word at gpa; it exits if there is no page. */
void guest_store(gaddr_t gpa, word_t v);
#define guest_store_PRE(gpa, v)     (GUEST_RUNS && IS_TRIED(gpa))
#define guest_store_ASSIGNS(gpa, v) GUEST_ASSIGNS(), page_store_ASSIGNS(GUEST_STORE(gpa), v)
#define guest_store_POST(gpa, v) \
	(STORED_IF(OLD(GUEST_FRAME(gpa) != 0), OLD(GUEST_STORE(gpa)), v) && \
	 MISSES_IF(OLD(GUEST_FRAME(gpa) == 0), gpa, ATTEMPT_STORE, v))

/** The guest calls the hypervisor by VMMCALL, with these six registers: it exits. */
void guest_call(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi);
#define guest_call_PRE(eax, ebx, ecx, edx, esi, edi)     (GUEST_RUNS)
#define guest_call_ASSIGNS(eax, ebx, ecx, edx, esi, edi) GUEST_ASSIGNS()
#define guest_call_POST(eax, ebx, ecx, edx, esi, edi) \
	EXITS_WITH(EXIT_CALL, 0, 0, eax, ebx, ecx, edx, esi, edi)

/** The guest reads width bytes from a port into EAX: it exits. */
void guest_in(port_t port, width_t width);
#define guest_in_PRE(port, width)     (GUEST_RUNS && (port) <= 0xffff && IS_WIDTH(width))
#define guest_in_ASSIGNS(port, width) GUEST_ASSIGNS()
#define guest_in_POST(port, width) \
	EXITS(EXIT_IO, IO_INFO(port, width, 1), BEHIND(OLD(Machine.cpu.eip), LENGTH_IO(width)), \
	      0, 0, port)

/** The guest writes the low width bytes of v, which it has in EAX, to a port: it exits. */
void guest_out(port_t port, width_t width, word_t v);
#define guest_out_PRE(port, width, v)     (GUEST_RUNS && (port) <= 0xffff && IS_WIDTH(width))
#define guest_out_ASSIGNS(port, width, v) GUEST_ASSIGNS()
#define guest_out_POST(port, width, v) \
	EXITS(EXIT_IO, IO_INFO(port, width, 0), BEHIND(OLD(Machine.cpu.eip), LENGTH_IO(width)), \
	      v, 0, port)

/** The guest asks what processor it has, by leaf eax and ecx: it exits. */
void guest_cpuid(reg_t eax, reg_t ecx);
#define guest_cpuid_PRE(eax, ecx)     (GUEST_RUNS)
#define guest_cpuid_ASSIGNS(eax, ecx) GUEST_ASSIGNS()
#define guest_cpuid_POST(eax, ecx)    EXITS(EXIT_CPUID, 0, 0, eax, ecx, 0)

/** The guest reads model-specific register ecx: it exits. */
void guest_rdmsr(reg_t ecx);
#define guest_rdmsr_PRE(ecx)     (GUEST_RUNS)
#define guest_rdmsr_ASSIGNS(ecx) GUEST_ASSIGNS()
#define guest_rdmsr_POST(ecx)    EXITS(EXIT_MSR, 0, 0, 0, ecx, 0)

/** The guest stores edx and eax in model-specific register ecx: it exits. */
void guest_wrmsr(reg_t ecx, reg_t eax, reg_t edx);
#define guest_wrmsr_PRE(ecx, eax, edx)     (GUEST_RUNS)
#define guest_wrmsr_ASSIGNS(ecx, eax, edx) GUEST_ASSIGNS()
#define guest_wrmsr_POST(ecx, eax, edx)    EXITS(EXIT_MSR, 1, 0, eax, ecx, edx)

/** The guest waits for an interrupt: it exits. */
void guest_halt(void);
#define guest_halt_PRE()     (GUEST_RUNS)
#define guest_halt_ASSIGNS() GUEST_ASSIGNS()
#define guest_halt_POST()    EXITS(EXIT_HALT, 0, 0, 0, 0, 0)

/** The guest lets interrupts in: it exits if one waits. */
void guest_sti(void);
#define guest_sti_PRE()     (GUEST_RUNS && IMPLIES(WAITS, EXITS_ON_WINDOW))
#define guest_sti_ASSIGNS() GUEST_LEAVES_ASSIGNS(), VAR(VMCB.word[VMCB_EFLAGS])
#define guest_sti_POST() \
	(CLAUSE(VMCB.word[VMCB_EFLAGS] == FLAGS_IF) && \
	 EXIT_SAYS_IF(OLD(WAITS), EXIT_WINDOW, 0, 0, 0) && \
	 LEAVES_IF(OLD(WAITS), BEHIND(OLD(Machine.cpu.eip), LENGTH_STI), 0, \
	           OLD(Machine.cpu.ebx), 0, 0, OLD(Machine.cpu.esi), OLD(Machine.cpu.edi)))

/** The guest forgets its segment FS. */
void guest_drop_fs(void);
#define guest_drop_fs_PRE()     (GUEST_RUNS)
#define guest_drop_fs_ASSIGNS() PART(VMCB.word, VMCB_SEGMENT(SEG_FS), 4), VAR(Machine.cpu.eip)
#define guest_drop_fs_POST() \
	(CLAUSE(ALL_FROM(k, VMCB_SEGMENT(SEG_FS), 4, VMCB.word[k] == 0)) && \
	 CLAUSE(Machine.cpu.eip == BEHIND(OLD(Machine.cpu.eip), LENGTH_TWO)))

/** What a guest changes that may exit; what it tried, too, if it may be tried again. */
#define GUEST_LEAVES_ASSIGNS() \
	VAR(VSVMSwitch.running), EACH(VSVMSwitch.reg, GREGS), EXIT_ASSIGNS(), \
	VAR(VMCB.word[VMCB_EAX]), VAR(VMCB.word[VMCB_ESP]), VAR(VMCB.word[VMCB_EIP]), \
	VAR(Machine.cpu), VAR(Machine.scratch)
#define GUEST_ASSIGNS() GUEST_LEAVES_ASSIGNS(), VAR(VSVMSwitch.attempt)
/** It exits with these registers, the others as they are; with all of these. */
#define EXITS(code, info_1, info_2, eax, ecx, edx) \
	EXITS_WITH(code, info_1, info_2, eax, OLD(Machine.cpu.ebx), ecx, edx, \
	           OLD(Machine.cpu.esi), OLD(Machine.cpu.edi))
#define EXITS_WITH(code, info_1, info_2, eax, ebx, ecx, edx, esi, edi) \
	(EXIT_SAYS_IF(1, code, info_1, 0, info_2) && \
	 CLAUSE(VSVMSwitch.attempt.kind == ATTEMPT_OTHER && \
	        VSVMSwitch.attempt.eip == OLD(Machine.cpu.eip) && \
	        VSVMSwitch.attempt.address == 0 && VSVMSwitch.attempt.value == 0) && \
	 LEAVES_IF(1, OLD(Machine.cpu.eip), eax, ebx, ecx, edx, esi, edi))
/** If f, it exits by the page that it misses at gpa, and what it tried is kept; else it goes on. */
#define MISSES_IF(f, gpa, attempt_kind, v) \
	(EXIT_SAYS_IF(f, EXIT_PAGE, PAGE_INFO((attempt_kind) == ATTEMPT_STORE), 1, gpa) && \
	 CLAUSE((f) ? VSVMSwitch.attempt.kind == (attempt_kind) && \
	              VSVMSwitch.attempt.eip == OLD(Machine.cpu.eip) && \
	              VSVMSwitch.attempt.address == (gpa) && VSVMSwitch.attempt.value == (v) \
	            : NO_ATTEMPT(VSVMSwitch.attempt)) && \
	 LEAVES_IF(f, BEHIND(OLD(Machine.cpu.eip), (f) ? 0 : LENGTH_MOVE), gpa, \
	           OLD(Machine.cpu.ebx), v, 0, OLD(Machine.cpu.esi), OLD(Machine.cpu.edi)))
/** If f, that is why it exited. */
#define EXIT_SAYS_IF(f, code, info_1, high_1, info_2) \
	CLAUSE(ALL_FROM(k, VMCB_EXIT_CODE, EXIT_WORDS, VMCB.word[k] == \
	                ((f) ? EXIT_WORD(k, code, info_1, high_1, info_2) : OLD(VMCB.word[k]))))
/** It goes on at eip_.  If f, control is the kernel's until then, and the guest's registers are
 * kept; else it goes on at once, with all others as they were. */
#define LEAVES_IF(f, eip_, eax_, ebx_, ecx_, edx_, esi_, edi_) \
	(CLAUSE(VSVMSwitch.running == ((f) ? 0 : 1)) && \
	 CLAUSE(VMCB.word[VMCB_EAX] == ((f) ? (eax_) : OLD(VMCB.word[VMCB_EAX]))) && \
	 CLAUSE(VMCB.word[VMCB_ESP] == ((f) ? OLD(Machine.cpu.esp) : OLD(VMCB.word[VMCB_ESP]))) && \
	 CLAUSE(VMCB.word[VMCB_EIP] == ((f) ? (eip_) : OLD(VMCB.word[VMCB_EIP]))) && \
	 CLAUSE(ALL(r, GREGS, VSVMSwitch.reg[r] == (!(f) ? OLD(VSVMSwitch.reg[r]) \
	            : r == GREG_EBX ? (ebx_) : r == GREG_ECX ? (ecx_) : r == GREG_EDX ? (edx_) \
	            : r == GREG_ESI ? (esi_) : r == GREG_EDI ? (edi_) \
	            : OLD(Machine.cpu.ebp)))) && \
	 CLAUSE(SAME_REGISTERS_BUT_EIP(Machine.cpu, (f) ? OLD(VSVMSwitch.kernel) \
	                                                : OLD(Machine.cpu))) && \
	 CLAUSE(Machine.cpu.eip == ((f) ? OLD(VSVMSwitch.kernel.eip) : (eip_))) && \
	 CLAUSE(Machine.scratch.known == ((f) ? 0 : OLD(Machine.scratch.known))) && \
	 CLAUSE(Machine.scratch.eax == ((f) ? 0 : OLD(Machine.scratch.eax))) && \
	 CLAUSE(Machine.scratch.ecx == ((f) ? 0 : OLD(Machine.scratch.ecx))) && \
	 CLAUSE(Machine.scratch.edx == ((f) ? 0 : OLD(Machine.scratch.edx))))
#define SAME_REGISTERS_BUT_EIP(a, b) \
	((a).ebx == (b).ebx && (a).esi == (b).esi && (a).edi == (b).edi && \
	 (a).ebp == (b).ebp && (a).esp == (b).esp)

#endif
