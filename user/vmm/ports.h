/* ports.h: which device is at which port. */
#ifndef PORTS_H
#define PORTS_H

#include <types.h>

/* That many bytes from the port, or to it. */
u32 ports_read(u32 port, u32 width);
void ports_write(u32 port, u32 width, u32 value);

#endif
