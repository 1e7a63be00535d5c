/* qemu.c: one run of the kernel in QEMU.
 *
 * The results are read in the guest's RAM, which is a file.  Nothing that the kernel prints can
 * change them.
 */
#define _GNU_SOURCE /* memfd_create */
#include "transport.h"

#include <machine.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* 4 ns of virtual time an instruction: the watchdog's two seconds are half a billion instructions,
 * more than any call needs and no longer than people wait. */
#define ICOUNT         "shift=2,sleep=off"
/* Of the processor's time: a kernel that the watchdog could not end after a tenth of it has damaged
 * itself so that it goes on for ever. */
#define SECONDS_MOST   20u
/* A PC without what the kernel does not use: it takes QEMU time to make that. */
#define MACHINE        "pc,acpi=off,hpet=off,usb=off,vmport=off,memory-backend=ram"
#define LOWEST_MODULE  (LEAST_FRAME * PAGE_SIZE)
#define EXIT_STATUS(s) (2 * (s) + 1)

/* A file on no disk, which would write all of it down.  Where the system has none it lies with the
 * other files of this run.  Returns it, open: the emulator inherits it. */
static int open_ram(struct boot *b, size_t size)
{
#ifdef MFD_CLOEXEC
	int file = memfd_create("ram", 0);
#else
	char *name = boot_file(b, "ram");
	int file = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);

	free(name);
#endif
	if (file < 0 || ftruncate(file, (off_t)size) != 0)
		die("grade: no file for %zu MiB of RAM: %s", size >> 20, strerror(errno));
	b->guest = mmap(0, size, PROT_READ, MAP_SHARED, file, 0);
	if (b->guest == MAP_FAILED)
		die("grade: cannot map the RAM: %s", strerror(errno));
	b->guest_size = size;
	return file;
}

/* The names of the modules, with commas, as the loader wants them; to be freed. */
static char *joined(const char *const *modules, unsigned count)
{
	struct text names = { 0 };

	for (unsigned i = 0; i < count; i++)
		text_add(&names, "%s%s", i ? "," : "", modules[i]);
	return names.at;
}

static void start(struct boot *b, const struct boot_machine *m, unsigned memory,
                  const char *const *modules, unsigned count)
{
	int ram = open_ram(b, (size_t)memory << 20);
	char *object = print("memory-backend-file,id=ram,mem-path=/dev/fd/%d,size=%uM,share=on",
	                     ram, memory);
	char *size = print("%uM", memory);
	char *initrd = joined(modules, count);
	char *arguments[] = {
		(char *)m->emulator, "-M", MACHINE, "-object", object, "-m", size,
		"-cpu", b->no_guests ? "qemu32" : "qemu32,+svm,+npt",
		"-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio",
		"-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
		"-device", "ib700", "-action", "watchdog=inject-nmi",
		"-icount", ICOUNT, "-rtc", "base=2020-01-01,clock=vm",
		"-kernel", (char *)m->kernel, "-initrd", initrd,
		m->bios ? "-bios" : 0, (char *)m->bios, 0
	};

	b->console = &b->emulator.text;
	child_start(&b->emulator, arguments, CONSOLE_MOST, SECONDS_MOST);
	close(ram);
	free(object);
	free(size);
	free(initrd);
}

static size_t stream_size(unsigned calls)
{
	return sizeof(struct stream) +
	       calls * (sizeof(struct stream_call) + sizeof(struct stream_result));
}

/* The stream in the guest's RAM, or 0.  The loader's copy lies lower, and no probe signed it. */
static struct stream *guest_stream(const struct boot *b)
{
	size_t top = b->guest_size < NFRAMES * (size_t)PAGE_SIZE ? b->guest_size
	                                                         : NFRAMES * (size_t)PAGE_SIZE;

	for (size_t at = top - PAGE_SIZE; at >= LOWEST_MODULE; at -= PAGE_SIZE) {
		struct stream *s = (struct stream *)((char *)b->guest + at);

		if (s->magic == STREAM_MAGIC && s->nonce == b->nonce && s->calls == b->calls &&
		    s->place == at && at + stream_size(b->calls) <= top)
			return s;
	}
	return 0;
}

static u32 look(struct boot *b)
{
	struct stream *s = guest_stream(b);

	return s ? 1 + boot_count(b, stream_results(s), b->calls) : 0;
}

/* From QEMU's exit status. */
static enum boot_end ending(struct boot *b)
{
	int status = WIFEXITED(b->emulator.status) ? WEXITSTATUS(b->emulator.status) : -1;

	if (b->emulator.flooded)
		return BOOT_FLOOD;
	if (WIFSIGNALED(b->emulator.status) && WTERMSIG(b->emulator.status) == SIGXCPU)
		return BOOT_ENDLESS;
	if (status == 0)
		return BOOT_TRIPLE_FAULT;
	for (u32 s = MACHINE_DONE; s <= MACHINE_REBOOT; s++) {
		if (status == (int)EXIT_STATUS(s))
			return boot_end_of(s);
	}
	return BOOT_NO_EMULATOR;
}

static void take_results(struct boot *b)
{
	struct stream *s = guest_stream(b);
	const struct stream_result *result = s ? stream_results(s) : 0;

	b->reached = s != 0 || strstr(text_of(b->console), PROBE_STARTS) != 0;
	if (b->reached && !s) {
		b->end = BOOT_FORGED;
		b->message = print("the stream of calls and results in memory was overwritten");
	}
	if (!s)
		return;
	b->results = boot_count(b, result, b->calls);
	b->result = allocate(b->results * sizeof(*result));
	memcpy(b->result, result, b->results * sizeof(*result));
	for (unsigned i = b->results; i < b->calls; i++) {
		if (result[i].sequence != 0) {
			b->end = BOOT_FORGED;
			b->message = print("the result of call %u carries a wrong number", i + 1);
			return;
		}
	}
}

static void finish(struct boot *b)
{
	munmap(b->guest, b->guest_size);
	b->guest = 0;
}

const struct transport transport_qemu = {
	.name = "QEMU",
	.program = "qemu-system-i386",
	.variable = "QEMU",
	/* Debian's, since there are two QEMUs, one for Xen.  It takes a tenth of a run. */
	.script = "/usr/bin/qemu-system-i386",
	.behind_script = "/usr/libexec/qemu-system-i386",
	.start = start,
	.look = look,
	.ending = ending,
	.take_results = take_results,
	.finish = finish,
};
