/* load.h: from a file to a guest that can run. */
#ifndef LOAD_H
#define LOAD_H

#include "run.h"

#define NO_FILE 0xffffffffu

/* What is to be loaded. */
struct image {
	const char *name;
	u32 file;
	u32 initrd; /* NO_FILE: there is none */
};

/* The beginning of the file, of which all forms can be told; zeroes behind the end of it. */
#define HEAD_BYTES 8192u
#define HEAD_WORDS (HEAD_BYTES / 4)

/* Give the guest its memory, load the file into it, and set the guest's registers.  Returns 0; or
 * what is wrong. */
const char *load(const struct image *image, struct start *start);

/* A form of file. */
struct form {
	const char *name;
	u32 memory; /* that the guest has, in bytes; 0: as the options say */
	u32 (*is)(const u32 *head);
	const char *(*load)(const struct image *image, const u32 *head, struct start *start);
};

extern const struct form multiboot_form; /* a kernel of the multiboot standard, version 1 */
extern const struct form bzimage_form;   /* Linux as distributions have it */
extern const struct form tiny_form;      /* one of guest/ */
extern const struct form vmlinux_form;   /* Linux, already decompressed: any other ELF file */

/* Load the initrd as high as it fits below limit.  Stores where it is, and its size: 0 if there is
 * none.  Returns 0; or what is wrong. */
const char *load_initrd(const struct image *image, u32 limit, u32 *address, u32 *bytes);

#endif
