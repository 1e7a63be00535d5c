/* monitor.h: the kernel on its own: a prompt on the serial console. */
#ifndef MONITOR_H
#define MONITOR_H

#include <layers.h>
#include <types.h>

_Noreturn void monitor_run(void);

/* The primitive of that name anywhere in the stack, or 0. */
const struct primitive *find_primitive(const char *name);

/* Call function with that many arguments; the result means nothing if it returns none. */
u32 primitive_call(void (*function)(void), u32 count, const u32 *arguments);

/* Call the primitive of that name, which the stack must have. */
u32 call_named(const char *name, u32 count, const u32 *arguments);

/* Run the guest that is program image i; print how it ends (guest.c).  The stack has guests. */
void run_guest(u32 i);

/* Run `count` guests of random bytes, in the memory of program image i; print what came of them. */
void run_wild_guests(u32 i, u32 count, u32 seed);

/* Print the memory map and the frames (memory.c). */
void print_memory(void);

/* Print how the paging unit translates va in map n (walk.c); the stack has page maps. */
void print_walk(vaddr_t va, map_t n);

#endif
