/* bochs.c: one run of the kernel in Bochs.
 *
 * Bochs does not let its RAM be read, so the kernel reports its results: they leave by the parallel
 * port, which is a file.  The console is another file, and so is Bochs' own log.  Its exit status
 * says nothing: how the kernel ended is the last of the reports.
 */
#define _DEFAULT_SOURCE /* setenv */
#include "transport.h"

#include <machine/bochs/disk.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOCHSRC      "kernel/machine/bochs/bochsrc"
#define SCREEN_MOST  1048576u /* bytes that Bochs may need to draw a screen nobody sees */
#define TRIPLE_FAULT "exception with no resolution" /* in its log */
#define LAST_WORDS   "exiting with the following message:\n" /* on its standard error */

static void write_text(const struct boot *b, const char *name, const char *text)
{
	char *path = boot_file(b, name);

	boot_write_file(path, text, strlen(text));
	free(path);
}

/* The machine of `make bochs`, with files of this run. */
static void write_settings(const struct boot *b, unsigned memory)
{
	char *common = read_file(BOCHSRC, 0);
	const char *d = b->directory;
	char *text;

	if (!common)
		die("grade: %s cannot be read: run grade from the root of the tree", BOCHSRC);
	text = print("%smegs: %u\n"
	             "ata0-master: type=disk, mode=flat, path=\"%s/disk\"\n"
	             "com1: enabled=1, mode=file, dev=%s/console\n"
	             "parport1: enabled=1, file=\"%s/reports\"\n"
	             "log: %s/log\n", common, memory, d, d, d, d);
	write_text(b, "bochsrc", text);
	write_text(b, "commands", "c\n"); /* Debian's Bochs starts in its debugger */
	free(common);
	free(text);
}

static void start(struct boot *b, const struct boot_machine *m, unsigned memory,
                  const char *const *modules, unsigned count)
{
	char *disk = boot_file(b, "disk");
	char *settings = boot_file(b, "bochsrc");
	char *commands = boot_file(b, "commands");
	char *arguments[] = { (char *)m->emulator, "-q", "-f", settings, "-rc", commands, 0 };
	const char *wrong = disk_write(disk, m->sector, m->kernel, "", modules, count,
	                               memory);

	if (wrong)
		die("grade: Bochs does not run the kernel: %s", wrong);
	write_settings(b, memory);
	setenv("TERM", "xterm", 1); /* what Bochs draws for */
	b->console = &b->printed;
	child_start(&b->emulator, arguments, SCREEN_MOST, 0);
	free(disk);
	free(settings);
	free(commands);
}

/* Take what a file has more than was taken of it before. */
static void take(const struct boot *b, const char *name, struct text *to)
{
	char *path = boot_file(b, name);
	int file = open(path, O_RDONLY);
	char part[4096];
	ssize_t n;

	free(path);
	if (file < 0)
		return;
	while ((n = pread(file, part, sizeof(part), (off_t)to->length)) > 0)
		text_bytes(to, part, (size_t)n);
	close(file);
}

/* What was reported: that the probe began, valid results, and then one that is none. */
struct reports {
	bool begun;
	const struct stream_result *result;
	unsigned results;
	const struct stream_result *last; /* 0: there is none yet */
};

static struct reports reports_of(const struct boot *b)
{
	const struct stream_result *all = (const struct stream_result *)b->reports.at;
	unsigned count = (unsigned)(b->reports.length / sizeof(*all));
	struct reports r = { .begun = count > 0 && all[0].sequence == b->nonce };

	if (r.begun) {
		r.result = ++all;
		count--;
		r.results = boot_count(b, all, count < b->calls ? count : b->calls);
	}
	if (r.results < count)
		r.last = &all[r.results];
	return r;
}

static bool is_end(const struct boot *b, const struct stream_result *last)
{
	return last && last->sequence == (b->nonce ^ STREAM_END);
}

/* A machine that is reset boots again, and writes results again: what counts is there already. */
static void watch(struct boot *b)
{
	take(b, "console", &b->printed);
	take(b, "reports", &b->reports);
	b->emulator.flooded = b->emulator.flooded || b->printed.length > CONSOLE_MOST;
	if (b->emulator.flooded || reports_of(b).last)
		child_kill(&b->emulator);
}

static u32 look(struct boot *b)
{
	struct reports r = reports_of(b);

	return r.begun + r.results;
}

static bool was_triple_fault(const struct boot *b)
{
	struct text log = { 0 };
	bool found;

	take(b, "log", &log);
	found = strstr(text_of(&log), TRIPLE_FAULT) != 0;
	free(log.at);
	return found;
}

/* What Bochs says of its own end, without the name of the part that says it: a line "[PART] TEXT".
 * To be freed; 0 if it says nothing. */
static char *last_words(const struct boot *b)
{
	const char *at = strstr(text_of(&b->emulator.complaints), LAST_WORDS);
	char *line = at ? print("%.*s", (int)strcspn(at + strlen(LAST_WORDS), "\n"),
	                        at + strlen(LAST_WORDS)) : 0;
	char *part = line && *line == '[' ? strstr(line, "] ") : 0;

	if (part)
		memmove(line, part + 2, strlen(part + 2) + 1);
	return line;
}

static enum boot_end ending(struct boot *b)
{
	struct reports r;

	watch(b);
	r = reports_of(b);
	if (b->emulator.flooded)
		return BOOT_FLOOD;
	if (is_end(b, r.last))
		return boot_end_of(r.last->value);
	if (was_triple_fault(b))
		return BOOT_TRIPLE_FAULT;
	b->message = last_words(b);
	/* A kernel that ends before it looked at the stream cannot report it. */
	return !b->message && !r.begun && b->printed.length ? BOOT_PANIC : BOOT_NO_EMULATOR;
}

static void take_results(struct boot *b)
{
	struct reports r = reports_of(b);

	b->reached = r.begun;
	b->results = r.results;
	b->result = allocate(r.results * sizeof(*r.result));
	if (r.results)
		memcpy(b->result, r.result, r.results * sizeof(*r.result));
	if (!r.last || is_end(b, r.last))
		return;
	b->end = BOOT_FORGED;
	b->message = r.last->sequence == b->nonce
	             ? print("the kernel rebooted the machine")
	             : print("the result of call %u carries a wrong number", r.results + 1);
}

static void finish(struct boot *b)
{
	free(b->reports.at);
	b->reports = (struct text){ 0 };
}

const struct transport transport_bochs = {
	.name = "Bochs",
	.program = "bochs",
	.variable = "BOCHS",
	.reports = true,
	.start = start,
	.watch = watch,
	.look = look,
	.ending = ending,
	.take_results = take_results,
	.finish = finish,
};
