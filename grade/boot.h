/* boot.h: one run of the kernel in an emulator. */
#ifndef BOOT_H
#define BOOT_H

#include "child.h"
#include "probe/stream.h"
#include "trace.h"

enum boot_end {
	BOOT_RUNS,
	BOOT_DONE,         /* the kernel says it made all calls */
	BOOT_PANIC,        /* it panicked */
	BOOT_HANG,         /* the watchdog ended it */
	BOOT_ENDLESS,      /* not even the watchdog did: it took too much of the processor's time */
	BOOT_TRIPLE_FAULT,
	BOOT_FLOOD,        /* it wrote more to the console than anybody will read */
	BOOT_FORGED,       /* it exited, but the results are not those of a run */
	BOOT_INCONCLUSIVE, /* the emulator made no progress in real time: run it again */
	BOOT_NO_EMULATOR,  /* it did not start: its own words are in message */
};

struct transport;

struct boot {
	const struct transport *transport;
	char directory[32];
	struct child emulator;
	const struct text *console; /* what the kernel printed */
	u32 nonce, calls;
	bool no_guests;  /* the processor has none */
	u32 progress;    /* results when last looked at, and when that was */
	double progress_time;
	double start_time, seconds;

	/* Of QEMU alone: the guest's RAM, mapped. */
	struct stream *guest;
	size_t guest_size;
	/* Of Bochs alone: the files that it writes to, as far as they have been read. */
	struct text printed, reports;

	enum boot_end end;
	bool reached;    /* the probe began */
	char *message;   /* one line on how it ended, for BOOT_NO_EMULATOR and BOOT_FORGED */
	struct stream_result *result;
	unsigned results; /* valid ones; the call after the last one did not come back */
};

/* What a boot needs to know. */
struct boot_machine {
	const struct transport *transport;
	const char *emulator; /* the program */
	const char *kernel;   /* the file */
	const char *bios;     /* of QEMU; 0: its own */
	const char *sector;   /* of Bochs: the boot sector */
	unsigned spare;       /* MiB of RAM beyond what the trace says, for the kernel itself */
};
/* QEMU's, or Bochs' with that boot sector. */
struct boot_machine boot_machine(const char *kernel, const char *sector);
/* The emulator's name, for people. */
const char *boot_emulator(const struct boot *b);

/* Write what the kernel gets: the stream of a trace, and the images of its programs, to files of
 * these names.  Returns how many there are.  If report is 1, the kernel reports its results. */
unsigned boot_write_modules(const struct trace *trace, u32 nonce, u32 report,
                            char *const *modules);

void boot_start(struct boot *b, const struct boot_machine *machine, const struct trace *trace,
                u32 nonce);
/* Take output, look at the clock.  False once it ended: all of the result is there then. */
bool boot_continue(struct boot *b);

/* Remove every directory that is left; safe in a signal handler. */
void boots_clean(void);

/* What the kernel prints when it begins to make calls. */
#define PROBE_STARTS "\nprobe: "

double seconds_now(void);

#endif
