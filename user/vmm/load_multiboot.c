/* load_multiboot.c: a kernel of the multiboot standard, version 1: it begins in protected mode
 * without paging, with a magic number in EAX, and EBX leads to what it is told.
 *
 * It is an ELF file, or its header says what lies where.  Its initrd is its one module.
 */
#include "load_elf.h"
#include "files.h"
#include "load.h"
#include "memory.h"
#include "options.h"

#include <sizes.h>
#include <string.h>
#include <sys_vm.h>

/* The header, at a multiple of 4, in words. */
#define HEADER_IS_MAGIC 0x1badb002u
#define HEADER_FLAGS    1u
#define HEADER_SUM      2u /* makes the sum of the three 0 */
#define HEADER_ADDRESS  3u /* where the header itself is to be */
#define HEADER_FROM     4u
#define HEADER_TO       5u /* 0: the end of the file */
#define HEADER_BSS      6u
#define HEADER_ENTRY    7u
#define HEADER_WORDS    8u

#define FLAGS_MUST    0xffffu
#define FLAGS_SERVED  0x0003u /* modules at pages, the size of memory */
#define FLAGS_ADDRESS 0x10000u

#define LOADED_MAGIC 0x2badb002u

/* What it is told, in words, and where. */
#define INFO          0x1000u
#define INFO_FLAGS    0u
#define INFO_LOWER    1u /* KiB from 0 on, and from 1 MiB on */
#define INFO_UPPER    2u
#define INFO_LINE     4u
#define INFO_MODULES  5u /* how many, and where */
#define INFO_MAP      11u /* how many bytes, and where */
#define INFO_HAS      0x4du /* memory, command line, modules, map */
#define MODULE        0x1100u
#define MAP           0x1200u
#define LINE          0x2000u

#define LOWER_END  0x9f000u
#define ROW_WORDS  6u
#define ROW_USABLE 1u

static const u32 *header(const u32 *head)
{
	for (const u32 *h = head; h + HEADER_WORDS <= head + HEAD_WORDS; h++)
		if (h[0] == HEADER_IS_MAGIC && h[0] + h[HEADER_FLAGS] + h[HEADER_SUM] == 0)
			return h;
	return 0;
}

static u32 is_multiboot(const u32 *head)
{
	return header(head) != 0;
}

static const char *load_by_header(u32 file, const u32 *head, const u32 *h, u32 *entry)
{
	u32 begin = (u32)(h - head) * 4 - (h[HEADER_ADDRESS] - h[HEADER_FROM]);
	u32 bytes = 0;

	sys_file_size(file, &bytes);
	bytes = h[HEADER_TO] ? h[HEADER_TO] - h[HEADER_FROM] : bytes - begin;
	if (file_to_guest(file, begin, h[HEADER_FROM], bytes))
		return "it is cut off, or the guest has no memory where it is to lie";
	*entry = h[HEADER_ENTRY];
	return 0;
}

static void put_row(u32 *row, u32 from, u32 to)
{
	const u32 words[ROW_WORDS] = { (ROW_WORDS - 1) * 4, from, 0, to - from, 0, ROW_USABLE };

	memcpy(row, words, sizeof(words));
}

static void tell(u32 module, u32 module_bytes)
{
	u32 *info = (u32 *)memory_at(INFO, PAGE_SIZE);
	u32 *map = (u32 *)memory_at(MAP, 2 * ROW_WORDS * 4);
	const u32 words[] = { module, module + module_bytes, 0, 0 };

	strcpy((char *)memory_at(LINE, COMMAND_LINE_MOST + 1), options_line());
	memcpy(memory_at(MODULE, sizeof(words)), words, sizeof(words));
	put_row(map, 0, LOWER_END);
	put_row(map + ROW_WORDS, MIB, memory_size());
	info[INFO_FLAGS] = INFO_HAS;
	info[INFO_LOWER] = LOWER_END >> 10;
	info[INFO_UPPER] = (memory_size() - MIB) >> 10;
	info[INFO_LINE] = LINE;
	info[INFO_MODULES] = module_bytes ? 1 : 0;
	info[INFO_MODULES + 1] = MODULE;
	info[INFO_MAP] = 2 * ROW_WORDS * 4;
	info[INFO_MAP + 1] = MAP;
}

static const char *load_multiboot(const struct image *image, const u32 *head, struct start *start)
{
	const u32 *h = header(head);
	const char *wrong;
	u32 module;
	u32 bytes;

	if (h[HEADER_FLAGS] & FLAGS_MUST & ~FLAGS_SERVED)
		return "it wants of multiboot what this monitor has not (a screen, perhaps)";
	if (memory_size() < 2 * MIB)
		return "the guest has too little memory for it: vm.memory=MIB gives more";
	if (h[HEADER_FLAGS] & FLAGS_ADDRESS)
		wrong = load_by_header(image->file, head, h, &start->eip);
	else if (elf_is(head))
		wrong = elf_load(image->file, head, 0, &start->eip);
	else
		wrong = "its multiboot header does not say where it lies, and it is no ELF file";
	if (!wrong)
		wrong = load_initrd(image, memory_size(), &module, &bytes);
	if (wrong)
		return wrong;
	tell(module, bytes);
	start->eax = LOADED_MAGIC;
	sys_vm_set(VM_EBX, INFO);
	return 0;
}

const struct form multiboot_form = { "a multiboot kernel", 0, is_multiboot, load_multiboot };
