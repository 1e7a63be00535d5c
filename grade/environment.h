/* environment.h: what the world outside decides: the firmware's memory map and the registers with
 * which a call is made. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <types.h>

void machine_set_rows(u32 n);
void machine_set_row(u32 i, u32 base_low, u32 base_high, u32 length_low, u32 length_high,
                     u32 usable);

/* 1: the processor can run guests.  What their control block is like at first: all its words are 0,
 * or each is another, or they are as a guest is made. */
enum vmcb_start { VMCB_ZEROES, VMCB_OTHERS, VMCB_OF_GUEST };
void machine_set_guests(u32 present, enum vmcb_start start);

/* Word k of the guest's control block. */
u32 vmcb_word(u32 k);

enum { EBX, ESI, EDI, EBP, ESP, EIP, REGISTERS };

void cpu_set(const u32 value[REGISTERS]);
void cpu_get(u32 value[REGISTERS]);

/* The other registers, and how many of them count (Machine.h). */
enum { EAX, ECX, EDX, SCRATCH };
void scratch_set(u32 known, const u32 value[SCRATCH]);
u32 scratch_get(u32 value[SCRATCH]);

/* The words of the image of a program, one after the other. */
void image_add(u32 image, u32 word);

/* The clock is what a kernel that runs a trace says; all words of files' names are different, and 0
 * if name is 0; the memory has name KiB more than its rows, which may be less than one. */
void machine_set_devices(u32 name);

/* Code has no addresses here: this and K stand for entry#K, the probe's entry point K. */
#define ENTRY_MARK 0x45000000u

#endif
