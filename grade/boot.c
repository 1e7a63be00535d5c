/* boot.c: one run of the kernel in QEMU.
 *
 * The stream goes in as a boot module; the results are read in the guest's RAM, which is a file in
 * a directory of this run alone.  Nothing that the kernel prints can change them.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "boot.h"

#include <machine.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CONSOLE_MOST   65536u /* bytes of output; more is a flood */
#define BACKSTOP       60.0   /* seconds of real time without a result */
#define BOOTS          256
#define QBOOT          "/usr/share/qemu/qboot.rom"
/* 4 ns of virtual time an instruction: the watchdog's two seconds are half a billion instructions,
 * more than any call needs and no longer than people wait. */
#define ICOUNT         "shift=2,sleep=off"
#define LOWEST_MODULE  (LEAST_FRAME * PAGE_SIZE)
#define EXIT_STATUS(s) (2 * (s) + 1)

/* The directories of the runs that go on. */
static char directories[BOOTS][32];
static const char *const files[] = { "ram", "stream", "image0", "image1", "image2", "image3",
                                     "image4", "image5", "image6", "image7" };
enum { RAM, STREAM, IMAGE };
_Static_assert(sizeof(files) / sizeof(files[0]) == IMAGE + NIMAGES, "a file for each image");

double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Without printf, which no signal handler may use. */
static void join(char *out, const char *directory, const char *file)
{
	strcpy(out, directory);
	strcat(out, "/");
	strcat(out, file);
}

static void remove_directory(char *directory)
{
	char name[64];

	for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		join(name, directory, files[i]);
		unlink(name);
	}
	rmdir(directory);
	directory[0] = 0;
}

void boots_clean(void)
{
	for (unsigned i = 0; i < BOOTS; i++) {
		if (directories[i][0])
			remove_directory(directories[i]);
	}
}

static void make_directory(struct boot *b)
{
	unsigned i = 0;

	while (i < BOOTS && directories[i][0])
		i++;
	if (i == BOOTS)
		die("grade: more than %u runs at once", BOOTS);
	strcpy(b->directory, "/tmp/strata.XXXXXX");
	if (!mkdtemp(b->directory))
		die("grade: no directory in /tmp: %s", strerror(errno));
	strcpy(directories[i], b->directory);
}

static void drop_directory(struct boot *b)
{
	for (unsigned i = 0; i < BOOTS; i++) {
		if (strcmp(directories[i], b->directory) == 0)
			remove_directory(directories[i]);
	}
}

struct boot_machine boot_machine(const char *kernel)
{
	struct boot_machine m = { .qemu = getenv("QEMU"), .kernel = kernel };

	if (!m.qemu || !*m.qemu)
		m.qemu = "qemu-system-i386";
	if (access(QBOOT, R_OK) == 0)
		m.bios = QBOOT;
	return m;
}

static size_t stream_size(unsigned calls)
{
	return sizeof(struct stream) +
	       calls * (sizeof(struct stream_call) + sizeof(struct stream_result));
}

static struct stream_call encode(const struct trace_call *call)
{
	struct stream_call out = { .primitive = (u16)call->primitive };

	out.arguments = (u8)primitive_specs[call->primitive].arguments;
	for (unsigned i = 0; i < out.arguments; i++) {
		out.argument[i] = value_number(call->argument[i]);
		if (call->argument[i].kind == VALUE_ENTRY)
			out.entries |= (u8)(1u << i);
	}
	return out;
}

void *boot_stream(const struct trace *trace, u32 nonce, size_t *size)
{
	struct stream *s;

	*size = stream_size(trace->calls);
	s = allocate(*size);
	s->magic = STREAM_MAGIC;
	s->nonce = nonce;
	s->layer = trace->layer;
	s->calls = trace->calls;
	s->map_rows = trace->rows;
	for (unsigned i = 0; i < trace->rows; i++) {
		const struct trace_row *r = &trace->row[i];

		s->map[i] = (struct stream_row){ (u32)r->base, (u32)(r->base >> 32), (u32)r->length,
		                                 (u32)(r->length >> 32), r->usable };
	}
	for (unsigned i = 0; i < trace->calls; i++)
		stream_calls(s)[i] = encode(&trace->call[i]);
	return s;
}

static void write_file(const char *name, const void *data, size_t size)
{
	FILE *file = fopen(name, "wb");
	bool written = file && fwrite(data, size, 1, file) == 1;

	if (!file || fclose(file) != 0 || !written)
		die("grade: cannot write %s: %s", name, strerror(errno));
}

/* Write the stream and the images of programs.  Returns the names of the files, with commas, as the
 * loader wants them; to be freed. */
static char *write_modules(const char *directory, const struct trace *trace, u32 nonce)
{
	struct text names = { 0 };
	size_t size;
	void *stream = boot_stream(trace, nonce, &size);
	char name[64];

	join(name, directory, files[STREAM]);
	write_file(name, stream, size);
	free(stream);
	text_add(&names, "%s", name);
	for (unsigned i = 0; i < trace->images; i++) {
		join(name, directory, files[IMAGE + i]);
		write_file(name, trace->image[i].word,
		           trace->image[i].words * sizeof(*trace->image[i].word));
		text_add(&names, ",%s", name);
	}
	return names.at;
}

static void open_ram(struct boot *b, const char *name, size_t size)
{
	int file = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);

	if (file < 0 || ftruncate(file, (off_t)size) != 0)
		die("grade: cannot make %s of %zu MiB: %s", name, size >> 20, strerror(errno));
	b->guest = mmap(0, size, PROT_READ, MAP_SHARED, file, 0);
	if (b->guest == MAP_FAILED)
		die("grade: cannot map %s: %s", name, strerror(errno));
	close(file);
	b->guest_size = size;
}

static void start_qemu(struct boot *b, const struct boot_machine *m, unsigned memory,
                       const char *modules, const char *ram)
{
	char *object = print("memory-backend-file,id=ram,mem-path=%s,size=%uM,share=on", ram,
	                     memory);
	char *size = print("%uM", memory);
	char *arguments[] = {
		(char *)m->qemu, "-M", "pc,memory-backend=ram", "-object", object, "-m", size,
		"-cpu", "qemu32,+svm,+npt",
		"-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio",
		"-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
		"-device", "ib700", "-action", "watchdog=inject-nmi",
		"-icount", ICOUNT, "-rtc", "base=2020-01-01,clock=vm",
		"-kernel", (char *)m->kernel, "-initrd", (char *)modules,
		m->bios ? "-bios" : 0, (char *)m->bios, 0
	};

	child_start(&b->qemu, arguments, CONSOLE_MOST);
	free(object);
	free(size);
}

void boot_start(struct boot *b, const struct boot_machine *machine, const struct trace *trace,
                u32 nonce)
{
	unsigned memory = trace->memory + machine->spare;
	char ram[64];
	char *modules;

	*b = (struct boot){ .nonce = nonce, .calls = trace->calls };
	make_directory(b);
	join(ram, b->directory, files[RAM]);
	modules = write_modules(b->directory, trace, nonce);
	open_ram(b, ram, (size_t)memory << 20);
	b->start_time = b->progress_time = seconds_now();
	start_qemu(b, machine, memory, modules, ram);
	free(modules);
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

/* How many results, from the first on, have the number they must have. */
static unsigned count_results(const struct boot *b, const struct stream_result *result)
{
	unsigned n = 0;

	while (n < b->calls && result[n].sequence == (b->nonce ^ (n + 1)))
		n++;
	return n;
}

static bool has_progress(struct boot *b)
{
	struct stream *s = guest_stream(b);
	u32 now = s ? 1 + count_results(b, stream_results(s)) : 0;

	if (now == b->progress)
		return false;
	b->progress = now;
	b->progress_time = seconds_now();
	return true;
}

/* How the run ended, from QEMU's exit status. */
static enum boot_end how_it_ended(const struct boot *b)
{
	int status = WIFEXITED(b->qemu.status) ? WEXITSTATUS(b->qemu.status) : -1;

	if (b->qemu.flooded)
		return BOOT_FLOOD;
	switch (status) {
	case 0:
		return BOOT_TRIPLE_FAULT;
	case EXIT_STATUS(MACHINE_DONE):
		return BOOT_DONE;
	case EXIT_STATUS(MACHINE_PANIC):
		return BOOT_PANIC;
	case EXIT_STATUS(MACHINE_HANG):
		return BOOT_HANG;
	case EXIT_STATUS(MACHINE_REBOOT):
		return BOOT_FORGED;
	}
	return BOOT_NO_QEMU;
}

static void take_results(struct boot *b)
{
	struct stream *s = guest_stream(b);
	const struct stream_result *result = s ? stream_results(s) : 0;

	b->reached = s != 0 || strstr(text_of(&b->qemu.text), PROBE_STARTS) != 0;
	if (b->reached && !s) {
		b->end = BOOT_FORGED;
		b->message = print("the stream of calls and results in memory was overwritten");
	}
	if (!s)
		return;
	b->results = count_results(b, result);
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

/* A run that says "done" has made all calls, but for one that ended on a lost stack. */
static void check_done(struct boot *b)
{
	const struct stream_result *last = b->results ? &b->result[b->results - 1] : 0;

	if (b->end != BOOT_DONE || b->results == b->calls)
		return;
	if (last && (last->landing == LANDING_LOST || last->slot == NO_SLOT))
		return;
	b->end = BOOT_FORGED;
	b->message = print("the kernel says it is done after %u of %u calls", b->results, b->calls);
}

/* QEMU's own failure; its words, or how it ended if it has none. */
static char *complaint(const struct boot *b)
{
	int status = b->qemu.status;

	if (b->qemu.complaints.length)
		return first_line(&b->qemu.complaints);
	return WIFSIGNALED(status) ? print("it was ended by signal %d", WTERMSIG(status))
	                           : print("it ended with status %d and no message",
	                                   WEXITSTATUS(status));
}

/* Once the probe began, QEMU works: what ended it was done by the kernel. */
static void check_crash(struct boot *b)
{
	if (b->end != BOOT_NO_QEMU || !b->reached)
		return;
	b->end = BOOT_FORGED;
	b->message = print("QEMU did not survive this call: %s", b->message);
}

static void finish(struct boot *b)
{
	b->seconds = seconds_now() - b->start_time;
	if (b->end == BOOT_RUNS)
		b->end = how_it_ended(b);
	if (b->end == BOOT_FORGED)
		b->message = print("the kernel rebooted the machine");
	if (b->end == BOOT_NO_QEMU)
		b->message = complaint(b);
	take_results(b);
	check_crash(b);
	check_done(b);
	munmap(b->guest, b->guest_size);
	b->guest = 0;
	drop_directory(b);
}

bool boot_continue(struct boot *b)
{
	if (child_read(&b->qemu)) {
		if (seconds_now() - b->progress_time < BACKSTOP || has_progress(b))
			return true;
		b->end = BOOT_INCONCLUSIVE;
		child_kill(&b->qemu);
		while (child_read(&b->qemu))
			;
	}
	finish(b);
	return false;
}
