/* ring3.h: what the probe in ring 3 (ring3.S) shares with the rest of it, as C and an assembler
 * read it.
 *
 * The pages are in every page map, at fixed addresses behind the kernel's stacks: one of code,
 * which programs may only read, and two of data.  They are mapped only if there is a stream to run.
 */
#ifndef RING3_PROBE_H
#define RING3_PROBE_H

#define RING3_CODE       0xF0100000
#define RING3_DATA       0xF0101000
#define RING3_DATA_PAGES 2

#define RING3_ENTRIES    8 /* entry points, user#0 .. user#7 */
#define RING3_ENTRY_SIZE 16
#define RING3_CALLS      64 /* at most, before a trap */

/* What ring 3 is asked to do. */
#define RING3_LOAD    1
#define RING3_STORE   2
#define RING3_SYSCALL 3

/* struct ring3_data */
#define RING3_COUNT   0
#define RING3_NEXT    4
#define RING3_LOG     8
#define RING3_ESP     12
#define RING3_OP      16
#define RING3_LANDING 32
#define RING3_LANDING_SIZE 44
#define RING3_STACK   96 /* the end of a stack of four words */
#define RING3_CALL    96
#define RING3_CALL_SIZE 32
#define RING3_RECORD  (RING3_CALL + RING3_CALLS * RING3_CALL_SIZE)

#ifndef __ASSEMBLER__
#include <types.h>

struct ring3_call {
	u32 op;
	u32 eax, ebx, ecx, edx, esi, edi, ebp;
};

/* The registers as control came to an entry point, or as an instruction was done. */
struct ring3_landing {
	u32 entry; /* 1 + the entry point; 0: an instruction was done */
	u32 eax, ebx, ecx, edx, esi, edi, ebp, esp, eflags;
	u32 segments; /* FS, and GS in the high half */
};

struct ring3_data {
	u32 count; /* of calls to make */
	u32 next;  /* the next one, from 0 */
	u32 log;   /* landings recorded */
	u32 esp;   /* before the latest call */
	u32 op;    /* of the latest call */
	u32 unused[3];
	struct ring3_landing landing;
	u32 stack[5];
	struct ring3_call call[RING3_CALLS];
	struct ring3_landing record[RING3_CALLS];
};

extern const u32 probe_ring3_code[1024];
#endif
#endif
