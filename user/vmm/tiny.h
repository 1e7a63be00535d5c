/* tiny.h: what the small guests of guest/ want of a monitor: guest/guest.h says it. */
#ifndef TINY_H
#define TINY_H

#include <types.h>

/* Ports: to print, to read bytes that count on, to keep a value. */
#define TINY_PRINT 0xe9u
#define TINY_COUNT 0xeau
#define TINY_KEEP  0xebu

#define TINY_MSR 0x1234u /* keeps a value as well */

/* The guest is one of them. */
void tiny_start(void);

u32 tiny_read(u32 port);
void tiny_write(u32 port, u32 value);

struct vm_exit;

/* VMMCALL: what the guest wants is in its registers.  Returns 0 if it is none of them. */
u32 tiny_call(const struct vm_exit *exit);

/* Where a missed page leads; 0: nowhere. */
u32 tiny_on_page(void);

/* Deliver the interrupt that the guest has called for, if it lets one in. */
u32 tiny_pending(void);
u32 tiny_take(void);

#endif
