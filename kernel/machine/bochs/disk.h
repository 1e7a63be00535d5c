/* disk.h: a disk for Bochs, with a kernel and its boot modules, as C and an assembler read it. */
#ifndef DISK_H
#define DISK_H

#define CHUNK      0x8000 /* bytes that the boot sector loads at once */
#define PARTS      5      /* of memory that it loads, at most */
#define PARAMETERS 400    /* where the sector has its struct parameters */

#ifndef __ASSEMBLER__
#include <stdint.h>

/* What the boot sector is told.  What it knows itself stays as it is. */
struct parameters {
	uint32_t flags, unused[3];
	uint32_t command_line;
	uint32_t modules, module_list;
	uint32_t unused_too[4], map_length, map;
	uint32_t entry;
	uint32_t zeroes, zero_words; /* memory that the kernel wants to be zero */
	struct {
		uint32_t chunks; /* 0 in the last one */
		uint32_t address;
	} part[PARTS];
	uint32_t end;
};

/* Write a disk that begins with that boot sector and starts that kernel with that command line, in
 * a machine of so many MiB.  A module is the path of a file; behind a space, what the kernel is
 * told of it.  Returns 0, or a line on what is wrong, which stays valid until the next call. */
const char *disk_write(const char *disk, const char *sector, const char *kernel,
                       const char *line, const char *const *modules, unsigned count,
                       unsigned memory);
#endif
#endif
