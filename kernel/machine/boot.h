/* boot.h: what assembly of several files needs: sizes of sizes.h, as an assembler reads them, which
 * memory.c holds equal; and bits of control registers. */
#ifndef BOOT_H
#define BOOT_H

#include <term.h>

#define BOOT_DIRECT_MAP 0x40000000
#define BOOT_STACK_BASE 0xF0000000
#define BOOT_SLOT_SIZE  16384
#define BOOT_STACK_SIZE 8192
#define BOOT_SLOTS      TERM_THREADS

#define CR0_EM     0x4   /* no floating point: it would leak from one program to the next */
#define CR4_OSFXSR 0x200 /* what else has been set allows SSE, if there is any */

#endif
