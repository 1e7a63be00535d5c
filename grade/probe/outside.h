/* outside.h: what the probe outside the kernel (outside.S), in ring 3 and in a guest, shares with
 * the rest of it, as C and an assembler read it.
 *
 * Its pages are in every page map, at fixed addresses behind the kernel's stacks, and at the same
 * ones in the guest's memory: one of code, which programs may only read, and two of data.  They are
 * mapped only if there is a stream to run.
 * */
#ifndef OUTSIDE_PROBE_H
#define OUTSIDE_PROBE_H

#define OUTSIDE_CODE       0xF0100000
#define OUTSIDE_DATA       0xF0101000
#define OUTSIDE_DATA_PAGES 2

#define OUTSIDE_ENTRIES    8 /* entry points, user#0 .. user#7, or guest#0 .. guest#7 */
#define OUTSIDE_ENTRY_SIZE 16
#define OUTSIDE_CALLS      96 /* at most, before control is the kernel's again */

/* What it can be asked to do: an instruction each, at a place of its own. */
#define OUTSIDE_LOAD       0
#define OUTSIDE_STORE      1
#define OUTSIDE_SYSCALL    2
#define OUTSIDE_VMMCALL    3
#define OUTSIDE_IN         4 /* 5, 6: of two and four bytes */
#define OUTSIDE_OUT        7
#define OUTSIDE_CPUID      10
#define OUTSIDE_RDMSR      11
#define OUTSIDE_WRMSR      12
#define OUTSIDE_HLT        13
#define OUTSIDE_DROP_FS    14
#define OUTSIDE_STI        15
#define OUTSIDE_OPS        16
#define OUTSIDE_PLACE      0x800 /* in the page of code, where the first of them is */
#define OUTSIDE_OP_SIZE    16

/* struct outside_data */
#define OUTSIDE_COUNT   0
#define OUTSIDE_NEXT    4
#define OUTSIDE_LOG     8
#define OUTSIDE_AT      12
#define OUTSIDE_LANDING 32
#define OUTSIDE_LANDING_SIZE 48
#define OUTSIDE_STACK   96 /* the end of a stack of four words */
#define OUTSIDE_CALL    96
#define OUTSIDE_CALL_SIZE 32
#define OUTSIDE_RECORD  (OUTSIDE_CALL + OUTSIDE_CALLS * OUTSIDE_CALL_SIZE)

#ifndef __ASSEMBLER__
#include <types.h>

struct outside_call {
	u32 at; /* the address of the instruction */
	u32 eax, ebx, ecx, edx, esi, edi, ebp;
};

/* The registers as control came to an entry point, or as an instruction was done. */
struct outside_landing {
	u32 entry; /* 1 + the entry point; 0: an instruction was done */
	u32 eax, ebx, ecx, edx, esi, edi, ebp, esp, eflags;
	u32 segments; /* FS, and GS in the high half */
	u32 cs;       /* its low bits are 3 in ring 3 and 0 in a guest */
};

struct outside_data {
	u32 count; /* of calls to make */
	u32 next;  /* the next one, from 0 */
	u32 log;   /* landings recorded */
	u32 at;    /* of the latest call */
	u32 unused[4];
	struct outside_landing landing;
	u32 stack[4];
	struct outside_call call[OUTSIDE_CALLS];
	struct outside_landing record[OUTSIDE_CALLS];
};

extern const u32 probe_outside_code[1024];

/* What a primitive is outside: an instruction, whose bytes count for the guest, and where it has
 * its arguments.  NULL: the primitive is the kernel's. */
struct outside_op {
	const char *name;
	u32 op;
	u32 length; /* 0: a page fault or a trap, which needs no length */
	const char *arguments; /* a letter each: the register EAX (a), EBX .. EDX, ESI (S), EDI (D);
	                        * w: the bytes that it moves */
};

static inline const struct outside_op *outside_op(const char *name)
{
	static const struct outside_op ops[] = {
		{ "user_load", OUTSIDE_LOAD, 0, "a" },
		{ "user_store", OUTSIDE_STORE, 0, "ac" },
		{ "user_syscall", OUTSIDE_SYSCALL, 0, "abcdSD" },
		{ "prog_load", OUTSIDE_LOAD, 0, "a" },
		{ "prog_store", OUTSIDE_STORE, 0, "ac" },
		{ "prog_call", OUTSIDE_SYSCALL, 0, "abcdSD" },
		{ "guest_load", OUTSIDE_LOAD, 2, "a" },
		{ "guest_store", OUTSIDE_STORE, 2, "ac" },
		{ "guest_call", OUTSIDE_VMMCALL, 3, "abcdSD" },
		{ "guest_in", OUTSIDE_IN, 1, "dw" },
		{ "guest_out", OUTSIDE_OUT, 1, "dwa" },
		{ "guest_cpuid", OUTSIDE_CPUID, 2, "ac" },
		{ "guest_rdmsr", OUTSIDE_RDMSR, 2, "c" },
		{ "guest_wrmsr", OUTSIDE_WRMSR, 2, "cad" },
		{ "guest_halt", OUTSIDE_HLT, 1, "" },
		{ "guest_sti", OUTSIDE_STI, 2, "" },
		{ "guest_drop_fs", OUTSIDE_DROP_FS, 2, "" },
	};

	for (u32 i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		u32 c = 0;

		while (name[c] && name[c] == ops[i].name[c])
			c++;
		if (name[c] == ops[i].name[c])
			return &ops[i];
	}
	return 0;
}

static inline u32 *outside_register(struct outside_call *call, char letter)
{
	switch (letter) {
	case 'a':
		return &call->eax;
	case 'b':
		return &call->ebx;
	case 'c':
		return &call->ecx;
	case 'd':
		return &call->edx;
	case 'S':
		return &call->esi;
	case 'D':
		return &call->edi;
	default:
		return 0;
	}
}

/* Let call be op with these arguments: registers that it does not say stay, EAX, ECX and EDX are
 * 0. */
static inline void outside_prepare(struct outside_call *call, const struct outside_op *op,
                                   const u32 *argument)
{
	u32 wide = 0;

	call->eax = call->ecx = call->edx = 0;
	for (u32 i = 0; op->arguments[i]; i++) {
		u32 *r = outside_register(call, op->arguments[i]);

		if (r)
			*r = argument[i];
		else
			wide = argument[i] / 2;
	}
	call->at = OUTSIDE_CODE + OUTSIDE_PLACE + (op->op + wide) * OUTSIDE_OP_SIZE;
}

/* The bytes of the instruction at that address: those with two bytes for data have a prefix
 * more. */
static inline u32 outside_length(const struct outside_op *op, u32 at)
{
	u32 which = (at - OUTSIDE_CODE - OUTSIDE_PLACE) / OUTSIDE_OP_SIZE;

	return op->length + (which == OUTSIDE_IN + 1 || which == OUTSIDE_OUT + 1);
}
#endif
#endif
