/* memory.c: physical memory as the loader left it and as the lowest layer sees it.
 *
 * Boot modules move out of the way, to the top of usable memory below 1 GiB.  The map that
 * firmware_rows and firmware_field serve is the loader's without the modules' pages, or, if module
 * 0 is a call stream that names a map, that one.
 */
#include "internal.h"

#include <machine/Files.h>
#include <machine/Machine.h>
#include <machine/Memory.h>
#include <machine/Nested.h>
#include <sizes.h>
#include <stream.h>

#include "boot.h"

_Static_assert(BOOT_DIRECT_MAP == NFRAMES * PAGE_SIZE, "entry.S and sizes.h agree");
_Static_assert(BOOT_STACK_BASE == STACK_BASE, "entry.S and sizes.h agree");
_Static_assert(BOOT_SLOT_SIZE == STACK_SLOT_SIZE, "entry.S and sizes.h agree");
_Static_assert(BOOT_STACK_SIZE == STACK_SIZE, "entry.S and sizes.h agree");
_Static_assert(BOOT_SLOTS == NCTX, "entry.S and sizes.h agree");

#define MULTIBOOT_LOADED  0x2badb002u
#define MULTIBOOT_MEMORY  0x01u
#define MULTIBOOT_COMMAND 0x04u
#define MULTIBOOT_MODULES 0x08u
#define MULTIBOOT_MAP     0x40u
#define MULTIBOOT_USABLE  1u

#define LARGE_PAGE    (1u << 22)
#define KERNEL_MEMORY ((u64)LEAST_PADDR) /* below: the kernel's own */
#define DIRECT_MAP    ((u64)NFRAMES * PAGE_SIZE)
#define MODULES       (1u + NFILES) /* a stream of calls before them */
#define NAME          16u /* bytes of a module's name */

struct multiboot_info {
	u32 flags;
	u32 mem_lower, mem_upper; /* KiB from 0 and from 1 MiB */
	u32 boot_device, command_line;
	u32 mods_count, mods_address;
	u32 symbols[4];
	u32 map_length, map_address;
};

struct multiboot_module {
	u32 start, end;
	u32 name, reserved;
};

struct multiboot_row {
	u32 size; /* of the rest */
	u32 base_low, base_high, length_low, length_high;
	u32 type;
};

struct row {
	u64 base, length;
	u32 usable;
};

struct module {
	u32 start, size;
	char name[NAME];
};

extern u32 boot_map[], stack_map[]; /* entry.S */

static struct row rows[MAX_ROWS];
static u32 row_count;
static u32 usable_kib;
static struct module modules[MODULES];
static u32 module_count;
static u32 first_file; /* which of them it is */
static char first_program[NAME];
static u32 private_memory;

__attribute__((weak)) u32 machine_private_size; /* constant, but no compiler must fold it */

static u64 row_end(const struct row *r)
{
	u64 end = r->base + r->length;

	return end < r->base ? ~0ull : end;
}

static u32 page_down(u32 a)
{
	return a & ~(PAGE_SIZE - 1);
}

/* Rows are kept in the order of their addresses. */
static void add_row(u64 base, u64 end, u32 usable)
{
	u32 at;

	if (end <= base)
		return;
	if (row_count == MAX_ROWS)
		panic("the memory map has more than %u rows", MAX_ROWS);
	for (at = row_count++; at > 0 && rows[at - 1].base > base; at--)
		rows[at] = rows[at - 1];
	rows[at] = (struct row){ base, end - base, usable };
}

static void remove_row(struct row *r)
{
	row_count--;
	for (; r < rows + row_count; r++)
		r[0] = r[1];
}

static void read_map(const struct multiboot_info *info)
{
	const struct multiboot_row *from;
	u32 at = info->map_address;

	if (!(info->flags & MULTIBOOT_MAP) && !(info->flags & MULTIBOOT_MEMORY))
		panic("the boot loader gives no memory map");
	if (!(info->flags & MULTIBOOT_MAP)) {
		add_row(0, (u64)info->mem_lower << 10, 1);
		add_row(1 << 20, (1 << 20) + ((u64)info->mem_upper << 10), 1);
		return;
	}
	for (; at < info->map_address + info->map_length; at += from->size + sizeof(from->size)) {
		from = (const struct multiboot_row *)at;
		struct row r = {
			.base = (u64)from->base_high << 32 | from->base_low,
			.length = (u64)from->length_high << 32 | from->length_low,
		};
		add_row(r.base, row_end(&r), from->type == MULTIBOOT_USABLE);
	}
}

/* What is behind the file of "FILE NAME". */
static void take_name(char *name, const char *line)
{
	u32 n = 0;

	while (*line && *line != ' ')
		line++;
	while (*line == ' ')
		line++;
	while (line[n] && n < NAME - 1) {
		name[n] = line[n];
		n++;
	}
}

static void read_modules(const struct multiboot_info *info)
{
	const struct multiboot_module *from = (const struct multiboot_module *)info->mods_address;

	if (!(info->flags & MULTIBOOT_MODULES))
		return;
	if (info->mods_count > MODULES)
		panic("%u boot modules: at most %u", info->mods_count, MODULES);
	module_count = info->mods_count;
	for (u32 i = 0; i < module_count; i++) {
		modules[i].start = from[i].start;
		modules[i].size = from[i].end - from[i].start;
		if (from[i].name)
			take_name(modules[i].name, (const char *)from[i].name);
	}
}

/* The usable row that ends highest in the direct map, and the end of its last page there. */
static struct row *top_row(u32 *top)
{
	struct row *best = 0;
	u32 end;

	*top = 0;
	for (struct row *r = rows; r < rows + row_count; r++) {
		if (!r->usable || r->base >= DIRECT_MAP)
			continue;
		end = row_end(r) < DIRECT_MAP ? page_down((u32)row_end(r)) : (u32)DIRECT_MAP;
		if (end > *top) {
			*top = end;
			best = r;
		}
	}
	return best;
}

/* Where a module of that size goes: as high as it fits in the row below top. */
static u32 place_below(u32 top, u32 size, const struct row *row)
{
	u64 least = row->base > KERNEL_MEMORY ? row->base : KERNEL_MEMORY;

	if (top < size || page_down(top - size) < least)
		panic("boot modules (or lockstep) need more memory: give the machine more");
	return page_down(top - size);
}

/* Moving module i to address to must not overwrite a module that still has to move. */
static void check_move(u32 i, u32 to)
{
	for (u32 j = i + 1; j < module_count; j++) {
		if (to < modules[j].start + modules[j].size &&
		    modules[j].start < to + modules[i].size)
			panic("boot modules need more memory: give the machine more");
	}
}

struct stream *machine_stream(void)
{
	struct stream *stream = (struct stream *)modules[0].start;

	if (module_count == 0 || modules[0].size < sizeof(*stream))
		return 0;
	return stream->magic == STREAM_MAGIC ? stream : 0;
}

/* A module of a layer can read all memory, but no debug register: that takes an instruction which
 * the discipline refuses.  Nobody else uses these registers. */
static void take_stream_key(void)
{
	struct stream *stream = machine_stream();

	if (!stream)
		return;
	__asm__ volatile("movl %0, %%dr0" : : "r"(stream->key[0]));
	__asm__ volatile("movl %0, %%dr1" : : "r"(stream->key[1]));
	__asm__ volatile("movl %0, %%dr2" : : "r"(stream->key[2]));
	__asm__ volatile("movl %0, %%dr3" : : "r"(stream->key[3]));
	memset(stream->key, 0, sizeof(stream->key));
}

u32 machine_stream_key(u32 i)
{
	u32 word;

	if (i == 0)
		__asm__ volatile("movl %%dr0, %0" : "=r"(word));
	else if (i == 1)
		__asm__ volatile("movl %%dr1, %0" : "=r"(word));
	else if (i == 2)
		__asm__ volatile("movl %%dr2, %0" : "=r"(word));
	else
		__asm__ volatile("movl %%dr3, %0" : "=r"(word));
	return word;
}

/* Move the modules to the end of the top row, the first one highest, and cut their pages out of
 * it, and the private memory below them: what remains of the row stays usable. */
static void move_modules(void)
{
	u32 top;
	u32 end;
	struct row *row = top_row(&end);
	struct row whole;

	if (module_count == 0 && machine_private_size == 0)
		return;
	if (!row)
		panic("no usable memory below 1 GiB");
	whole = *row;
	top = end;
	for (u32 i = 0; i < module_count; i++) {
		top = place_below(top, modules[i].size, &whole);
		check_move(i, top);
		memmove((void *)top, (const void *)modules[i].start, modules[i].size);
		memset((void *)(top + modules[i].size), 0, -modules[i].size % 4); /* whole words */
		modules[i].start = top;
	}
	private_memory = top = place_below(top, machine_private_size, &whole);
	remove_row(row);
	add_row(whole.base, top, 1);
	add_row(top, end, 0);
	add_row(end, row_end(&whole), 1);
}

/* Is every byte of base..end usable in the real machine? */
static u32 is_real(u64 base, u64 end)
{
	for (u32 i = 0; i < row_count; i++) {
		if (rows[i].usable && rows[i].base <= base && end <= row_end(&rows[i]))
			return 1;
	}
	return 0;
}

/* A usable row of the stream's map is a promise that layers may store there.  What matters of it
 * is the part that they can reach: above the kernel, in the direct map. */
static void check_row(u32 i, const struct row *r)
{
	u64 base = r->base > KERNEL_MEMORY ? r->base : KERNEL_MEMORY;
	u64 end = row_end(r) < DIRECT_MAP ? row_end(r) : DIRECT_MAP;

	if (r->usable && base < end && !is_real(base, end))
		panic("row %u of the stream's memory map, 0x%x to 0x%x, is not in usable memory", i,
		      (u32)base, (u32)end);
}

/* Serve the stream's map in place of the real one. */
static void use_stream_map(const struct stream *stream)
{
	struct row map[MAX_ROWS];

	if (stream->map_rows == 0)
		return;
	if (stream->map_rows > MAX_ROWS)
		panic("the stream's memory map has %u rows: at most %u", stream->map_rows,
		      MAX_ROWS);
	for (u32 i = 0; i < stream->map_rows; i++) {
		map[i].base = (u64)stream->map[i].base_high << 32 | stream->map[i].base_low;
		map[i].length = (u64)stream->map[i].length_high << 32 | stream->map[i].length_low;
		map[i].usable = stream->map[i].usable != 0;
		check_row(i, &map[i]);
	}
	row_count = stream->map_rows;
	memcpy(rows, map, row_count * sizeof(rows[0]));
}

/* The boot map covers the whole direct map.  Where there is no RAM it must not: a wild jump would
 * run on for ever in what reads as zeroes or ones, where it should fault. */
static void unmap_beyond_memory(void)
{
	u64 end = KERNEL_MEMORY;
	u64 page;

	for (u32 i = 0; i < row_count; i++)
		if (rows[i].usable && rows[i].base < DIRECT_MAP && row_end(&rows[i]) > end)
			end = row_end(&rows[i]);
	for (page = (end + LARGE_PAGE - 1) / LARGE_PAGE; page < DIRECT_MAP / LARGE_PAGE; page++) {
		boot_map[page] = 0;
		invlpg((u32)page * LARGE_PAGE);
	}
}

/* Rows are in order, but may overlap: what two of them name is counted once. */
static void count_usable(void)
{
	u64 bytes = 0;
	u64 counted = 0; /* up to here */

	for (const struct row *r = rows; r < rows + row_count; r++) {
		if (!r->usable || row_end(r) <= counted)
			continue;
		bytes += row_end(r) - (r->base > counted ? r->base : counted);
		counted = row_end(r);
	}
	usable_kib = (u32)(bytes / 1024);
}

void memory_init(u32 magic, const struct multiboot_info *info)
{
	if (magic != MULTIBOOT_LOADED)
		panic("not started by a multiboot loader: its magic number is 0x%x", magic);
	read_map(info);
	unmap_beyond_memory();
	if (info->flags & MULTIBOOT_COMMAND)
		take_name(first_program, (const char *)info->command_line);
	read_modules(info);
	take_stream_key();
	move_modules();
	/* Not before: a large module may have been there. */
	memset((void *)LEAST_WORD, 0, NMAPS * PAGE_SIZE); /* the directories */
	memset((void *)(NPT_FRAME * PAGE_SIZE), 0, NPT_FRAMES * PAGE_SIZE);
	if (machine_stream()) {
		first_file = 1;
		report_init(machine_stream());
		use_stream_map(machine_stream());
	}
	count_usable();
}

u32 machine_module(u32 i, void **start, u32 *size)
{
	if (i >= module_count)
		return 0;
	*start = (void *)modules[i].start;
	*size = modules[i].size;
	return 1;
}

#define OUTSIDE_PAGES 4u

/* As the guest finds them: the root's last entry, which is for 3 GiB on, leads here. */
static u64 guest_directory[512] __attribute__((aligned(4096)));
static u64 guest_table[512] __attribute__((aligned(4096)));
static u8 outside_data[OUTSIDE_PAGES * PAGE_SIZE] __attribute__((aligned(4096)));

/* The table of the stacks has room behind them.  A page can be ring 3's only if its table is. */
void machine_map_outside(u32 address, const void *code, u32 data_pages)
{
	u32 *entry = &stack_map[(address - STACK_BASE) / PAGE_SIZE];
	u64 *guest_entry = &guest_table[address / PAGE_SIZE % 512];

	boot_map[STACK_BASE / LARGE_PAGE] |= PTE_USER;
	guest_directory[(address >> 21) % 512] = GUEST_ENTRY((u32)guest_table / PAGE_SIZE);
	*entry++ = (u32)code | PTE_PRESENT | PTE_USER;
	*guest_entry++ = GUEST_ENTRY((u32)code / PAGE_SIZE);
	for (u32 i = 0; i < data_pages && i < OUTSIDE_PAGES; i++) {
		u32 page = (u32)(outside_data + i * PAGE_SIZE);

		*entry++ = page | PTE_PRESENT | PTE_WRITE | PTE_USER;
		*guest_entry++ = GUEST_ENTRY(page / PAGE_SIZE);
	}
}

void machine_map_guest(void)
{
	u64 *root = (u64 *)(NPT_FRAME * PAGE_SIZE);

	root[3] = (u32)guest_directory | PTE_PRESENT;
}

void *machine_private(void)
{
	return (void *)private_memory;
}

u32 firmware_rows(void)
{
	return row_count;
}

u32 firmware_field(index_t row, u32 field)
{
	const struct row *r = &rows[row];

	switch (field) {
	case ROW_BASE_LOW:
		return (u32)r->base;
	case ROW_BASE_HIGH:
		return (u32)(r->base >> 32);
	case ROW_LENGTH_LOW:
		return (u32)r->length;
	case ROW_LENGTH_HIGH:
		return (u32)(r->length >> 32);
	case ROW_USABLE:
		return r->usable;
	}
	panic("firmware_field(%u, %u): there is no such field", row, field);
}

u32 ram_kib(void)
{
	return usable_kib;
}

/* Files are the boot modules behind the stream of calls, if there is one. */
static const struct module *file(index_t i)
{
	return &modules[first_file + i];
}

const char *machine_image_name(u32 i)
{
	return file(i)->name;
}

const char *machine_first_program(void)
{
	return first_program;
}

u32 image_size(image_t i)
{
	u32 size = file(i)->size;

	return size / 4 >= IMAGE_WORDS ? IMAGE_WORDS : (size + 3) / 4;
}

word_t image_word(image_t i, u32 k)
{
	return ((const u32 *)file(i)->start)[k];
}

u32 file_bytes(index_t i)
{
	u32 size = file(i)->size;

	return size < FILE_WORDS * 4 ? size : FILE_WORDS * 4;
}

word_t file_word(index_t i, u32 k)
{
	return ((const u32 *)file(i)->start)[k];
}

word_t file_name(index_t i, index_t k)
{
	word_t word = 0;

	for (u32 b = 4; b > 0; b--)
		word = word << 8 | (u8)file(i)->name[k * 4 + b - 1];
	return word;
}

u32 mem_load(paddr_t a)
{
	return *(const u32 *)a;
}

void mem_store(paddr_t a, word_t v)
{
	*(u32 *)a = v;
}

/* clear.S.  That it changes few registers helps those who call this. */
void mem_clear(frame_t f)
{
	__asm__ volatile("call clear_frame" : : "a"(f) : "ecx", "edx", "cc", "memory");
}

/* The boot map has all that the kernel needs of every map. */
void map_kernel(map_t n, slot_t i)
{
	mem_store(DIRECTORY_FRAME(n) * PAGE_SIZE + i * sizeof(boot_map[0]), boot_map[i]);
}

void set_cr3(frame_t f)
{
	__asm__ volatile("movl %0, %%cr3" : : "r"(f * PAGE_SIZE) : "memory");
}

void invlpg(uaddr_t va)
{
	__asm__ volatile("invlpg (%0)" : : "r"(va) : "memory");
}

/* The same word has another address, too: what was stored there must have been stored by now. */
u32 virt_load(uaddr_t va)
{
	__asm__ volatile("" : : : "memory");
	return *(volatile const u32 *)va;
}
