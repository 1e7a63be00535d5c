/* cpu.c: the processor as the guest sees it.
 *
 * It has what the real one has of a list: what works in a guest without the monitor's help.  So
 * there is no interrupt controller of its own, no PAE and nothing behind it (a guest's tables have
 * the old form), no SYSENTER (its registers exit), no state that takes XSAVE.  Its vendor is
 * Strata: a kernel that knows it not uses no register that each vendor has in his own way.
 */
#include "cpu.h"
#include "clock.h"
#include "tiny.h"

#include <sizes.h>

struct leaf {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
};

#define BIT(n) (1u << (n))

#define LEAF_VENDOR   0u
#define LEAF_FEATURES 1u
#define LEAF_EXTENDED 0x80000000u /* the last leaf of its kind */
#define LEAF_MORE     0x80000001u
#define LEAF_NAME     0x80000002u
#define LEAF_LAST     0x80000004u

/* FPU VME DE PSE TSC MSR CX8; PGE CMOV CLFSH; MMX FXSR SSE SSE2 */
#define FEATURES_EDX \
	(BIT(0) | BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5) | BIT(8) | BIT(13) | BIT(15) | \
	 BIT(19) | BIT(23) | BIT(24) | BIT(25) | BIT(26))
/* SSE3 PCLMULQDQ SSSE3 CX16 SSE4.1 SSE4.2 MOVBE POPCNT AES */
#define FEATURES_ECX \
	(BIT(0) | BIT(1) | BIT(9) | BIT(13) | BIT(19) | BIT(20) | BIT(22) | BIT(23) | BIT(25))
#define FEATURES_EBX 0x0000ff00u /* what CLFLUSH works on; not whose interrupt controller it is */
#define MORE_EDX     BIT(22) /* more of MMX */
#define MORE_ECX     (BIT(0) | BIT(5) | BIT(6)) /* LAHF LZCNT SSE4A */

/* Registers that kernels read without having asked if they are there. */
#define MSR_TSC     0x10u
#define MSR_MCG_CAP 0x179u /* of machine checks; 0: there are none */

static struct leaf real_leaf(u32 number)
{
	struct leaf l;

	__asm__ volatile("cpuid"
			 : "=a"(l.eax), "=b"(l.ebx), "=c"(l.ecx), "=d"(l.edx)
			 : "a"(number), "c"(0));
	return l;
}

static struct leaf leaf(u32 number)
{
	struct leaf l = { 0 };

	if (number == LEAF_VENDOR)
		return (struct leaf){ LEAF_FEATURES, 0x61727453, 0x61746172, 0x74536174 };
	if (number == LEAF_EXTENDED)
		return (struct leaf){ LEAF_LAST, 0, 0, 0 };
	if (number == LEAF_FEATURES || (LEAF_MORE <= number && number <= LEAF_LAST))
		l = real_leaf(number);
	if (number == LEAF_FEATURES) {
		l.ebx &= FEATURES_EBX;
		l.ecx &= FEATURES_ECX;
		l.edx &= FEATURES_EDX;
	} else if (number == LEAF_MORE) {
		l.ebx = 0;
		l.ecx &= MORE_ECX;
		l.edx &= MORE_EDX;
	}
	return l;
}

void cpu_identify(struct vm_exit *exit)
{
	struct leaf l = leaf(exit->eax);

	exit->eax = l.eax;
	sys_vm_set(VM_EBX, l.ebx);
	sys_vm_set(VM_ECX, l.ecx);
	sys_vm_set(VM_EDX, l.edx);
}

/* Stored is what TINY_MSR keeps; the others are what they are. */
u32 cpu_register(struct vm_exit *exit)
{
	static u64 kept;
	u64 value = 0;
	u32 number = 0;
	u32 high = 0;

	sys_vm_get(VM_ECX, &number);
	if (number == MSR_TSC)
		value = clock_counts();
	else if (number == TINY_MSR)
		value = kept;
	else if (number != MSR_MCG_CAP)
		return 0;
	if (exit->io & SYS_VM_IO_OUT) {
		sys_vm_get(VM_EDX, &high);
		if (number == TINY_MSR)
			kept = (u64)high << 32 | exit->eax;
		return 1;
	}
	exit->eax = (u32)value;
	sys_vm_set(VM_EDX, (u32)(value >> 32));
	return 1;
}
