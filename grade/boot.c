/* boot.c: one run of the kernel in an emulator.
 *
 * The stream goes in as a boot module; how the results come back is the transport's affair.  All
 * files are in a directory of this run alone.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "transport.h"

#include <machine.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BACKSTOP 60.0 /* seconds of real time without a result */
#define BOOTS    256
#define QBOOT    "/usr/share/qemu/qboot.rom"

/* The directories of the runs that go on, and what is in them. */
static char directories[BOOTS][32];
static const char *const files[] = {
	"stream", "image0", "image1", "image2", "image3", "image4", "image5", "image6", "image7",
	"ram", "bochsrc", "commands", "disk", "disk.lock", "console", "reports", "log",
};
enum { STREAM, IMAGE };
_Static_assert(NIMAGES == 8, "a file for each image");

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

/* Is the emulator's program, as the path finds it, that script? */
static bool is_script(const struct transport *t)
{
	char *path = print("%s", getenv("PATH") ? getenv("PATH") : "");
	struct stat found, script;
	bool is_it = false;

	for (char *folder = strtok(path, ":"); folder; folder = strtok(0, ":")) {
		char *name = print("%s/%s", folder, t->program);
		bool runs = access(name, X_OK) == 0 && stat(name, &found) == 0;

		free(name);
		if (!runs)
			continue;
		is_it = stat(t->script, &script) == 0 && script.st_dev == found.st_dev &&
		        script.st_ino == found.st_ino;
		break;
	}
	free(path);
	return is_it;
}

static const char *program_of(const struct transport *t)
{
	const char *named = getenv(t->variable);

	if (named && *named)
		return named;
	return t->script && access(t->behind_script, X_OK) == 0 && is_script(t)
	       ? t->behind_script : t->program;
}

struct boot_machine boot_machine(const char *kernel, const char *sector)
{
	const struct transport *t = sector ? &transport_bochs : &transport_qemu;
	struct boot_machine m = { .transport = t, .kernel = kernel, .sector = sector };

	m.emulator = program_of(t);
	if (access(QBOOT, R_OK) == 0)
		m.bios = QBOOT;
	return m;
}

const char *boot_emulator(const struct boot *b)
{
	return b->transport->name;
}

char *boot_file(const struct boot *b, const char *name)
{
	return print("%s/%s", b->directory, name);
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

static void make_key(u32 key[STREAM_KEY])
{
	FILE *random = fopen("/dev/urandom", "rb");

	if (!random || fread(key, sizeof(*key), STREAM_KEY, random) != STREAM_KEY)
		die("grade: /dev/urandom cannot be read");
	fclose(random);
}

static void *boot_stream(const struct trace *trace, u32 nonce, size_t *size)
{
	struct stream *s;

	*size = sizeof(*s) +
	        trace->calls * (sizeof(struct stream_call) + sizeof(struct stream_result));
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
	make_key(s->key);
	for (unsigned i = 0; i < trace->calls; i++) {
		stream_calls(s)[i] = encode(&trace->call[i]);
		stream_cipher(&stream_calls(s)[i], i + 1, s->key);
	}
	return s;
}

void boot_write_file(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "wb");
	bool written = file && fwrite(data, size, 1, file) == 1;

	if (!file || fclose(file) != 0 || !written)
		die("grade: cannot write %s: %s", path, strerror(errno));
}

unsigned boot_write_modules(const struct trace *trace, u32 nonce, u32 report,
                            char *const *modules)
{
	size_t size;
	struct stream *stream = boot_stream(trace, nonce, &size);

	stream->report = report;
	boot_write_file(modules[STREAM], stream, size);
	for (unsigned i = 0; i < trace->images; i++)
		boot_write_file(modules[IMAGE + i], trace->image[i].word,
		                trace->image[i].words * sizeof(*trace->image[i].word));
	free(stream);
	return IMAGE + trace->images;
}

void boot_start(struct boot *b, const struct boot_machine *machine, const struct trace *trace,
                u32 nonce)
{
	char *modules[IMAGE + NIMAGES];
	unsigned count;

	*b = (struct boot){ .transport = machine->transport, .nonce = nonce,
	                    .calls = trace->calls };
	make_directory(b);
	for (unsigned i = 0; i <= trace->images; i++)
		modules[i] = boot_file(b, files[STREAM + i]);
	count = boot_write_modules(trace, nonce, b->transport->reports, modules);
	b->start_time = b->progress_time = seconds_now();
	b->no_guests = trace->no_guests;
	b->transport->start(b, machine, trace->memory + machine->spare,
	                    (const char *const *)modules, count);
	for (unsigned i = 0; i < count; i++)
		free(modules[i]);
}

unsigned boot_count(const struct boot *b, const struct stream_result *result, unsigned most)
{
	unsigned n = 0;

	while (n < most && result[n].sequence == (b->nonce ^ (n + 1)))
		n++;
	return n;
}

static bool has_progress(struct boot *b)
{
	u32 now = b->transport->look(b);

	/* One that starts anew, again and again, has less each time. */
	if (now <= b->progress)
		return false;
	b->progress = now;
	b->progress_time = seconds_now();
	return true;
}

enum boot_end boot_end_of(u32 status)
{
	switch (status) {
	case MACHINE_DONE:
		return BOOT_DONE;
	case MACHINE_PANIC:
		return BOOT_PANIC;
	case MACHINE_HANG:
		return BOOT_HANG;
	}
	return BOOT_FORGED;
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

/* The emulator's own failure; its words, or how it ended if it has none. */
static char *complaint(const struct boot *b)
{
	int status = b->emulator.status;

	if (b->emulator.complaints.length)
		return first_line(&b->emulator.complaints);
	return WIFSIGNALED(status) ? print("it was ended by signal %d", WTERMSIG(status))
	                           : print("it ended with status %d and no message",
	                                   WEXITSTATUS(status));
}

/* Once the probe began, the emulator works: what ended it was done by the kernel. */
static void check_crash(struct boot *b)
{
	if (b->end != BOOT_NO_EMULATOR || !b->reached)
		return;
	b->end = BOOT_FORGED;
	b->message = print("%s did not survive this call: %s", boot_emulator(b), b->message);
}

static void finish(struct boot *b)
{
	b->seconds = seconds_now() - b->start_time;
	if (b->end == BOOT_RUNS)
		b->end = b->transport->ending(b);
	if (b->end == BOOT_FORGED)
		b->message = print("the kernel rebooted the machine");
	if (b->end == BOOT_NO_EMULATOR && !b->message)
		b->message = complaint(b);
	b->transport->take_results(b);
	check_crash(b);
	check_done(b);
	b->transport->finish(b);
	drop_directory(b);
}

bool boot_continue(struct boot *b)
{
	if (child_read(&b->emulator)) {
		if (b->transport->watch)
			b->transport->watch(b);
		if (seconds_now() - b->progress_time < BACKSTOP || has_progress(b))
			return true;
		b->end = BOOT_INCONCLUSIVE;
		child_kill(&b->emulator);
		while (child_read(&b->emulator))
			;
	}
	finish(b);
	return false;
}
