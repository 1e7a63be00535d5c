/* svm.c: guests: can the processor run them, the control block, and nested page tables.
 *
 * The tables are there for the kernel's guest, but while they are being built there is none.  To
 * see what the processor makes of them, it runs two instructions as a guest: load or store the
 * word, call the hypervisor.  Their bytes lie in the page of the word meanwhile, as nothing else
 * need be mapped.
 */
#include "internal.h"

#include <machine/Nested.h>
#include <machine/VMCB.h>

#define CPUID_EXTENDED 0x80000001u
#define CPUID_SVM      0x8000000au
#define HAS_SVM        0x04u /* of ECX of the former */
#define HAS_NESTED     0x01u /* of EDX of the latter */

#define MSR_EFER       0xc0000080u
#define EFER_SVME      0x1000u
#define MSR_VM_CR      0xc0010114u
#define VM_CR_DISABLED 0x10u
#define MSR_HSAVE      0xc0010117u

_Static_assert(VMCB_FRAME * PAGE_SIZE == 0x77d000 - 0x1000 * TERM_THREADS, "as in vmrun.S");

enum { PROGRAM = 5 };
static const u8 reads[PROGRAM] = { 0x8b, 0x00, 0x0f, 0x01, 0xd9 };  /* movl (%eax), %eax; vmmcall */
static const u8 writes[PROGRAM] = { 0x89, 0x20, 0x0f, 0x01, 0xd9 }; /* movl %esp, (%eax); vmmcall */

static u32 present; /* guests can run */
static u32 own_vmcb[1024] __attribute__((aligned(4096))); /* of the guest of two instructions */
static u8 host_save[4096] __attribute__((aligned(4096)));

/* vmrun.S: while it runs a guest, the processor translates the kernel's addresses by these tables.
 * It reads nested tables of PAE only if its own are such. */
u64 svm_root[4] __attribute__((aligned(32)));
static u64 svm_directory[512] __attribute__((aligned(4096)));
void machine_vmrun(u32 *control_block);

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

	write_msr(MSR_EFER, read_msr(MSR_EFER) | EFER_SVME);
	write_msr(MSR_HSAVE, (u32)host_save);
	for (u32 i = 0; i < 4; i++)
		svm_directory[i] = ((u64)i << 21) | large;
	svm_root[0] = (u32)svm_directory | PTE_PRESENT;
}

/* The control block has EAX and ESP, so the two are enough for the program: where, and what. */
static void make_guest(gaddr_t code, gaddr_t gpa, word_t v)
{
	for (u32 k = 0; k < VMCB_WORDS; k++)
		own_vmcb[k] = VMCB_MADE(k);
	own_vmcb[VMCB_EXCEPTIONS] = 0xffffffff;
	own_vmcb[VMCB_TLB_CONTROL] = 1; /* forget all */
	own_vmcb[VMCB_EIP] = code;
	own_vmcb[VMCB_ESP] = v;
	own_vmcb[VMCB_EAX] = gpa;
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
	u32 offset = gpa % PAGE_SIZE < PAGE_SIZE / 2 ? PAGE_SIZE / 2 : 0; /* not over the word */
	u8 *page = page_at(gpa);
	u8 there[PROGRAM];

	if (!present)
		panic("no guest can run: this processor has no SVM with nested paging (QEMU has "
		      "it with -cpu qemu32,+svm,+npt)");
	if (page) {
		memcpy(there, page + offset, PROGRAM);
		memcpy(page + offset, program, PROGRAM);
	}
	make_guest(GPAGE_OF(gpa) * PAGE_SIZE + offset, gpa, v);
	machine_vmrun(own_vmcb);
	if (page)
		memcpy(page + offset, there, PROGRAM);
	return own_vmcb[VMCB_EXIT_CODE];
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
	return run_guest(reads, gpa, 0) == EXIT_CALL;
}

static void check_exit(u32 code, const char *what, gaddr_t gpa)
{
	if (code != EXIT_CALL)
		panic("a guest cannot %s its address 0x%x: exit code 0x%x, address 0x%x", what, gpa,
		      code, own_vmcb[VMCB_EXIT_INFO_2]);
}

word_t nested_read(gaddr_t gpa)
{
	check_exit(run_guest(reads, gpa, 0), "read", gpa);
	return own_vmcb[VMCB_EAX];
}

void nested_write(gaddr_t gpa, word_t v)
{
	check_exit(run_guest(writes, gpa, v), "write", gpa);
}

/* ---- the control block ----------------------------------------------------------------------- */

#define SIGN   0x57a7a000u
#define NPT(k) ((u32 *)(NPT_FRAME * PAGE_SIZE))[k]

/* Processors that translate nothing and protect nothing are known, if the kernel's own tables have
 * not the form that they read: see that a guest finds a word through the tables, and not without
 * them.  They are the layers' later, and empty again. */
static u32 translates(void)
{
	u32 *word = (u32 *)LEAST_PADDR; /* any that is not the kernel's */
	u32 there = *word;
	u32 right;

	*word = SIGN;
	NPT(ROOT_WORD) = ROOT_ENTRY;
	NPT(DIRECTORY_WORD(0)) = TABLE_ENTRY(0);
	NPT(TABLE_WORD(0, 0)) = GUEST_ENTRY(LEAST_FRAME);
	right = run_guest(reads, 0, 0) == EXIT_CALL && own_vmcb[VMCB_EAX] == SIGN;
	NPT(ROOT_WORD) = 0;
	right = right && run_guest(reads, 0, 0) == EXIT_PAGE;
	NPT(DIRECTORY_WORD(0)) = NPT(TABLE_WORD(0, 0)) = 0;
	*word = there;
	return right;
}

void svm_init(void)
{
	memset((void *)(PERMISSION_FRAME * PAGE_SIZE), 0xff, PERMISSION_FRAMES * PAGE_SIZE);
	memset((void *)(VMCB_FRAME * PAGE_SIZE), 0, PAGE_SIZE);
	if (!has_nested_paging())
		return;
	enable();
	present = 1;
	present = translates();
}

flag_t svm_present(void)
{
	return present;
}

static volatile u32 *const control_block = (volatile u32 *)(VMCB_FRAME * PAGE_SIZE);

/* Of a port the manual has bits 7 to 12 for how the instruction addresses memory, which QEMU does
 * not set; and of an event that was delivered one bit is reset, or all of them.  Layers see one and
 * the same. */
#define IO_ADDRESSING 0x1f80u

word_t vmcb_load(vword_t k)
{
	u32 word = control_block[k];

	if (k == VMCB_EXIT_INFO_1 && control_block[VMCB_EXIT_CODE] == EXIT_IO)
		return word & ~IO_ADDRESSING;
	if (k == VMCB_EVENT && word < EVENT_VALID)
		return 0;
	return word;
}

void vmcb_store(vword_t k, control_t v)
{
	control_block[k] = v;
}
