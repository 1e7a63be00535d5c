/* files.h: parts of files. */
#ifndef FILES_H
#define FILES_H

#include <types.h>

/* Copy that many bytes of the file to memory; behind its end there are none: then an error. */
u32 file_read(u32 file, u32 offset, void *to, u32 bytes);

/* The same, to the guest's memory. */
u32 file_to_guest(u32 file, u32 offset, u32 address, u32 bytes);

#endif
