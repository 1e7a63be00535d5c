/* memory.h: the guest's physical memory. */
#ifndef MEMORY_H
#define MEMORY_H

#include <types.h>

#define MIB 0x100000u

#define MEMORY_LEAST (1 * MIB)
#define MEMORY_MOST  (192 * MIB)

/* The guest has that much memory, from address 0 on; a multiple of a page, MEMORY_MOST at most. */
void memory_start(u32 bytes);
u32 memory_size(void);

/* That many bytes at the guest's physical address; 0 if not all of them are its memory. */
u8 *memory_at(u32 address, u32 bytes);

/* The guest has missed the page of that address: give it one.  Returns an error. */
u32 memory_miss(u32 address);

#endif
