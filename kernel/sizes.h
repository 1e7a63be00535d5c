/* sizes.h: the sizes of the kernel's world, in one place.
 *
 * SMALL_SCOPE is the world of the exhaustive checker: the same specifications and the same modules
 * with sizes so small that every reachable state can be visited.
 */
#ifndef SIZES_H
#define SIZES_H

#ifdef SMALL_SCOPE
#define PAGE_SIZE   16u
#define LEAST_FRAME 2u /* least frame that is not the kernel's */
#define NFRAMES     6u /* frames that the kernel can use */
#define NCTX        3u /* kernel contexts */
#define MAX_ROWS    3u /* rows of a memory map */
#else
#define PAGE_SIZE   4096u
#define LEAST_FRAME 2048u   /* 8 MiB: the kernel's image ends below */
#define NFRAMES     262144u /* 1 GiB: the direct map */
#define NCTX        64u
#define MAX_ROWS    64u
#endif

/* Physical memory that a layer may load and store, in words. */
#define LEAST_PADDR (LEAST_FRAME * PAGE_SIZE)
#ifdef LOCKSTEP
/* The abstract machine inside a kernel follows the first words only. */
#define NWORDS 0x80000u
#else
#define NWORDS ((NFRAMES - LEAST_FRAME) * (PAGE_SIZE / 4u))
#endif

/* One stack slot a context: the lower half is a hole, so that an overflow faults. */
#define STACK_BASE      0xF0000000u
#define STACK_SLOT_SIZE 16384u
#define STACK_SIZE      8192u
#define STACK_TOP(n)    (STACK_BASE + ((n) + 1u) * STACK_SLOT_SIZE)

#endif
