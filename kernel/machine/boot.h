/* boot.h: sizes of sizes.h that entry.S needs, as an assembler reads them; memory.c holds the two
 * equal. */
#ifndef BOOT_H
#define BOOT_H

#include <term.h>

#define BOOT_DIRECT_MAP 0x40000000
#define BOOT_STACK_BASE 0xF0000000
#define BOOT_SLOT_SIZE  16384
#define BOOT_STACK_SIZE 8192
#define BOOT_SLOTS      TERM_THREADS

#endif
