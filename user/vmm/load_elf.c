/* load_elf.c: ELF files as kernels: parts of the file, and where they lie in physical memory. */
#include "load_elf.h"
#include "files.h"
#include "load.h"
#include "memory.h"

#include <elf.h>

#define PH_PADDR 3u /* a program header's word: the physical address */

u32 elf_is(const u32 *head)
{
	return head[ELF_MAGIC] == ELF_IS_MAGIC && (head[ELF_CLASS] & 0xffffff) == ELF_IS_32 &&
	       head[ELF_TYPE] == ELF_IS_386;
}

/* What is not in the file is zero, as all memory is. */
static const char *load_part(u32 file, const u32 *part, u32 base)
{
	u32 address = part[PH_PADDR] - base;

	if (part[PH_FILESZ] > part[PH_MEMSZ])
		return "it is no ELF file as it should be: a part is longer than its memory";
	if (!memory_at(address, part[PH_MEMSZ]))
		return "the guest has too little memory for it: vm.memory=MIB gives more";
	if (file_to_guest(file, part[PH_OFFSET], address, part[PH_FILESZ]))
		return "it cannot be loaded: it is cut off, or no memory is left";
	return 0;
}

const char *elf_load(u32 file, const u32 *head, u32 base, u32 *entry)
{
	u32 size = head[ELF_PHENT] >> 16;
	u32 count = head[ELF_PHNUM] & 0xffff;
	u32 from = head[ELF_PHOFF];
	const char *wrong = 0;

	*entry = head[ELF_ENTRY] - base;
	if (size != ELF_PH_BYTES || from % 4 != 0 || from > HEAD_BYTES ||
	    count > (HEAD_BYTES - from) / size)
		return "it is no ELF file as it should be: its program headers are elsewhere";
	for (u32 i = 0; i < count && !wrong; i++) {
		const u32 *part = head + from / 4 + i * PH_WORDS;

		if (part[PH_TYPE] != PH_IS_LOAD)
			continue;
		wrong = load_part(file, part, base);
		if (head[ELF_ENTRY] - part[PH_VADDR] < part[PH_MEMSZ]) /* it is a virtual one */
			*entry = head[ELF_ENTRY] - part[PH_VADDR] + part[PH_PADDR] - base;
	}
	return wrong;
}
