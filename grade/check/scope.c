/* scope: see scope.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <devices.h>
#include <elf.h>
#include <machine/VMCB.h>
#include <sizes.h>
#include <syscall.h>
#include "scope.h"
#include "grade/environment.h"
#include "world.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct sample {
	const char *name; /* of a type, or a primitive */
	u32 value[24];
	unsigned count;
};

/* Beside every value in range, one out of range: preconditions must say no to it. */
static const struct sample samples[] = {
	{"frame_t", {0, LEAST_FRAME - 1, LEAST_FRAME, LEAST_FRAME + 1, LEAST_FRAME + 2, NFRAMES - 1,
	             NFRAMES}, 7},
	{"paddr_t", {LEAST_PADDR, LEAST_PADDR + PAGE_SIZE - 4, LEAST_PADDR + PAGE_SIZE + 2,
	             NFRAMES * PAGE_SIZE - 4, NFRAMES * PAGE_SIZE, 0}, 6},
	{"map_t", {0, 1, NMAPS - 1, NMAPS}, 4},
	{"slot_t", {FIRST_USER_SLOT - 1, FIRST_USER_SLOT, END_USER_SLOT - 1, END_USER_SLOT, SLOTS},
	 5},
	{"entry_t", {0, ENTRIES - 1, ENTRIES}, 3},
	{"perm_t", {PTE_PRESENT, PTE_PRESENT | PTE_USER, PTE_PRESENT | PTE_WRITE | PTE_USER, 0}, 4},
	{"uaddr_t", {USER_WORD(0), USER_WORD(1) + 4, USER_WORD(USER_PAGES - 1), USER_WORD(0) + 2,
	             USER_WORD(USER_PAGES)}, 5},
	{"word_t", {0, 1, 0xFFFFFFFF}, 3},
	{"flag_t", {0, 1, 2}, 3},
	{"index_t", {0, 1, 2, MAX_ROWS, MAX_ROWS + 1}, 5},
	{"ctx_t", {0, 1, 2, NCTX}, 4},
	{"vaddr_t", {STACK_TOP(0) - 4, STACK_TOP(1) - 4, STACK_TOP(2) - 4, STACK_TOP(1) - 2,
	             STACK_TOP(1) - STACK_SIZE}, 5},
	{"thread_t", {0, 1, 2, NTHREADS}, 4},
	{"link_t", {0, 1, 2, NIL, NIL + 1}, 5},
	{"queue_t", {0, 1, READY_QUEUE, NQUEUES}, 4},
	{"tstate_t", {THREAD_READY, THREAD_RUN, THREAD_SLEEP, THREAD_DEAD, THREAD_DEAD + 1}, 5},
	{"chan_t", {0, 1, 2, NCHANS}, 4},
	{"uword_t", {UCTX_EAX, UCTX_EIP, UCTX_CS, UCTX_WORDS}, 4},
	{"reg_t", {0, 7}, 2},
	{"image_t", {0, NIMAGES}, 2},
	{"gpage_t", {0, 1, NPT_ENTRIES, GUEST_PAGES - 1, GUEST_PAGES}, 5},
	{"gaddr_t", {0, 4, NPT_ENTRIES * PAGE_SIZE + 8, GUEST_PAGES * PAGE_SIZE - 4,
	             2, GUEST_PAGES * PAGE_SIZE}, 6},
	{"vword_t", {VMCB_INTERCEPT_1, VMCB_TLB_CONTROL, VMCB_INT_CTL, VMCB_EFLAGS, VMCB_EIP,
	             VMCB_EAX, VMCB_WORDS}, 7},
	{"control_t", {0, 1, FLAGS_IF, INT_MASKING + INT_WAITS, INTERCEPTS_1 + INTERCEPTS_WINDOW},
	 5},
	{"vreg_t", {GREG_EBX, GREG_ECX, GREG_EBP, GREGS}, 4},
	{"vmreg_t", {VM_EAX, VM_EBP, VM_EIP, VM_CR0, VM_CR4, VM_REGS}, 6},
	{"seg_t", {SEG_ES, SEG_TR, SEGMENTS_OF_GUEST}, 3},
	{"selector_t", {0x10, 0xffff, 0x10000}, 3},
	{"attributes_t", {0x93, 0xcf9b}, 2},
	{"event_t", {EVENT_INTERRUPT, EVENT_NMI, EVENT_EXCEPTION, 1}, 4},
	{"vector_t", {2, 13, 255, 256}, 4},
	{"port_t", {0, 0xffff, 0x10000}, 3},
	{"width_t", {1, 2, 4, 3}, 4},
	{"nslot_t", {0, NPT_TABLES - 1, NPT_TABLES}, 3},
	{"code_t", {ENTRY_MARK, ENTRY_MARK + 1}, 2},
	{"u32", {0, 1, 4, 5, 6, 7, NFRAMES, NFRAMES + 1}, 8},
};

static const u32 *values_for(const char *name, const struct sample *sample, unsigned rows,
                             unsigned *count)
{
	for (unsigned i = 0; i < rows; i++) {
		if (strcmp(sample[i].name, name) == 0) {
			*count = sample[i].count;
			return sample[i].value;
		}
	}
	return NULL;
}

const u32 *sample_values(const char *type, unsigned *count)
{
	return values_for(type, samples, COUNT(samples), count);
}

/* The first argument of these is more than its type says. */
static const struct sample first_samples[] = {
	{"uctx_arg", {0, 1, 2, 3, 4, 5, 6}, 7},
	{"uctx_set_retval", {0, 1, 2, 3, 4, 5, 6}, 7},
	{"user_frame", {0, USER_WORD(0) - PAGE_SIZE, USER_WORD(0), ROOM, ROOM + 1, ROOM + 4, STACK,
	                USER_WORD(USER_PAGES)}, 8},
	{"user_load", {USER_WORD(0) - PAGE_SIZE, USER_WORD(0), ROOM + 4, HOLE, STACK + 8,
	               USER_WORD(USER_PAGES)}, 6},
	{"user_store", {USER_WORD(0) - PAGE_SIZE, USER_WORD(0), ROOM + 4, HOLE, STACK + 8,
	                USER_WORD(USER_PAGES)}, 6},
	{"trap_serve", {0, TRAP_PAGE_FAULT, TRAP_CLOCK - 1, TRAP_CLOCK, TRAP_SYSTEM_CALL - 1,
	                TRAP_SYSTEM_CALL, TRAP_SYSTEM_CALL + 1}, 7},
	{"vm_serve", {SYS_GETPID, SYS_VM_TAKE, SYS_VM_LEAVE, SYS_VM_MAP, SYS_VM_RUN, SYS_VM_EXIT,
	              SYS_VM_SYNC, SYS_VM_GET, SYS_VM_SET, SYS_VM_SEG, SYS_VM_INJECT, SYS_VM_WINDOW,
	              SYS_VM_SHADOW, SYS_VM_EVENT, SYS_VM_REASON, SYS_VM_PORT, SYS_VM_WIDTH,
	              SYS_VM_REP, SYS_VM_STRING, SYS_VM_OUT, SYS_VM_NEXT, SYS_VM_FAULT, SYSCALLS},
	 23},
};

/* ---- memory maps: all of no row, one row and two rows out of these, and some of three ------- */

struct row {
	u32 base_low, base_high, length_low, length_high, usable;
};

#define FIRST (LEAST_FRAME * PAGE_SIZE) /* the least byte that is not the kernel's */
#define LAST  (NFRAMES * PAGE_SIZE)     /* the end of the direct map */
#define HALF  (PAGE_SIZE / 2)

static const struct row rows[] = {
	{0, 0, LAST, 0, 1},                               /* all of it */
	{FIRST, 0, 2 * PAGE_SIZE, 0, 1},                  /* whole frames */
	{FIRST + HALF, 0, 2 * PAGE_SIZE, 0, 1},           /* begins and ends inside a frame */
	{FIRST + HALF, 0, HALF, 0, 1},                    /* covers no frame whole */
	{FIRST + PAGE_SIZE, 0, LAST, 0, 1},               /* reaches beyond the direct map */
	{FIRST + PAGE_SIZE + 1, 0, 0, 0, 0},              /* empty, inside a frame, not usable */
	{FIRST + PAGE_SIZE + 1, 0, 1, 0, 0},              /* one byte, not usable */
	{FIRST + HALF, 0, PAGE_SIZE, 0, 0},               /* touches two frames */
	{0, 0, FIRST + PAGE_SIZE, 0, 0},                  /* the kernel's memory and one frame */
	{FIRST + 2 * PAGE_SIZE, 0, 0xFFFFFFFF, 0, 0},     /* wraps in 32 bits */
	{FIRST + 2 * PAGE_SIZE, 0, 0xFFFFFFFF, 0, 1},
	{FIRST, 0, 16, 1, 1},                             /* longer than 4 GiB */
	{FIRST, 1, LAST, 0, 1},                           /* begins above 4 GiB */
	{0xFFFFFFFF, 0, 2, 0, 0},                         /* the last byte below 4 GiB */
};

enum { ROWS = COUNT(rows), PAIRS = ROWS * ROWS };

static unsigned map_count(void)
{
	return 1 + ROWS + PAIRS + ROWS;
}

/* ---- images: a program of two segments, and others that differ in a few words ---------------- */

enum {
	PH0 = ELF_WORDS,
	PH1 = PH0 + PH_WORDS,
	FILE_DATA = PH1 + PH_WORDS,
	PROGRAM_WORDS = FILE_DATA + PH_WORDS, /* room for one program header more */
};

_Static_assert((PROGRAM_WORDS - 1) % ENTRIES == 0, "no file ends with a page");

static const u32 program[PROGRAM_WORDS] = {
	[ELF_MAGIC] = ELF_IS_MAGIC, [ELF_CLASS] = ELF_IS_32, [ELF_TYPE] = ELF_IS_386,
	[ELF_ENTRY] = USER_BASE + 5, [ELF_PHOFF] = PH0 * 4, [ELF_PHENT] = ELF_PH_BYTES << 16,
	[ELF_PHNUM] = 2,
	/* the last of its bytes in the file are half a word */
	[PH0 + PH_TYPE] = PH_IS_LOAD, [PH0 + PH_OFFSET] = FILE_DATA * 4,
	[PH0 + PH_VADDR] = USER_BASE + 4, [PH0 + PH_FILESZ] = 6, [PH0 + PH_MEMSZ] = 6,
	[PH0 + PH_FLAGS] = 5,
	/* ends in the page after the next, with nothing there in the file */
	[PH1 + PH_TYPE] = PH_IS_LOAD, [PH1 + PH_OFFSET] = FILE_DATA * 4 + 8,
	[PH1 + PH_VADDR] = USER_BASE + PAGE_SIZE + 4, [PH1 + PH_FILESZ] = 7,
	[PH1 + PH_MEMSZ] = 2 * PAGE_SIZE, [PH1 + PH_FLAGS] = 6,
	[FILE_DATA] = 0x11121314, 0x21222324, 0x31323334, 0x41424344, 0x51525354, 0x61626364,
	0x71727374, 0x81828384,
};

static const struct variant {
	const char *what;
	struct {
		unsigned place;
		u32 word;
	} change[5];    /* the words that differ; unused ones are zero */
	unsigned words; /* of the file, if not all */
} variants[] = {
	{"a program", {{ELF_CLASS, ELF_IS_32 + 0x03000000}}, 0},
	{"a program with sections, whose code may be written to and whose file ends with a page",
	 {{ELF_PHNUM, 2 + (40 << 16)}, {PH0 + PH_FLAGS, 7}}, PROGRAM_WORDS - 1},
	{"a program with one segment", {{PH1 + PH_TYPE, 4}}, 0},
	{"a program with an empty segment", {{PH1 + PH_MEMSZ, 0}}, 0},
	{"a program with a note in the place of its code",
	 {{PH0 + PH_TYPE, 4}, {PH0 + PH_VADDR, USER_BASE + PAGE_SIZE}, {PH1 + PH_FLAGS, 7},
	  {ELF_ENTRY, USER_BASE + PAGE_SIZE + 4}}, 0},
	{"a program whose segments are in another order",
	 {{PH0 + PH_VADDR, USER_BASE + PAGE_SIZE + 4}, {ELF_ENTRY, USER_BASE + PAGE_SIZE + 5},
	  {PH1 + PH_VADDR, USER_BASE}, {PH1 + PH_MEMSZ, PAGE_SIZE}}, 0},
	{"a program whose code is behind its data",
	 {{PH0 + PH_VADDR, USER_BASE + 5 * PAGE_SIZE + 4},
	  {ELF_ENTRY, USER_BASE + 5 * PAGE_SIZE + 5}}, 0},
	{"a program whose code ends with its page", {{PH0 + PH_MEMSZ, PAGE_SIZE - 4}}, 0},
	{"a program whose code ends in the next page, with nothing there in the file",
	 {{PH0 + PH_MEMSZ, PAGE_SIZE}, {PH1 + PH_VADDR, USER_BASE + 2 * PAGE_SIZE}}, 0},
	{"a program with data that are read only", {{PH1 + PH_FLAGS, 4}}, 0},
	{"a program with a segment of which nothing is in the file", {{PH1 + PH_FILESZ, 0}}, 0},
	{"a program with 5 bytes in the file", {{PH1 + PH_FILESZ, 5}}, 0},
	{"a program with a part of the file that ends with its page", {{PH1 + PH_FILESZ, 12}}, 0},
	{"a program with a part of the file in two pages",
	 {{PH0 + PH_VADDR, USER_BASE}, {PH0 + PH_FILESZ, PAGE_SIZE + 5},
	  {PH0 + PH_MEMSZ, PAGE_SIZE + 5}, {PH1 + PH_VADDR, USER_BASE + 2 * PAGE_SIZE}}, 0},
	{"a program whose last segment ends below the stack",
	 {{PH1 + PH_MEMSZ, USER_STACK - USER_BASE - PAGE_SIZE - 4}}, 0},
	{"a file of one word", {{0}}, 1},
	{"a file that ends in its header", {{0}}, ELF_PHNUM},
	{"no ELF file", {{ELF_MAGIC, ELF_IS_MAGIC + 1}}, 0},
	{"no ELF file, but nearly", {{ELF_MAGIC, ELF_IS_MAGIC + 0x01000000}}, 0},
	{"a file of 64 bits", {{ELF_CLASS, ELF_IS_32 + 1}}, 0},
	{"a file with the greatest byte first", {{ELF_CLASS, ELF_IS_32 + 0x100}}, 0},
	{"a shared library", {{ELF_TYPE, ELF_IS_386 + 1}}, 0},
	{"a program for another processor", {{ELF_TYPE, ELF_IS_386 + 0x10000}}, 0},
	{"program headers of another size", {{ELF_PHENT, (ELF_PH_BYTES + 8) << 16}}, 0},
	{"no program header", {{ELF_PHNUM, 0}}, 0},
	{"too many program headers", {{ELF_PHNUM, 3}}, 0},
	{"program headers not at a word", {{ELF_PHOFF, PH0 * 4 + 1}}, 0},
	{"program headers behind the end", {{ELF_PHOFF, (PROGRAM_WORDS - PH_WORDS) * 4}}, 0},
	{"program headers far behind the end", {{ELF_PHOFF, 0xFFFFFFFC}}, 0},
	{"a program header without its last word",
	 {{PH0 + PH_OFFSET, 0}, {PH0 + PH_FILESZ, 0}, {PH1 + PH_OFFSET, 0}, {PH1 + PH_FILESZ, 0}},
	 PH1 + PH_WORDS - 1},
	{"a segment not at a word", {{PH0 + PH_VADDR, USER_BASE + 2}}, 0},
	{"a segment of the file not at a word", {{PH1 + PH_OFFSET, FILE_DATA * 4 + 2}}, 0},
	{"a segment below user addresses",
	 {{PH0 + PH_VADDR, USER_BASE - 4}, {ELF_ENTRY, USER_BASE}}, 0},
	{"a segment behind user addresses", {{PH1 + PH_VADDR, USER_END}}, 0},
	{"a segment that reaches into the stack",
	 {{PH1 + PH_MEMSZ, USER_STACK - USER_BASE - PAGE_SIZE}}, 0},
	{"a segment that wraps", {{PH1 + PH_MEMSZ, 0xFFFFFFFC}}, 0},
	{"more in the file than in memory", {{PH0 + PH_FILESZ, 7}}, 0},
	{"a segment behind the end of the file", {{PH1 + PH_OFFSET, PROGRAM_WORDS * 4}}, 0},
	{"a segment far behind the end of the file", {{PH1 + PH_OFFSET, 0xFFFFFFFC}}, 0},
	{"a segment that ends behind the file", {{PH1 + PH_FILESZ, 25}}, 0},
	{"two segments with a page in common", {{PH1 + PH_VADDR, USER_BASE + PAGE_SIZE - 4}}, 0},
	{"a segment that ends in the first page of the next", {{PH0 + PH_MEMSZ, PAGE_SIZE - 3}}, 0},
	{"a start outside all segments", {{ELF_ENTRY, USER_BASE + 10}}, 0},
	{"a start before all segments", {{ELF_ENTRY, USER_BASE + 3}}, 0},
	{"a start that may not be executed", {{PH0 + PH_FLAGS, 4}}, 0},
};
enum { VARIANTS = COUNT(variants) };

static void image_load(const struct variant *v)
{
	u32 word[PROGRAM_WORDS];

	memcpy(word, program, sizeof(word));
	for (unsigned k = 0; k < COUNT(v->change); k++)
		if (v->change[k].place != 0 || v->change[k].word != 0)
			word[v->change[k].place] = v->change[k].word;
	for (unsigned k = 0; k < (v->words != 0 ? v->words : PROGRAM_WORDS); k++)
		image_add(0, word[k]);
}

/* The rows of map i, as indices; returns how many. */
static unsigned map_rows(unsigned i, unsigned row[3])
{
	if (i == 0)
		return 0;
	i -= 1;
	row[0] = i % ROWS;
	if (i < ROWS)
		return 1;
	i -= ROWS;
	row[0] = i % ROWS;
	row[1] = i / ROWS;
	if (i < PAIRS)
		return 2;
	i -= PAIRS;
	row[0] = i;
	row[1] = (i * 5 + 7) % ROWS;
	row[2] = (i * 3 + 1) % ROWS;
	return 3;
}

/* The layer has a primitive that makes the control block: before, it is anything. */
static bool makes_block;

void map_load(unsigned i)
{
	bool is_image = i >= map_count();
	unsigned row[3];
	unsigned n = map_rows(is_image ? 1 : i, row);

	if (is_image) {
		image_load(&variants[i - map_count()]);
		machine_set_guests(i == map_count(), makes_block ? VMCB_OTHERS : VMCB_OF_GUEST);
	} else {
		machine_set_guests(i % 2, i / 2 % 2 == 0 ? VMCB_ZEROES : VMCB_OTHERS);
	}
	machine_set_rows(n);
	machine_set_devices(1);
	for (unsigned k = 0; k < n; k++) {
		const struct row *r = &rows[row[k]];

		machine_set_row(k, r->base_low, r->base_high, r->length_low, r->length_high,
		                r->usable);
	}
}

void map_print(unsigned i)
{
	bool is_image = i >= map_count();
	unsigned row[3];
	unsigned n = map_rows(is_image ? 1 : i, row);

	if (is_image)
		printf("  image 0 is %s\n", variants[i - map_count()].what);
	printf("  small world: frames of %u bytes, the kernel's end at %u, the last is %u\n",
	       PAGE_SIZE, LEAST_FRAME, NFRAMES - 1);
	for (unsigned k = 0; k < n; k++) {
		const struct row *r = &rows[row[k]];

		printf("  row 0x%llx 0x%llx %s\n", (u64)r->base_high << 32 | r->base_low,
		       (u64)r->length_high << 32 | r->length_low,
		       r->usable ? "usable" : "reserved");
	}
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* System calls: where the kernel knows what they mean, there are so many that each has arguments of
 * its own. */
static const u32 system_call[][6] = {
	{SYS_GETPID, 7, 7, 7, 7, 7},
	{SYS_YIELD, 7, 6, 5, 4, 3},
	{SYS_EXIT, 5, 7, 7, 7, 7},
	{SYS_SPAWN, 0, 7, 7, 7, 7},
	{SYS_SPAWN, NIMAGES, 7, 7, 7, 7},
	{SYS_KILL, 0, 7, 7, 7, 7},
	{SYS_KILL, 1, 7, 7, 7, 7},
	{SYS_KILL, 2, 7, 7, 7, 7},
	{SYS_KILL, NTHREADS, 7, 7, 7, 7},
	{SYS_STATUS, 0, 7, 7, 7, 7},
	{SYS_STATUS, 1, 7, 7, 7, 7},
	{SYS_STATUS, 2, 7, 7, 7, 7},
	{SYS_STATUS, NTHREADS + 1, 7, 7, 7, 7},
	{SYS_SEND, 1, 8, 7, 7, 7},
	{SYS_SEND, 2, 9, 7, 7, 7},
	{SYS_SEND, 2, 0xFFFFFFFF, SYS_THEN_RETURN, 7, 7},
	{SYS_SEND, 1, 6, SYS_THEN_RECEIVE, 7, 7},
	{SYS_SEND, 2, 5, SYS_THEN_RECEIVE, 7, 7},
	{SYS_SEND, NCHANS, 7, 7, 7, 7},
	{SYS_CHECK, 7, 7, 7, 7, 7},
	{SYS_RECV, 7, 7, 7, 7, 7},
	{SYS_WAIT, 1, 7, 7, 7, 7},
	{SYS_WAIT, 2, 7, 7, 7, 7},
	{SYS_WAIT, 0xFFFFFFFF, 7, 7, 7, 7},
	{SYS_WRITE, 1, 0x04030201, 7, 7, 7},
	{SYS_WRITE, 3, 0x41008281, 7, 7, 7},
	{SYS_WRITE, 5, 0x14131211, 0x18171615, 7, 7},
	{SYS_WRITE, SYS_CHARS, 0x24232221, 0x28272625, 0x2C2B2A29, 0x302F2E2D},
	{SYS_WRITE, SYS_CHARS + 1, 0x24232221, 0x28272625, 0x2C2B2A29, 0x302F2E2D},
	{SYS_READ, 7, 7, 7, 7, 7},
	{SYS_FILE_SIZE, 0, 7, 7, 7, 7},
	{SYS_FILE_SIZE, NFILES, 7, 7, 7, 7},
	{SYS_FILE_NAME, 0, 7, 7, 7, 7},
	{SYS_FILE_NAME, 1, 7, 7, 7, 7},
	{SYS_FILE_PAGE, 0, 1, ROOM, 7, 7},
	{SYS_FILE_PAGE, 0, 0, HOLE, 7, 7},
	{SYS_FILE_PAGE, 0, (PROGRAM_WORDS - 1) / ENTRIES, ROOM, 7, 7},
	{SYS_FILE_PAGE, 0, (PROGRAM_WORDS - 1) / ENTRIES + 1, ROOM, 7, 7},
	{SYS_FILE_PAGE, 0, 0, CODE, 7, 7},
	{SYS_FILE_PAGE, 0, 0, ROOM + 4, 7, 7},
	{SYS_FILE_PAGE, 1, 0, ROOM, 7, 7},
	{SYS_CLOCK, 7, 7, 7, 7, 7},
	{SYS_MEMORY, 7, 7, 7, 7, 7},
	{SYS_VM_TAKE, 7, 7, 7, 7, 7},
	{SYS_VM_LEAVE, 7, 7, 7, 7, 7},
	{SYS_VM_MAP, 0, ROOM, 7, 7, 7},
	{SYS_VM_MAP, GUEST_PAGES - 1, ROOM, 7, 7, 7},
	{SYS_VM_MAP, GUEST_PAGES, ROOM, 7, 7, 7},
	{SYS_VM_MAP, 1, CODE, 7, 7, 7},
	{SYS_VM_MAP, 1, ROOM + 4, 7, 7, 7},
	{SYS_VM_RUN, 0, 0, 7, 7, 7},
	{SYS_VM_RUN, 8, 9, 7, 7, 7},
	{SYS_VM_EXIT, 7, 7, 7, 7, 7},
	{SYS_VM_SYNC, 7, 7, 7, 7, 7},
	{SYS_VM_GET, VM_EBP, 7, 7, 7, 7},
	{SYS_VM_GET, VM_CR4, 7, 7, 7, 7},
	{SYS_VM_GET, VM_REGS, 7, 7, 7, 7},
	{SYS_VM_SET, VM_EBX, 7, 7, 7, 7},
	{SYS_VM_SET, VM_EFLAGS, FLAGS_IF, 7, 7, 7},
	{SYS_VM_SET, VM_CR0, 0x20000001, 7, 7, 7},
	{SYS_VM_SET, VM_REGS, 7, 7, 7, 7},
	{SYS_VM_SEG, SEG_IDTR, 0x10, 7, 0xFFFF, 0x93},
	{SYS_VM_SEG, SEG_TR, 0xFFFF, 0xFFFFFFFF, 6, 0xCF9B},
	{SYS_VM_SEG, SEGMENTS_OF_GUEST, 0x10, 7, 7, 7},
	{SYS_VM_SEG, SEG_ES, 0x10000, 7, 7, 7},
	{SYS_VM_INJECT, EVENT_INTERRUPT, 33, 7, 0, 7},
	{SYS_VM_INJECT, EVENT_EXCEPTION, 13, 0x10, 1, 7},
	{SYS_VM_INJECT, EVENT_INTERRUPT, 256, 7, 0, 7},
	{SYS_VM_INJECT, EVENT_INTERRUPT, 33, 7, 2, 7},
	{SYS_VM_WINDOW, 0, 7, 7, 7, 7},
	{SYS_VM_WINDOW, 2, 7, 7, 7, 7},
	{SYS_VM_SHADOW, 7, 7, 7, 7, 7},
	{SYS_VM_EVENT, 7, 7, 7, 7, 7},
	{SYS_VM_REASON, 7, 7, 7, 7, 7},
	{SYS_VM_PORT, 7, 7, 7, 7, 7},
	{SYS_VM_WIDTH, 7, 7, 7, 7, 7},
	{SYS_VM_REP, 7, 7, 7, 7, 7},
	{SYS_VM_STRING, 7, 7, 7, 7, 7},
	{SYS_VM_OUT, 7, 7, 7, 7, 7},
	{SYS_VM_NEXT, 7, 7, 7, 7, 7},
	{SYS_VM_FAULT, 7, 7, 7, 7, 7},
	{SYSCALLS, 7, 7, 7, 7, 7},
	{0x100 + SYS_GETPID, 7, 7, 7, 7, 7},
};

int layer_index(const char *name)
{
	for (unsigned i = 0; i < layer_spec_count; i++)
		if (strcmp(layer_specs[i].name, name) == 0)
			return (int)i;
	return -1;
}

void *check_allocate(size_t count, size_t size)
{
	void *result = calloc(count, size);

	if (result == NULL) {
		fprintf(stderr, "check: out of memory for %zu times %zu bytes\n", count, size);
		exit(2);
	}
	return result;
}

size_t world_part;

void scope_world(const struct layer_spec *layer)
{
	const struct layer_spec *l = layer;

	for (world_part = 0;; l = &layer_specs[l->underlay]) {
		if (l->state.offset + l->state.size > world_part)
			world_part = l->state.offset + l->state.size;
		if (l->underlay < 0)
			return;
	}
}

/* It is asked for every call: the names are compared once. */
bool is_own(const struct layer_spec *layer, unsigned primitive)
{
	static const struct layer_spec *of;
	static bool *own;

	if (own == NULL)
		own = check_allocate(primitive_spec_count, sizeof *own);
	if (of != layer)
		for (unsigned p = 0; p < primitive_spec_count; p++)
			own[p] = strcmp(primitive_specs[p].layer, layer->name) == 0;
	of = layer;
	return own[primitive];
}

static const u32 *values_of(const struct primitive_spec *p, unsigned argument, unsigned *count)
{
	const u32 *value = NULL;

	if (argument == 0)
		value = values_for(p->name, first_samples, COUNT(first_samples), count);
	if (value == NULL)
		value = sample_values(p->argument_type[argument], count);
	if (value == NULL) {
		fprintf(stderr, "check: no sample values for type %s of %s; add them to "
		                "grade/check/scope.c\n", p->argument_type[argument], p->name);
		exit(2);
	}
	return value;
}

static bool in_region(const struct region *state, const struct region *part)
{
	return part->offset >= state->offset && part->offset < state->offset + state->size;
}

/* Marks the layers whose state the primitive may change. */
static void mark_changed(const struct primitive_spec *p, bool *changed)
{
	static struct world *empty; /* for frames that name places by the state */
	struct world *now = abs_;
	u32 argument[MAX_ARGUMENTS] = {0};
	struct region part[MAX_REGIONS];
	unsigned n;

	if (empty == NULL)
		empty = check_allocate(1, world_size);
	for (unsigned i = 0; i < p->arguments; i++)
		argument[i] = values_of(p, i, &n)[0];
	abs_ = empty;
	n = p->assigns(argument, part);
	abs_ = now;
	for (unsigned i = 0; i < n; i++)
		for (unsigned l = 0; l < layer_spec_count; l++)
			if (in_region(&layer_specs[l].state, &part[i]))
				changed[l] = true;
}

static bool bears_on(const struct primitive_spec *p, const bool *own)
{
	bool changed[64] = {false};
	bool pure = true;

	mark_changed(p, changed);
	for (unsigned l = 0; l < layer_spec_count; l++) {
		if (changed[l])
			pure = false;
		if (changed[l] && own[l])
			return true;
	}
	return pure && own[layer_index(p->layer)];
}

static unsigned all_calls(unsigned primitive, struct call *out, unsigned room)
{
	const struct primitive_spec *p = &primitive_specs[primitive];
	unsigned index[MAX_ARGUMENTS] = {0};
	unsigned n = 0;

	for (;;) {
		unsigned i;

		if (n == room) {
			fprintf(stderr, "check: more than %d calls at a layer; "
			                "shrink the samples of %s in scope.c\n",
			        MAX_CALLS, p->name);
			exit(2);
		}
		out[n].primitive = primitive;
		for (i = 0; i < p->arguments; i++) {
			unsigned count;

			out[n].argument[i] = values_of(p, i, &count)[index[i]];
		}
		n++;
		for (i = 0; i < p->arguments; i++) {
			unsigned count;

			values_of(p, i, &count);
			if (++index[i] < count)
				break;
			index[i] = 0;
		}
		if (i == p->arguments)
			return n;
	}
}

int primitive_at(const struct layer_spec *layer, const char *name)
{
	for (unsigned i = 0; i < layer->visible_count; i++)
		if (strcmp(primitive_specs[layer->visible[i]].name, name) == 0)
			return layer->visible[i];
	return -1;
}

static bool shows(const struct layer_spec *layer, const char *primitive)
{
	return primitive_at(layer, primitive) >= 0;
}

/* The primitive is a system call, and the layer one that knows what they mean. */
static bool is_system_call(const struct layer_spec *layer, unsigned primitive)
{
	return shows(layer, "uctx_arg") &&
	       (strcmp(primitive_specs[primitive].name, "user_syscall") == 0 ||
	        strcmp(primitive_specs[primitive].name, "prog_call") == 0);
}

static unsigned system_calls(unsigned primitive, struct call *out)
{
	for (unsigned i = 0; i < COUNT(system_call); i++) {
		out[i].primitive = primitive;
		memcpy(out[i].argument, system_call[i], sizeof(system_call[i]));
	}
	return COUNT(system_call);
}

unsigned scope_calls(const struct layer_spec *layer, struct call *out)
{
	bool own[64] = {false};
	bool programs = false; /* or guests: any call may bear on what they do */
	unsigned n = 0;

	for (const int *l = layer->speaks; *l >= 0; l++)
		own[*l] = true;
	for (unsigned i = 0; i < layer->visible_count; i++)
		if (is_own(layer, layer->visible[i])) {
			mark_changed(&primitive_specs[layer->visible[i]], own);
			programs = programs ||
			           primitive_specs[layer->visible[i]].mode != MODE_KERNEL;
		}
	for (unsigned i = 0; i < layer->visible_count; i++) {
		unsigned p = layer->visible[i];

		if (is_own(layer, p) || programs || bears_on(&primitive_specs[p], own))
			n += is_system_call(layer, p) ? system_calls(p, out + n)
			                              : all_calls(p, out + n, MAX_CALLS - n);
	}
	return n;
}

/* Images of programs end at the layer that hides them: it is the one that reads them. */
static bool takes_image(const struct layer_spec *layer)
{
	return layer->underlay >= 0 && shows(&layer_specs[layer->underlay], "image_word") &&
	       !shows(layer, "image_word");
}

static bool has_processes(const struct layer_spec *layer)
{
	return (shows(layer, "proc_create") || shows(layer, "proc_launch")) && !takes_image(layer);
}

unsigned scope_maps(const struct layer_spec *layer, unsigned *first)
{
	const struct layer_spec *boot = layer_specs;
	bool changed[64] = {false};
	bool starts;

	for (unsigned i = 0; i < layer->visible_count; i++)
		if (is_own(layer, layer->visible[i]))
			mark_changed(&primitive_specs[layer->visible[i]], changed);
	if (takes_image(layer)) {
		*first = map_count();
		return map_count() + VARIANTS;
	}
	while (boot->machine)
		boot++;
	starts = changed[boot - layer_specs];
	makes_block = shows(layer, "vmcb_init");
	if (has_processes(layer)) { /* the first images are programs; scenes need both */
		*first = starts ? 0 : map_count();
		return map_count() + (scene_count(layer) != 0 ? 2 : 1);
	}
	*first = starts ? 0 : 1;
	return starts ? map_count() : 2;
}

unsigned scope_start(const struct layer_spec *layer, unsigned walk, unsigned starts)
{
	if (!has_processes(layer))
		return walk % starts;
	return walk % 2 == 0 ? starts - 1 : walk / 2 % starts;
}

/* A number below n. */
static unsigned draw(u64 *seed, unsigned n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((*seed >> 33) % n);
}

const struct call *scope_choose(const struct call *call, unsigned calls,
                                bool (*defined)(const struct call *call), u64 *seed)
{
	static unsigned taken[MAX_CALLS]; /* by primitive */
	const struct call *any = NULL;
	const struct call *rare = NULL;
	unsigned primitives = 0;

	for (unsigned i = 0; i < calls;) {
		const struct call *one = NULL;
		unsigned first = i;
		unsigned found = 0;

		for (; i < calls && call[i].primitive == call[first].primitive; i++)
			if (defined(&call[i]) && draw(seed, ++found) == 0)
				one = &call[i];
		if (one == NULL)
			continue;
		if (draw(seed, ++primitives) == 0)
			any = one;
		if (rare == NULL || taken[one->primitive] < taken[rare->primitive])
			rare = one;
	}
	if (any == NULL)
		return NULL;
	if (draw(seed, 2) == 0)
		any = rare;
	taken[any->primitive]++;
	return any;
}

/* The member that an offset in the world is in, and its layer; NULL for padding. */
static const struct field *field_at(size_t offset, const struct layer_spec **of)
{
	for (unsigned l = 0; l < layer_spec_count; l++) {
		const struct layer_spec *s = &layer_specs[l];
		size_t at = offset - s->state.offset;

		*of = s;
		for (const struct field *f = s->fields; f->name != NULL; f++)
			if (at < s->state.size && at - f->offset < f->size)
				return f;
	}
	return NULL;
}

void world_name(char *out, size_t size, size_t offset)
{
	const struct layer_spec *of;
	const struct field *f = field_at(offset, &of);

	if (f == NULL)
		snprintf(out, size, "byte %zu of the world", offset);
	else if (f->size == f->cell)
		snprintf(out, size, "%s.%s", of->name, f->name);
	else
		snprintf(out, size, "%s.%s[%zu]", of->name, f->name,
		         (offset - of->state.offset - f->offset) / f->cell);
}

u32 cell_value(const void *at, size_t width)
{
	u32 value = 0;

	memcpy(&value, at, width < sizeof value ? width : sizeof value);
	return value;
}

u32 world_value(const void *world, size_t offset)
{
	const struct layer_spec *of;
	const struct field *f = field_at(offset, &of);
	size_t width = f != NULL && f->cell < sizeof(u32) ? f->cell : sizeof(u32);

	return cell_value((const char *)world + offset - offset % width, width);
}

void value_print(char *out, size_t size, const char *type, u32 value)
{
	static const struct {
		const char *type;
		u32 value;
		const char *name;
	} names[] = {
		{"link_t", NIL, "NIL"},
		{"queue_t", READY_QUEUE, "READY_QUEUE"},
		{"tstate_t", THREAD_READY, "THREAD_READY"},
		{"tstate_t", THREAD_RUN, "THREAD_RUN"},
		{"tstate_t", THREAD_SLEEP, "THREAD_SLEEP"},
		{"tstate_t", THREAD_DEAD, "THREAD_DEAD"},
	};

	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].value == value && strcmp(names[i].type, type) == 0) {
			snprintf(out, size, "%s", names[i].name);
			return;
		}
	/* An address of code is shown as a trace shows it. */
	if (strcmp(type, "code_t") == 0 && value - ENTRY_MARK < 8)
		snprintf(out, size, "entry#%u", value - ENTRY_MARK);
	else
		snprintf(out, size, value < 0x10000 ? "%u" : "0x%x", value);
}

void call_print(char *out, size_t size, const struct call *call)
{
	const struct primitive_spec *p = &primitive_specs[call->primitive];
	int n = snprintf(out, size, "%s(", p->name);

	for (unsigned i = 0; i < p->arguments; i++) {
		char value[16];

		value_print(value, sizeof value, p->argument_type[i], call->argument[i]);
		n += snprintf(out + n, size - (size_t)n, "%s%s", i > 0 ? ", " : "", value);
	}
	snprintf(out + n, size - (size_t)n, ")");
}

void pre_print(char *out, size_t size, const char *layer, unsigned primitive)
{
	const struct primitive_spec *p = &primitive_specs[primitive];
	bool adds = strcmp(layer, p->layer) == 0;

	snprintf(out, size, "%s%s%s_PRE in %s.h", adds ? "" : layer, adds ? "" : "_", p->name,
	         layer);
}

void scope_set_registers(void)
{
	static const u32 value[REGISTERS] = {0x1001, 0x1002, 0x1003, 0x1004, 0x1005, 0x1006};

	cpu_set(value);
}
