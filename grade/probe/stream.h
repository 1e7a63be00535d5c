/* stream.h: a stream of calls and the room for their results, as the driver and the probe share it.
 *
 * The driver writes a file: struct stream, the calls, the room for the results.  The boot loader
 * hands it over as the first module; the probe makes the calls one after the other and writes one
 * result each.  The driver reads them in the guest's memory, or, where an emulator does not let it,
 * they are reported: each leaves the machine when it is there.  No expected value is ever in here.
 *
 * Calls count from 1.  Numbers are little-endian, as on every host that runs the driver.
 */
#ifndef STREAM_H
#define STREAM_H

#include <types.h>

#define STREAM_MAGIC     0x61727453u /* "Stra" */
#define STREAM_ARGUMENTS 6u
#define STREAM_KEY       4u
#define STREAM_ENTRIES   8u /* entry trampolines of the probe, entry#0 .. entry#7 */
#define STREAM_ROWS      64u
#define STREAM_CALLS     32768u /* at most, in one stream */

struct stream_row { /* of the memory map that the machine is to serve */
	u32 base_low;
	u32 base_high;
	u32 length_low;
	u32 length_high;
	u32 usable; /* 1 or 0 */
};

struct stream { /* one page */
	u32 magic;
	u32 nonce;   /* fresh in every run */
	u32 layer;   /* the layer the probe stands on: index into layer_table */
	u32 calls;
	u32 map_rows; /* 0: serve the real memory map */
	struct stream_row map[STREAM_ROWS];
	u32 place;   /* physical address of this struct; the probe fills it in */
	u32 report;  /* 1: report results */
	u32 key[STREAM_KEY]; /* of the calls; the machine takes it out */
	u32 unused[1024 - 7 - STREAM_KEY - 5 * STREAM_ROWS];
};

struct stream_call {
	u16 primitive; /* index into primitive_table */
	u8 arguments;
	u8 entries; /* bit i: argument i is k, and stands for the address of entry#k */
	u32 argument[STREAM_ARGUMENTS];
};

struct stream_result {
	u32 sequence; /* nonce ^ number of the call, written last */
	u32 value;    /* EAX */
	u32 landing;  /* where control went, see below */
	u32 slot;     /* the stack slot the CPU is on now; NO_SLOT outside all of them */
	u32 ebx, esi, edi, ebp;
	u32 ecx, edx; /* in ring 3 only */
	u32 segments; /* likewise: FS, and GS in the high half */
	u32 esp;      /* a return: minus ESP before that call, so 0 is right; an entry: absolute */
	u32 eflags;   /* only the bits of EFLAGS_KEPT */
};

/* Reports are results, too: one numbered 0 as the probe begins, one each call, and as the run ends
 * one with this number whose value is the kernel's machine_status. */
#define STREAM_END   0xFFFFFFFFu

#define NO_SLOT      0xFFFFFFFFu
#define LANDING_OWN  0u          /* the call returned to its caller */
#define LANDING_LOST 0xFFFFFFFFu /* a return on a stack where no call waits; the stream ends */
#define LANDING_ENTRY(k) (0x80000000u | (k))
#define LANDING_RING3(k) LANDING_ENTRY(0x100u + (k)) /* user#k, of the probe in ring 3 */
#define LANDING_GUEST(k) LANDING_ENTRY(0x200u + (k)) /* guest#k, of the probe in the guest */
/* any other number n: call n, which was waiting on another stack, returned */

#define EFLAGS_KEPT 0x00047700u /* AC NT IOPL DF IF TF: all are 0 whenever a primitive returns */
#define EFLAGS_RING3 0x00000200u /* those that are 1 in ring 3 */

enum { SENTINEL_EBX, SENTINEL_ESI, SENTINEL_EDI, SENTINEL_EBP, SENTINELS };

/* The calls are enciphered, as the layer under test can read memory: call `number` alone is read as
 * it is made.  This is XTEA, counting; done twice, nothing has changed. */
static inline void stream_cipher(struct stream_call *call, u32 number, const u32 key[STREAM_KEY])
{
	u32 *word = (u32 *)call;

	for (u32 i = 0; i < sizeof(*call) / sizeof(*word); i++) {
		u32 v0 = number;
		u32 v1 = i;
		u32 sum = 0;

		for (u32 round = 0; round < 32; round++) {
			v0 += ((v1 << 4 ^ v1 >> 5) + v1) ^ (sum + key[sum & 3]);
			sum += 0x9E3779B9u;
			v1 += ((v0 << 4 ^ v0 >> 5) + v0) ^ (sum + key[sum >> 11 & 3]);
		}
		word[i] ^= v0;
	}
}

/* What the probe loads into a callee-saved register before a call.  No two are alike. */
static inline u32 stream_sentinel(u32 nonce, u32 number, u32 reg)
{
	u32 x = nonce + 0x9E3779B9u * (number * SENTINELS + reg);

	x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
	x = (x ^ (x >> 13)) * 0xC2B2AE35u;
	return x ^ (x >> 16);
}

static inline struct stream_call *stream_calls(struct stream *s)
{
	return (struct stream_call *)(s + 1);
}

static inline struct stream_result *stream_results(struct stream *s)
{
	return (struct stream_result *)(stream_calls(s) + s->calls);
}

#endif
