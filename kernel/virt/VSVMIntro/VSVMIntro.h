/** @file
 * VSVMIntro: the registers of the guest, wherever each of them is kept.
 *
 * Some of them are in the control block, where VMRUN finds them, and the others with the switch.
 * For who sets and reads them they are one file of registers.
 */
#ifndef VSVMINTRO_H
#define VSVMINTRO_H
#include <VVMCBInit.h>

/** Register r is in the control block, and in which word; else its number with the switch. */
#define IN_BLOCK(r) ((r) == VM_EAX || (VM_ESP <= (r) && (r) < VM_REGS))
#define WORD_OF_REG(r) \
	((r) == VM_ESP ? VMCB_ESP : (r) == VM_EIP ? VMCB_EIP : (r) == VM_EFLAGS ? VMCB_EFLAGS \
	 : (r) == VM_CR0 ? VMCB_CR0 : (r) == VM_CR2 ? VMCB_CR2 : (r) == VM_CR3 ? VMCB_CR3 \
	 : (r) == VM_CR4 ? VMCB_CR4 : VMCB_EAX)
#define GREG_OF_REG(r) (VM_EBX <= (r) && (r) <= VM_EBP ? (r) - VM_EBX : 0)
/** Register r of the guest. */
#define VM_REG(r) \
	(IN_BLOCK(r) ? VMCB.word[WORD_OF_REG(r)] : VSVMSwitch.reg[GREG_OF_REG(r)])

/** Register r of the guest. */
word_t vmst_read(vmreg_t r);
#define vmst_read_PRE(r)     ((r) < VM_REGS)
#define vmst_read_ASSIGNS(r) NOTHING
#define vmst_read_POST(r)    (CLAUSE(RESULT == VM_REG(r)))

/** Let it be v.  Returns 1; 0 if the processor does not take that, as it is with some bits of CR0
 * and CR4: then nothing has changed. */
flag_t vmst_write(vmreg_t r, control_t v);
#define vmst_write_PRE(r, v) ((r) < VM_REGS)
#define vmst_write_ASSIGNS(r, v) \
	VAR(VMCB.word[WORD_OF_REG(r)]), VAR(VSVMSwitch.reg[GREG_OF_REG(r)])
#define vmst_write_POST(r, v) \
	(CLAUSE(RESULT == (REG_TAKES(r, v) ? 1 : 0)) && \
	 CLAUSE(VMCB.word[WORD_OF_REG(r)] == \
	        (IN_BLOCK(r) && REG_TAKES(r, v) ? (v) : OLD(VMCB.word[WORD_OF_REG(r)]))) && \
	 CLAUSE(VSVMSwitch.reg[GREG_OF_REG(r)] == \
	        (IN_BLOCK(r) ? OLD(VSVMSwitch.reg[GREG_OF_REG(r)]) : (v))))
#define REG_TAKES(r, v) (!IN_BLOCK(r) || VMCB_TAKES(WORD_OF_REG(r), v))

#endif
