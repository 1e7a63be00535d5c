/* devices.h: the sizes of what programs are served with: the console, the clock, files. */
#ifndef DEVICES_H
#define DEVICES_H

/* Bytes that were typed and not read yet, at most; and of those written, how many the kernel knows
 * still. */
#ifdef SMALL_SCOPE
#define CONSOLE_TYPED   2u
#define CONSOLE_WRITTEN 2u
#else
#define CONSOLE_TYPED   64u
#define CONSOLE_WRITTEN 64u
#endif
#define CONSOLE_NONE    0x100u /* no byte */

/* What the boot loader brought, and the words of a name. */
#ifdef SMALL_SCOPE
#define NFILES     2u
#define FILE_WORDS 40u
#elif defined(LOCKSTEP)
/* The abstract machine inside a kernel knows the beginning of a file only. */
#define NFILES     32u
#define FILE_WORDS 0x10000u
#else
#define NFILES     32u
#define FILE_WORDS 0x800000u /* 32 MiB */
#endif
#define NAME_WORDS 4u

/* The clock's ticks, how many a second, and the trap that one is. */
#define CLOCK_TICKS 500u
#define TRAP_CLOCK  32u
#define CLOCK_KHZ   1000000u /* what a kernel that runs a trace says of the processor's counter */

#endif
