/* svm.c: nested page tables, and a guest that reads or writes a word through them.
 *
 * The tables are there for guests of the kernel, but while they are being built there is none.  To
 * see what the processor makes of them, it runs two instructions as a guest: load or store the
 * word, call the hypervisor.  Their bytes lie in the page of the word meanwhile, as nothing else
 * need be mapped.
 */
#include "internal.h"

#include <machine/Nested.h>

#define CPUID_EXTENDED 0x80000001u
#define CPUID_SVM      0x8000000au
#define HAS_SVM        0x04u /* of ECX of the former */
#define HAS_NESTED     0x01u /* of EDX of the latter */

#define MSR_EFER       0xc0000080u
#define EFER_SVME      0x1000u
#define MSR_VM_CR      0xc0010114u
#define VM_CR_DISABLED 0x10u
#define MSR_HSAVE      0xc0010117u

/* The control block (VMCB), by words. */
enum vmcb_word {
	INTERCEPT_EXCEPTIONS = 0x08 / 4,
	INTERCEPT_1 = 0x0c / 4,
	INTERCEPT_2 = 0x10 / 4,
	ASID = 0x58 / 4,
	TLB_CONTROL = 0x5c / 4,
	EXIT_CODE = 0x70 / 4,
	EXIT_ADDRESS = 0x80 / 4, /* of a nested page fault: the guest's physical address */
	NESTED_ENABLE = 0x90 / 4,
	NESTED_ROOT = 0xb0 / 4,
	SEGMENT = 0x400 / 4, /* ES, CS, SS, DS: four words each */
	EFER = 0x4d0 / 4,
	CR0 = 0x558 / 4,
	DR7 = 0x560 / 4,
	DR6 = 0x568 / 4,
	EFLAGS = 0x570 / 4,
	EIP = 0x578 / 4,
	ESP = 0x5d8 / 4,
	EAX = 0x5f8 / 4,
};

#define INTERCEPTED_1 ((1u << 1) | (1u << 31)) /* NMI, shutdown */
#define INTERCEPTED_2 ((1u << 0) | (1u << 1))  /* VMRUN, without which it is refused; VMMCALL */
#define EXIT_NMI      0x61u
#define EXIT_VMMCALL  0x81u
#define PROTECTED     0x11u /* CR0: protected mode, no paging */
#define CODE          0xc9bu /* segments of 4 GiB */
#define DATA          0xc93u

enum { PROGRAM = 5 };
static const u8 reads[PROGRAM] = { 0x8b, 0x00, 0x0f, 0x01, 0xd9 };  /* movl (%eax), %eax; vmmcall */
static const u8 writes[PROGRAM] = { 0x89, 0x20, 0x0f, 0x01, 0xd9 }; /* movl %esp, (%eax); vmmcall */

static u32 vmcb[1024] __attribute__((aligned(4096)));
static u8 host_save[4096] __attribute__((aligned(4096)));

/* vmrun.S: while it runs a guest, the processor translates the kernel's addresses by these tables.
 * It reads nested tables of PAE only if its own are such. */
u64 svm_root[4] __attribute__((aligned(32)));
static u64 svm_directory[512] __attribute__((aligned(4096)));
void svm_run(u32 *control_block);

static u64 read_msr(u32 number)
{
	u64 value;

	__asm__ volatile("rdmsr" : "=A"(value) : "c"(number));
	return value;
}

static void write_msr(u32 number, u64 value)
{
	__asm__ volatile("wrmsr" : : "A"(value), "c"(number));
}

static u32 cpuid(u32 leaf, u32 *edx)
{
	u32 eax = leaf;
	u32 ebx;
	u32 ecx;

	__asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(*edx));
	return ecx;
}

static u32 has_nested_paging(void)
{
	u32 edx;

	if (!(cpuid(CPUID_EXTENDED, &edx) & HAS_SVM))
		return 0;
	cpuid(CPUID_SVM, &edx);
	return edx & HAS_NESTED && !(read_msr(MSR_VM_CR) & VM_CR_DISABLED);
}

/* The kernel's image lies in the first 8 MiB. */
static void enable(void)
{
	const u64 large = 0x83; /* a page of 2 MiB, present, writable */

	if (!has_nested_paging())
		panic("no guest can run: this processor has no SVM with nested paging (QEMU has "
		      "it with -cpu qemu32,+svm,+npt)");
	write_msr(MSR_EFER, read_msr(MSR_EFER) | EFER_SVME);
	write_msr(MSR_HSAVE, (u32)host_save);
	for (u32 i = 0; i < 4; i++)
		svm_directory[i] = ((u64)i << 21) | large;
	svm_root[0] = (u32)svm_directory | PTE_PRESENT;
}

static void set_segment(u32 number, u32 selector, u32 attributes)
{
	u32 *segment = &vmcb[SEGMENT + number * 4];

	segment[0] = attributes << 16 | selector;
	segment[1] = 0xffffffff; /* limit */
}

/* The control block has EAX and ESP, so the two are enough for the program: where, and what. */
static void make_guest(gaddr_t code, gaddr_t gpa, word_t v)
{
	memset(vmcb, 0, sizeof vmcb);
	vmcb[INTERCEPT_EXCEPTIONS] = 0xffffffff;
	vmcb[INTERCEPT_1] = INTERCEPTED_1;
	vmcb[INTERCEPT_2] = INTERCEPTED_2;
	vmcb[ASID] = 1;
	vmcb[TLB_CONTROL] = 1; /* forget all */
	vmcb[NESTED_ENABLE] = 1;
	vmcb[NESTED_ROOT] = NPT_FRAME * PAGE_SIZE;
	for (u32 i = 0; i < 4; i++)
		set_segment(i, i == 1 ? KERNEL_CODE : KERNEL_DATA, i == 1 ? CODE : DATA);
	vmcb[EFER] = EFER_SVME;
	vmcb[CR0] = PROTECTED;
	vmcb[DR7] = 0x400;
	vmcb[DR6] = 0xffff0ff0;
	vmcb[EFLAGS] = 2;
	vmcb[EIP] = code;
	vmcb[ESP] = v;
	vmcb[EAX] = gpa;
}

/* The frame that an entry of the tables leads to, which must be one of count frames from first on;
 * 0 if it is not present. */
static u32 *follow(const u32 *entry, u32 first, u32 count)
{
	if (!(entry[0] & PTE_PRESENT))
		return 0;
	if (entry[1] != 0 || entry[0] / PAGE_SIZE - first >= count)
		panic("the nested page tables have the entry 0x%08x%08x", entry[1], entry[0]);
	return (u32 *)(entry[0] / PAGE_SIZE * PAGE_SIZE);
}

/* The page at gpa, by the tables; 0 if there is none. */
static u8 *page_at(gaddr_t gpa)
{
	gpage_t g = GPAGE_OF(gpa);
	u32 *table = follow((u32 *)(NPT_FRAME * PAGE_SIZE), NPT_FRAME + 1, 1);

	if (table)
		table = follow(table + NPT_SLOT(g) * 2, NPT_FRAME + 2, NPT_TABLES);
	if (table)
		table = follow(table + g % NPT_ENTRIES * 2, LEAST_FRAME, NFRAMES - LEAST_FRAME);
	return (u8 *)table;
}

/* Run the guest with that program.  Returns how it ended.  Without a page at gpa it ends as it
 * begins: its first instruction is not found. */
static u32 run_guest(const u8 *program, gaddr_t gpa, word_t v)
{
	static u32 enabled;
	u32 offset = gpa % PAGE_SIZE < PAGE_SIZE / 2 ? PAGE_SIZE / 2 : 0; /* not over the word */
	u8 *page = page_at(gpa);
	u8 there[PROGRAM];

	if (!enabled)
		enable();
	enabled = 1;
	if (page) {
		memcpy(there, page + offset, PROGRAM);
		memcpy(page + offset, program, PROGRAM);
	}
	make_guest(GPAGE_OF(gpa) * PAGE_SIZE + offset, gpa, v);
	do {
		svm_run(vmcb);
	} while (vmcb[EXIT_CODE] == EXIT_NMI); /* taken meanwhile */
	if (page)
		memcpy(page + offset, there, PROGRAM);
	return vmcb[EXIT_CODE];
}

word_t nested_load(index_t k)
{
	return ((const u32 *)(NPT_FRAME * PAGE_SIZE))[k];
}

void nested_store(index_t k, word_t v)
{
	((u32 *)(NPT_FRAME * PAGE_SIZE))[k] = v;
}

flag_t nested_finds(gaddr_t gpa)
{
	return run_guest(reads, gpa, 0) == EXIT_VMMCALL;
}

static void check_exit(u32 code, const char *what, gaddr_t gpa)
{
	if (code != EXIT_VMMCALL)
		panic("a guest cannot %s its address 0x%x: exit code 0x%x, address 0x%x", what, gpa,
		      code, vmcb[EXIT_ADDRESS]);
}

word_t nested_read(gaddr_t gpa)
{
	check_exit(run_guest(reads, gpa, 0), "read", gpa);
	return vmcb[EAX];
}

void nested_write(gaddr_t gpa, word_t v)
{
	check_exit(run_guest(writes, gpa, v), "write", gpa);
}
