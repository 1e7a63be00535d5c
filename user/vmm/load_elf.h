/* load_elf.h: ELF files as kernels. */
#ifndef LOAD_ELF_H
#define LOAD_ELF_H

#include <types.h>

/* Does a file with this head have the form? */
u32 elf_is(const u32 *head);

/* Load all parts to their physical addresses less `base`.  Stores where the kernel begins.  Returns
 * 0; or what is wrong. */
const char *elf_load(u32 file, const u32 *head, u32 base, u32 *entry);

#endif
