/* walk.c: the monitor's picture of a translation: what the paging unit does with an address, step
 * by step, in the words of memory that it reads.
 */
#include "monitor.h"

#include <sizes.h>
#include <machine.h>

#define WORD       4u
#define LARGE_PAGE (ENTRIES * PAGE_SIZE)

/* Those bits of an entry that sizes.h has no name for. */
#define ENTRY_ACCESSED 0x020u
#define ENTRY_DIRTY    0x040u
#define ENTRY_LARGE    0x080u
#define ENTRY_GLOBAL   0x100u

static const struct {
	u32 bit;
	const char *name;
} bits[] = {
	{ PTE_PRESENT, "present" }, { PTE_WRITE, "write" },   { PTE_USER, "user" },
	{ ENTRY_ACCESSED, "accessed" }, { ENTRY_DIRTY, "dirty" }, { ENTRY_LARGE, "large" },
	{ ENTRY_GLOBAL, "global" },
};

static void print_entry(const char *indent, const char *what, u32 index, paddr_t at, u32 entry)
{
	console_print("%s%s %u, at 0x%08x: 0x%08x", indent, what, index, at, entry);
	for (u32 i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if (entry & bits[i].bit)
			console_print(" %s", bits[i].name);
	}
	console_putc('\n');
}

/* The word of physical memory at a, through MBoot. */
static u32 load(paddr_t a)
{
	return call_named("fload", 1, &a);
}

static void print_target(const char *indent, paddr_t base, u32 offset)
{
	console_print("%s  |\n%s  +--> frame %u, physical address 0x%08x\n", indent, indent,
		      base / PAGE_SIZE, base + offset);
}

static void print_nothing(const char *indent)
{
	console_print("%s  |\n%s  +--> nothing: a page fault\n", indent, indent);
}

/* A broken directory may point anywhere. */
static u32 is_memory(frame_t f)
{
	return f < LEAST_FRAME ||
	       (f < NFRAMES && call_named("is_norm", 1, &f));
}

static void walk_table(vaddr_t va, u32 pde)
{
	u32 index = va / PAGE_SIZE % ENTRIES;
	paddr_t at = pde / PAGE_SIZE * PAGE_SIZE + index * WORD;
	u32 pte;

	console_print("        |\n        +--> table in frame %u\n", pde / PAGE_SIZE);
	if (!is_memory(pde / PAGE_SIZE)) {
		console_print("             where there is no memory\n");
		return;
	}
	pte = load(at);
	print_entry("             ", "entry", index, at, pte);
	if (pte & PTE_PRESENT)
		print_target("             ", pte / PAGE_SIZE * PAGE_SIZE, va % PAGE_SIZE);
	else
		print_nothing("             ");
}

void print_walk(vaddr_t va, map_t n)
{
	u32 index = va / LARGE_PAGE;
	paddr_t at = DIRECTORY_FRAME(n) * PAGE_SIZE + index * WORD;
	u32 pde = load(at);

	console_print("0x%08x = slot %u, entry %u, byte 0x%x\n\n", va, index,
		      va / PAGE_SIZE % ENTRIES, va % PAGE_SIZE);
	console_print("map %u: directory in frame %u\n", n, DIRECTORY_FRAME(n));
	print_entry("      ", "slot", index, at, pde);
	if (!(pde & PTE_PRESENT))
		print_nothing("      ");
	else if (pde & ENTRY_LARGE)
		print_target("      ", pde / LARGE_PAGE * LARGE_PAGE, va % LARGE_PAGE);
	else
		walk_table(va, pde);
}
