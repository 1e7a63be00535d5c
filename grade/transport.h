/* transport.h: how a stream gets into an emulator and how its results come back.
 *
 * boot.c runs an emulator by one of these, and does itself what all of them have in common.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include "boot.h"

#define CONSOLE_MOST 65536u /* bytes of output; more is a flood */

struct transport {
	const char *name;    /* of the emulator, for people */
	const char *program; /* unless the environment's variable of that name says another */
	const char *variable;
	/* A script of some systems that does no more than run this program; or 0. */
	const char *script, *behind_script;
	bool reports;        /* the kernel is to report its results */

	/* Start the emulator.  The modules are files, the stream first. */
	void (*start)(struct boot *b, const struct boot_machine *machine, unsigned memory,
	              const char *const *modules, unsigned count);
	/* Where it writes to files: take what there is, stop it if it need not go on.  Or 0. */
	void (*watch)(struct boot *b);
	/* A number that changes with each result. */
	u32 (*look)(struct boot *b);
	/* How the run ended, as the emulator tells it. */
	enum boot_end (*ending)(struct boot *b);
	/* Set reached, result and results, or the end and message of a forged run. */
	void (*take_results)(struct boot *b);
	/* Let go of what only this emulator needs. */
	void (*finish)(struct boot *b);
};

extern const struct transport transport_qemu, transport_bochs;

/* The file of that name in the directory of the run; to be freed. */
char *boot_file(const struct boot *b, const char *name);

/* Write a file. */
void boot_write_file(const char *path, const void *data, size_t size);

/* How many results, from the first on, have the number they must have. */
unsigned boot_count(const struct boot *b, const struct stream_result *result, unsigned most);
/* What the kernel's status says. */
enum boot_end boot_end_of(u32 status);

#endif
