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
#define CR0_TS     0x8   /* nor does any have to be saved: a loader may have left this set */
#define CR4_OSFXSR 0x200 /* SSE may be used; entry.S sets it where the processor has SSE */

#endif
