/* load_linux.c: Linux, by its 32-bit boot protocol: what a boot loader would have found out for it
 * is in a page, its parameters, and ESI leads there.
 *
 * There are two forms.  A bzImage has a header of its own and decompresses itself; an ELF file is
 * what comes out of that, which saves billions of instructions, and gets a header as if it had one.
 */
#include "clock.h"
#include "files.h"
#include "load.h"
#include "load_elf.h"
#include "memory.h"
#include "options.h"
#include "pit.h"

#include <sizes.h>
#include <stdio.h>
#include <string.h>
#include <sys_vm.h>

/* Where all lies, below 640 KiB; and the kernel, of a bzImage. */
#define DESCRIPTORS 0x1000u
#define PARAMETERS 0x90000u
#define LINE       0x99000u
#define STACK_END  0x8f000u
#define KERNEL     0x100000u
#define LOWER_END  0x9f000u

/* Offsets into the parameters, and into the file of a bzImage. */
#define ALT_MEM     0x1e0u /* KiB from 1 MiB on */
#define ROWS        0x1e8u /* how many rows the memory map has */
#define SETUP_SIZE  0x1f1u /* in sectors, less the first; the header begins here */
#define BOOT_FLAG   0x1feu
#define HEADER_END  0x201u /* where it ends, less HEADER_MAGIC */
#define HEADER_MAGIC 0x202u
#define VERSION     0x206u
#define LOADER      0x210u
#define LOAD_FLAGS  0x211u
#define INITRD      0x218u
#define INITRD_SIZE 0x21cu
#define LINE_AT     0x228u
#define INITRD_MOST 0x22cu
#define ALIGNMENT   0x230u
#define MAP         0x2d0u
#define PARAMETER_BYTES 0x1000u

#define SECTOR         512u
#define SETUP_USUAL   4u
#define IS_BOOT       0xaa55u
#define IS_HEADER     0x53726448u /* "HdrS" */
#define LEAST_VERSION 0x0206u     /* that has a command line of any length */
#define OUR_VERSION   0x020fu
#define LOADER_OTHER  0xffu
#define LOADED_HIGH   0x01u
#define INITRD_HIGHEST 0x37ffffffu

#define CODE         0x10u
#define DATA         0x18u
#define CODE_BITS    0xc09bu
#define DATA_BITS    0xc093u
#define ROW_USABLE   1u

static void put(u8 *parameters, u32 offset, u32 value, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		parameters[offset + i] = (u8)(value >> i * 8);
}

static u32 get(const u32 *head, u32 offset, u32 bytes)
{
	u32 value = 0;

	for (u32 i = 0; i < bytes; i++)
		value |= (u32)((const u8 *)head)[offset + i] << i * 8;
	return value;
}

static void put_row(u8 *parameters, u32 row, u32 from, u32 to)
{
	u32 at = MAP + row * 20;

	put(parameters, at, from, 4);
	put(parameters, at + 8, to - from, 4);
	put(parameters, at + 16, ROW_USABLE, 4);
}

/* Linux is told how fast its counter counts.  It would measure that all the same, by reading the
 * timer without a pause: that would be nine of ten exits of a boot. */
static void complete_line(void)
{
	char word[32];

	if (!option_given("tsc_early_khz")) {
		snprintf(word, sizeof(word), "tsc_early_khz=%u", clock_khz());
		options_add(word);
		pit_stop_speaker();
	}
	strcpy((char *)memory_at(LINE, COMMAND_LINE_MOST + 1), options_line());
}

/* It loads its segments from a table, and wants to find those it would load. */
static void set_segments(void)
{
	const u32 table[] = {
		0, 0, 0, 0, 0x0000ffff, 0x00cf9b00, 0x0000ffff, 0x00cf9300,
	};

	memcpy(memory_at(DESCRIPTORS, sizeof(table)), table, sizeof(table));
	sys_vm_seg(SEG_GDTR, 0, DESCRIPTORS, sizeof(table) - 1, 0);
	for (u32 s = SEG_ES; s <= SEG_GS; s++)
		sys_vm_seg(s, s == SEG_CS ? CODE : DATA, 0, 0xffffffff,
			   s == SEG_CS ? CODE_BITS : DATA_BITS);
}

static const char *set_parameters(const struct image *image, u8 *parameters)
{
	u32 address;
	u32 bytes;
	const char *wrong = load_initrd(image, INITRD_HIGHEST, &address, &bytes);

	complete_line();
	put(parameters, LOADER, LOADER_OTHER, 1);
	put(parameters, LOAD_FLAGS, LOADED_HIGH, 1);
	put(parameters, LINE_AT, LINE, 4);
	put(parameters, INITRD, address, 4);
	put(parameters, INITRD_SIZE, bytes, 4);
	put(parameters, ALT_MEM, (memory_size() - MIB) >> 10, 4);
	put(parameters, ROWS, 2, 1);
	put_row(parameters, 0, 0, LOWER_END);
	put_row(parameters, 1, MIB, memory_size());
	set_segments();
	sys_vm_set(VM_ESI, PARAMETERS);
	sys_vm_set(VM_ESP, STACK_END);
	return wrong;
}

/* The parameters, still empty; 0: there is not the memory for a kernel at all. */
static u8 *parameters_of(void)
{
	return memory_size() > 2 * MIB ? memory_at(PARAMETERS, PARAMETER_BYTES) : 0;
}

static const char too_little[] =
	"the guest has too little memory for Linux: vm.memory=MIB gives more";

static u32 is_bzimage(const u32 *head)
{
	return get(head, BOOT_FLAG, 2) == IS_BOOT && get(head, HEADER_MAGIC, 4) == IS_HEADER;
}

static const char *load_bzimage(const struct image *image, const u32 *head, struct start *start)
{
	u32 setup = get(head, SETUP_SIZE, 1);
	u32 from = ((setup ? setup : SETUP_USUAL) + 1) * SECTOR;
	u32 header_end = HEADER_MAGIC + get(head, HEADER_END, 1);
	u8 *parameters = parameters_of();
	u32 bytes = 0;

	if (get(head, VERSION, 2) < LEAST_VERSION)
		return "it is a Linux before 2.6.22";
	sys_file_size(image->file, &bytes);
	if (!parameters || bytes < from ||
	    file_to_guest(image->file, from, KERNEL, bytes - from))
		return too_little;
	memcpy(parameters + SETUP_SIZE, (const u8 *)head + SETUP_SIZE, header_end - SETUP_SIZE);
	start->eip = KERNEL;
	return set_parameters(image, parameters);
}

static const char *load_vmlinux(const struct image *image, const u32 *head, struct start *start)
{
	u8 *parameters = parameters_of();
	const char *wrong;

	if (!parameters)
		return too_little;
	wrong = elf_load(image->file, head, 0, &start->eip);
	if (wrong)
		return wrong;
	put(parameters, BOOT_FLAG, IS_BOOT, 2);
	put(parameters, HEADER_MAGIC, IS_HEADER, 4);
	put(parameters, VERSION, OUR_VERSION, 2);
	put(parameters, INITRD_MOST, INITRD_HIGHEST, 4);
	put(parameters, ALIGNMENT, 0x1000000, 4);
	return set_parameters(image, parameters);
}

const struct form bzimage_form = { "a Linux kernel (bzImage)", 0, is_bzimage, load_bzimage };
const struct form vmlinux_form = { "a Linux kernel (ELF)", 0, elf_is, load_vmlinux };
