/* grade.c: the driver.  Decides what is to be graded, runs the checkers and the boots a few at a
 * time, gives the points, and reports.
 *
 * usage: see usage()
 */
#include "lanes.h"
#include "report.h"
#include "util.h"
#include "vary.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MOST      64
#define CHECK_SECONDS  600.0  /* of real time; a checker ends by its own budget long before */
#define CHECK_OUTPUT   262144u
#define MIB_MOST       4096u
#define SEED_MOST      1000000000u
#define FIXED_NONCE    0x51AB1E57u /* where no run has to be told from another */
#define EXIT_INTERRUPT 130

static const char usage_text[] =
	"usage: grade --build DIR [--layer LAYER]... [--traces DIR] [--points FILE]...\n"
	"             [--kernel FILE] [--spare MIB] [--memory MIB]\n"
	"             [--only refinement|trace] [--traces-most N] [--first] [--jobs N]\n"
	"             [--bochs SECTOR] [--json FILE] [--html FILE]\n"
	"             [--title WHOSE] [--note TEXT] [--refuse WHY]\n"
	"       grade --build DIR [--kernel FILE] [--bochs SECTOR] --try TRACE\n"
	"                                           run one trace and show its calls\n"
	"       grade --fill TRACE                  print the trace with the results of the specs\n"
	"       grade --lanes TRACE                 the same as a picture, a column a thread\n"
	"       grade --vary TRACE --seed N         print a trace like it, different by seed\n"
	"       grade --stream TRACE --output FILE [--call N]   "
	"the calls, as a file for the kernel\n";

enum task { TASK_GRADE, TASK_TRY, TASK_FILL, TASK_LANES, TASK_VARY, TASK_STREAM };

static struct options {
	enum task task;
	const char *trace;  /* of the tasks for one trace */
	const char *output;
	unsigned seed;
	unsigned call;
	const char *build;
	const char *kernel;
	const char *bochs; /* the boot sector with which Bochs runs the kernel; 0: QEMU does */
	unsigned spare; /* MiB of RAM beyond what a trace says, for the kernel itself */
	unsigned memory; /* leave out traces that want more MiB */
	const char *traces;
	unsigned traces_most; /* of a layer; 0: all */
	const char **points;
	unsigned points_count;
	const char *json, *html;
	const char *title, *note, *refuse;
	bool *layer;        /* asked for, as layer_specs; 0: all */
	bool no_refinement, no_trace;
	bool first;
	unsigned jobs;
} options = { .traces = "grade/traces", .title = "Strata" };

static struct verdicts verdicts;
static volatile sig_atomic_t interrupted;

/* ---- options -------------------------------------------------------------------------------- */

static _Noreturn void bad_usage(const char *what, const char *which)
{
	fprintf(stderr, "grade: %s%s\n%s", what, which, usage_text);
	exit(2);
}

static unsigned count_of(const char *option, const char *text, unsigned most)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end || end == text || n < 1 || n > most)
		die("grade: %s takes a number from 1 to %u, found '%s'", option, most, text);
	return (unsigned)n;
}

static void want_layer(const char *name)
{
	int layer = layer_find(name);

	if (layer < 0 || layer_specs[layer].machine)
		die("grade: there is no layer '%s' in the stack %s", name, spec_stack_name);
	if (!options.layer)
		options.layer = allocate(layer_spec_count * sizeof(bool));
	options.layer[layer] = true;
}

static void want_only(const char *what)
{
	if (strcmp(what, "refinement") == 0)
		options.no_trace = true;
	else if (strcmp(what, "trace") == 0)
		options.no_refinement = true;
	else
		die("grade: --only takes refinement or trace, found '%s'", what);
}

/* An option with a value that only has to be kept. */
static const char **plain_option(const char *name)
{
	static const struct {
		const char *name;
		const char **value;
	} plain[] = {
		{ "--build", &options.build },   { "--kernel", &options.kernel },
		{ "--traces", &options.traces }, { "--json", &options.json },
		{ "--html", &options.html },     { "--output", &options.output },
		{ "--bochs", &options.bochs },   { "--title", &options.title },
		{ "--note", &options.note },     { "--refuse", &options.refuse },
	};

	for (unsigned i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(plain[i].name, name) == 0)
			return plain[i].value;
	}
	return 0;
}

static void set_task(enum task task, const char *trace)
{
	if (options.task != TASK_GRADE)
		bad_usage("one of --try, --fill, --lanes and --stream is enough", "");
	options.task = task;
	options.trace = trace;
}

static void read_option(const char *name, const char *value)
{
	const char **plain = plain_option(name);

	if (plain) {
		*plain = value;
	} else if (strcmp(name, "--layer") == 0) {
		want_layer(value);
	} else if (strcmp(name, "--only") == 0) {
		want_only(value);
	} else if (strcmp(name, "--jobs") == 0) {
		options.jobs = count_of(name, value, JOBS_MOST);
	} else if (strcmp(name, "--traces-most") == 0) {
		options.traces_most = count_of(name, value, TRACE_CALLS);
	} else if (strcmp(name, "--call") == 0) {
		options.call = count_of(name, value, TRACE_CALLS);
	} else if (strcmp(name, "--spare") == 0) {
		options.spare = count_of(name, value, MIB_MOST);
	} else if (strcmp(name, "--memory") == 0) {
		options.memory = count_of(name, value, MIB_MOST);
	} else if (strcmp(name, "--points") == 0) {
		options.points = grow(options.points, options.points_count, sizeof(char *));
		options.points[options.points_count++] = value;
	} else if (strcmp(name, "--try") == 0) {
		set_task(TASK_TRY, value);
	} else if (strcmp(name, "--fill") == 0) {
		set_task(TASK_FILL, value);
	} else if (strcmp(name, "--lanes") == 0) {
		set_task(TASK_LANES, value);
	} else if (strcmp(name, "--vary") == 0) {
		set_task(TASK_VARY, value);
	} else if (strcmp(name, "--seed") == 0) {
		options.seed = count_of(name, value, SEED_MOST);
	} else if (strcmp(name, "--stream") == 0) {
		set_task(TASK_STREAM, value);
	} else {
		bad_usage("there is no option ", name);
	}
}

static void read_options(char **argument)
{
	for (; *argument; argument++) {
		if (strcmp(*argument, "--help") == 0) {
			fputs(usage_text, stdout);
			exit(0);
		}
		if (strcmp(*argument, "--first") == 0) {
			options.first = true;
			continue;
		}
		if (strncmp(*argument, "--", 2) != 0)
			bad_usage("an option is expected, found ", *argument);
		if (!argument[1])
			bad_usage("a value is missing after ", *argument);
		read_option(argument[0], argument[1]);
		argument++;
	}
	if (options.jobs == 0) {
		long cores = sysconf(_SC_NPROCESSORS_ONLN);

		/* One more than can run: at its start an emulator also waits. */
		options.jobs = cores < 1 ? 1 : cores >= JOBS_MOST ? JOBS_MOST : (unsigned)cores + 1;
	}
}

/* Everything that runs an emulator or a checker needs what the build made. */
static void need_build(void)
{
	if (!options.build)
		bad_usage("--build DIR is missing: the directory that make writes to", "");
	if (!options.kernel)
		options.kernel = print("%s/release/strata.elf", options.build);
}

/* ---- what there is to grade ----------------------------------------------------------------- */

/* What the build wrote about the layer's module, or 0. */
static char *build_log(const struct layer_spec *layer, const char *file)
{
	char *name = print("%s/%s/%s", options.build, layer->name, file);
	char *text = read_file(name, 0);

	free(name);
	return text;
}

/* Is the layer in BUILD/missing, the list of layers whose module cannot be linked? */
static bool is_missing(const struct layer_spec *layer)
{
	char *name = print("%s/missing", options.build);
	char *list = read_file(name, 0);
	bool missing = false;

	for (char *at = list ? strtok(list, " \t\r\n") : 0; at; at = strtok(0, " \t\r\n"))
		missing = missing || strcmp(at, layer->name) == 0;
	free(list);
	free(name);
	return missing;
}

/* The compiler's first error with the lines that belong to it, out of all it said; or all. */
static char *first_error(const char *text)
{
	const char *at = text;
	const char *end;

	while (*at && !strstr(print("%.*s", (int)strcspn(at, "\n"), at), "rror: "))
		at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n');
	if (!*at)
		return print("%s", text);
	end = at + strcspn(at, "\n");
	while (end[0] == '\n' && end[1] == ' ')
		end += 1 + strcspn(end + 1, "\n");
	return print("%.*s", (int)(end - at), at);
}

/* What the build found in the module: a line FUNCTION FILE:LINE HINT each. */
static void read_exercises(struct layer_verdict *v)
{
	char *text = build_log(v->layer, "exercises");

	for (char *line = text ? strtok(text, "\n") : 0; line; line = strtok(0, "\n")) {
		struct exercise *e;

		v->exercises = grow(v->exercises, v->exercise_count, sizeof(*v->exercises));
		e = &v->exercises[v->exercise_count++];
		if (sscanf(line, "%ms %ms %m[^\n]", &e->function, &e->where, &e->hint) != 3)
			die("grade: %s/%s/exercises is garbled: run make clean", options.build,
			    v->layer->name);
	}
	free(text);
}

/* The primitive whose code runs: another one below, if its own layer has none. */
static const struct primitive_spec *with_code(const struct primitive_spec *p)
{
	for (const struct forward *f = forwards; f->primitive != UNKNOWN_PRIMITIVE; f++) {
		if (p == &primitive_specs[f->primitive])
			return with_code(&primitive_specs[f->below]);
	}
	return p;
}

/* Is the primitive an exercise that is not written yet? */
static bool is_unwritten(const struct primitive_spec *p)
{
	const struct layer_verdict *v = &verdicts.layer[layer_find(p->layer)];

	for (unsigned i = 0; i < v->exercise_count; i++) {
		if (strcmp(v->exercises[i].function, p->name) == 0)
			return true;
	}
	return false;
}

/* The gate: the build wrote "ok" or what breaks the layer's rules into LAYER/verdict, and what the
 * compiler says of a module that does not compile into LAYER/compile.log. */
static void judge_discipline(struct layer_verdict *v)
{
	v->violations = build_log(v->layer, "verdict");
	if (!v->violations)
		die("grade: %s/%s/verdict is missing: run make grade", options.build,
		    v->layer->name);
	v->discipline = strcmp(v->violations, "ok\n") == 0 ? MARK_PASS : MARK_FAIL;
	v->absent = v->discipline == MARK_FAIL || is_missing(v->layer);
	if (v->absent && v->discipline == MARK_PASS)
		v->compile = build_log(v->layer, "compile.log");
	if (v->compile)
		v->compile = *v->compile ? first_error(v->compile) : 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of `count` traces as many as are wanted are taken, as far from each other as can be. */
static bool is_taken(size_t i, size_t count)
{
	size_t most = options.traces_most;

	return most == 0 || count <= most || i * most / count != (i + 1) * most / count;
}

/* The traces of a layer, in the order of their names. */
static void find_traces(struct layer_verdict *v)
{
	char *pattern = print("%s/%s/*.trace", options.traces, v->layer->name);
	glob_t found;

	if (glob(pattern, 0, 0, &found) != 0)
		found.gl_pathc = 0;
	v->traces = allocate(found.gl_pathc * sizeof(*v->traces));
	if (found.gl_pathc)
		qsort(found.gl_pathv, found.gl_pathc, sizeof(char *), by_name);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct trace *trace;

		if (!is_taken(i, found.gl_pathc)) {
			verdicts.not_taken++;
			continue;
		}
		trace = trace_read(found.gl_pathv[i]);
		if (&layer_specs[trace->layer] != v->layer)
			die("%s: a trace of %s lies in the directory of %s", found.gl_pathv[i],
			    layer_specs[trace->layer].name, v->layer->name);
		if (trace->of_other_stack)
			continue;
		if (options.memory && trace->memory > options.memory)
			verdicts.left_out++;
		else if (options.bochs && (trace->only_qemu || trace->no_guests))
			verdicts.only_qemu++;
		else
			v->traces[v->trace_count++].trace = trace;
	}
	free(pattern);
}

/* Has the manifest a line "layer NAME"? */
static bool is_declared(const char *name)
{
	char *text = read_file("kernel/stack", 0);
	bool declared = false;

	if (!text)
		die("kernel/stack: cannot be read: run grade from the root of the tree");
	for (char *line = strtok(text, "\n"); line && !declared; line = strtok(0, "\n")) {
		char layer[64];

		declared = sscanf(line, "layer %63s", layer) == 1 && strcmp(layer, name) == 0;
	}
	free(text);
	return declared;
}

/* A line: LAYER refinement|trace POINTS; or LAYER mutants POINTS CALLS, for tools/grade-traces. */
static void read_points_line(const char *file, unsigned line, const char *text)
{
	char layer[64], kind[64], rest[2];
	double points;
	unsigned calls;
	int index;

	if (sscanf(text, " %1[#]", rest) == 1 || text[strspn(text, " \t\r")] == 0)
		return;
	if (sscanf(text, "%63s mutants %lf %u %1s", layer, &points, &calls, rest) == 3)
		return;
	if (sscanf(text, "%63s %63s %lf %1s", layer, kind, &points, rest) != 3 || points < 0 ||
	    (strcmp(kind, "refinement") != 0 && strcmp(kind, "trace") != 0))
		die("%s:%u: 'LAYER refinement POINTS' or 'LAYER trace POINTS' is expected, "
		    "found '%s'", file, line, text);
	index = layer_find(layer);
	if ((index < 0 || layer_specs[index].machine) && !is_declared(layer))
		die("%s:%u: no layer %s in kernel/stack", file, line, layer);
	if (index < 0) /* a layer of another stack */
		return;
	if (*kind == 'r' && layer_specs[index].assembly)
		die("%s:%u: %s has assembly: it has no refinement points, only trace", file, line,
		    layer);
	*(*kind == 'r' ? &verdicts.layer[index].refinement_most
	               : &verdicts.layer[index].trace_most) = points;
}

static void read_points(const char *file)
{
	char *text = read_file(file, 0);
	unsigned line = 1;

	if (!text)
		die("%s: cannot be read", file);
	for (char *at = text, *end; *at; at = end, line++) {
		end = at + strcspn(at, "\n");
		if (*end)
			*end++ = 0;
		read_points_line(file, line, at);
	}
	free(text);
}

static void read_all_points(void)
{
	glob_t found;

	for (unsigned i = 0; i < options.points_count; i++)
		read_points(options.points[i]);
	if (options.points_count > 0)
		return;
	if (glob("labs/lab*/points", 0, 0, &found) != 0)
		die("grade: no file labs/lab*/points: name the points with --points FILE");
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_points(found.gl_pathv[i]);
	globfree(&found);
}

static void prepare_layer(unsigned i)
{
	struct layer_verdict *v = &verdicts.layer[i];

	v->layer = &layer_specs[i];
	if (v->layer->machine)
		return;
	v->graded = !options.layer || options.layer[i];
	if (options.refuse)
		return;
	judge_discipline(v);
	read_exercises(v);
	if (!v->graded)
		return;
	if (options.no_refinement)
		v->refinement_most = 0;
	if (options.no_trace)
		v->trace_most = 0;
	else
		find_traces(v);
	if (v->trace_most > 0 && v->trace_count == 0)
		die("grade: %s has points for traces, but %s/%s holds none", v->layer->name,
		    options.traces, v->layer->name);
}

/* ---- running -------------------------------------------------------------------------------- */

struct job {
	struct layer_verdict *layer;
	struct trace_verdict *trace; /* 0: the job is the layer's checker */
	struct child checker;
	double start;
	bool runs;
};

static struct job *jobs;
static unsigned job_count;
static bool stop; /* a first failure is enough */

/* Where the words of a checker are kept that found nothing. */
static char *kept_words(const struct layer_verdict *v)
{
	return print("%s/check/%s/refined", options.build, v->layer->name);
}

/* A checker does the same every time: one that found nothing need not run again.  It holds the
 * module and the specifications, so whatever matters makes a new one. */
static bool found_nothing_before(struct layer_verdict *v)
{
	char *checker = print("%s/check/%s/refine", options.build, v->layer->name);
	char *kept = kept_words(v);
	struct stat of_checker, of_kept;
	bool known = stat(checker, &of_checker) == 0 && stat(kept, &of_kept) == 0 &&
	             (of_kept.st_mtim.tv_sec > of_checker.st_mtim.tv_sec ||
	              (of_kept.st_mtim.tv_sec == of_checker.st_mtim.tv_sec &&
	               of_kept.st_mtim.tv_nsec > of_checker.st_mtim.tv_nsec));

	if (known) {
		v->refinement = MARK_PASS;
		v->refinement_says = read_file(kept, 0);
	}
	free(checker);
	free(kept);
	return known;
}

static void keep_words(const struct layer_verdict *v)
{
	char *name = kept_words(v);
	FILE *file = fopen(name, "w");

	/* Without it the checker runs again. */
	if (file && (fputs(v->refinement_says, file) < 0 || fclose(file) != 0))
		remove(name);
	free(name);
}

static void add_job(struct layer_verdict *layer, struct trace_verdict *trace)
{
	jobs = grow(jobs, job_count, sizeof(*jobs));
	jobs[job_count++] = (struct job){ .layer = layer, .trace = trace };
}

/* The lowest layer below that is not in the kernel, or 0. */
static const struct layer_spec *absent_below(const struct layer_spec *layer)
{
	const struct layer_spec *absent = 0;

	for (int i = layer->underlay; i >= 0; i = layer_specs[i].underlay) {
		if (verdicts.layer[i].absent)
			absent = &layer_specs[i];
	}
	return absent;
}

static void plan_layer(struct layer_verdict *v)
{
	if (!v->graded || v->absent)
		return;
	if (!v->layer->assembly && !options.no_refinement && !found_nothing_before(v))
		add_job(v, 0);
	for (unsigned i = 0; i < v->trace_count && !absent_below(v->layer); i++)
		add_job(v, &v->traces[i]);
}

static u32 fresh_nonce(void)
{
	FILE *random = fopen("/dev/urandom", "rb");
	u32 nonce = 0;

	if (!random || fread(&nonce, sizeof(nonce), 1, random) != 1)
		die("grade: /dev/urandom cannot be read");
	fclose(random);
	return nonce;
}

static void start_boot(struct trace_verdict *v)
{
	static struct boot_machine machine;
	u32 nonce = fresh_nonce();

	if (!machine.emulator) {
		if (access(options.kernel, R_OK) != 0)
			die("grade: %s cannot be read: run make first", options.kernel);
		machine = boot_machine(options.kernel, options.bochs);
		machine.spare = options.spare;
	}
	v->expected = oracle_run(v->trace, nonce);
	boot_start(&v->boot, &machine, v->trace, nonce);
	v->ran = true;
}

static void start_job(struct job *job)
{
	char *name = print("%s/check/%s/refine", options.build, job->layer->layer->name);
	char *arguments[] = { name, 0 };

	job->runs = true;
	job->start = seconds_now();
	if (job->trace)
		start_boot(job->trace);
	else
		child_start(&job->checker, arguments, CHECK_OUTPUT, 0);
	free(name);
}

/* A run in which not one call was made says nothing about a layer. */
static void check_boot(const struct boot *b)
{
	char *said = 0;

	if (b->end == BOOT_NO_EMULATOR)
		die("grade: %s does not run the kernel: %s", boot_emulator(b), b->message);
	if (b->reached || b->end == BOOT_INCONCLUSIVE || b->end == BOOT_ENDLESS)
		return;
	if (b->end == BOOT_TRIPLE_FAULT && b->console->length == 0)
		die("grade: %s ended without a word: is it a %s?", boot_emulator(b),
		    boot_emulator(b));
	said = last_line(b->console);
	die("grade: %s ended before the first call: %s", options.kernel,
	    b->end == BOOT_TRIPLE_FAULT ? "a triple fault: build it again" : said);
}

/* An exercise that is not written yet ends the kernel: the console says no more than that. */
static void excuse_exercise(struct trace_verdict *v)
{
	const struct primitive_spec *p =
		with_code(&primitive_specs[v->trace->call[v->call - 1].primitive]);

	if (v->boot.end != BOOT_PANIC || v->call != v->boot.results + 1 || !is_unwritten(p))
		return;
	v->unwritten = true;
	v->got = print("%s is not written yet", p->name);
	v->console = 0;
}

static void finish_boot(struct job *job)
{
	check_boot(&job->trace->boot);
	judge_trace(job->trace);
	if (job->trace->mark == MARK_FAIL)
		excuse_exercise(job->trace);
	if (job->trace->mark == MARK_FAIL)
		stop = options.first;
}

static void finish_checker(struct job *job)
{
	struct layer_verdict *v = job->layer;
	int status = job->checker.status;

	v->refinement_says = print("%s", text_of(&job->checker.text));
	if (job->checker.flooded || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		die("grade: the checker of %s broke: %s", v->layer->name,
		    job->checker.complaints.length ? first_line(&job->checker.complaints)
		                                   : "it ended without a message");
	v->refinement = WEXITSTATUS(status) == 0 ? MARK_PASS : MARK_FAIL;
	v->refinement_unwritten = strstr(first_line(&job->checker.text), ": not written yet") != 0;
	if (v->refinement == MARK_PASS)
		keep_words(v);
	else
		stop = options.first;
}

/* A checker that takes for ever is no verdict on the module. */
static bool checker_continues(struct job *job)
{
	if (!child_read(&job->checker))
		return false;
	if (seconds_now() - job->start > CHECK_SECONDS)
		die("grade: the checker of %s takes more than %.0f seconds: run it by itself, "
		    "%s/check/%s/refine", job->layer->layer->name, CHECK_SECONDS, options.build,
		    job->layer->layer->name);
	return true;
}

static void continue_job(struct job *job)
{
	if (job->trace ? boot_continue(&job->trace->boot) : checker_continues(job))
		return;
	job->runs = false;
	(job->trace ? finish_boot : finish_checker)(job);
}

/* Sleep until some job has output or a second has gone by. */
static void wait_for_jobs(void)
{
	struct pollfd watched[2 * JOBS_MOST];
	nfds_t count = 0;

	for (unsigned i = 0; i < job_count; i++) {
		const struct job *job = &jobs[i];
		const struct child *c = job->trace ? &job->trace->boot.emulator : &job->checker;

		if (!job->runs)
			continue;
		watched[count++] = (struct pollfd){ .fd = c->output, .events = POLLIN };
		watched[count++] = (struct pollfd){ .fd = c->errors, .events = POLLIN };
	}
	poll(watched, count, 1000);
}

static void show_progress(unsigned done, double start)
{
	static double last;
	double now = seconds_now();

	if (now - start < 2 || now - last < 0.5 || !isatty(2))
		return;
	last = now;
	fprintf(stderr, "\rgrade: %u of %u checks done, %.0f s ", done, job_count, now - start);
}

static void check_interrupt(void)
{
	if (interrupted) {
		fprintf(stderr, "\ngrade: interrupted\n");
		exit(EXIT_INTERRUPT);
	}
}

static void run_jobs(void)
{
	double start = seconds_now();
	unsigned next = 0, running = 0, done = 0;

	while ((next < job_count && !stop) || running > 0) {
		check_interrupt();
		while (next < job_count && running < options.jobs && !stop) {
			start_job(&jobs[next++]);
			running++;
		}
		wait_for_jobs();
		for (unsigned i = 0; i < next; i++) {
			if (!jobs[i].runs)
				continue;
			continue_job(&jobs[i]);
			running -= !jobs[i].runs;
			done += !jobs[i].runs;
		}
		show_progress(done, start);
	}
	if (seconds_now() - start >= 2 && isatty(2))
		fprintf(stderr, "\r\033[K");
}

/* ---- verdicts and points -------------------------------------------------------------------- */

/* Does the checker find the module wrong?  That of a layer without code is generated and right;
 * there a relation is judged, which is not in the kernel. */
static bool module_fails(const struct layer_verdict *v)
{
	return v->refinement == MARK_FAIL && !v->layer->forwards;
}

static bool fails(const struct layer_verdict *v)
{
	return v->absent || module_fails(v) || v->trace == MARK_FAIL;
}

/* The lowest layer below that fails: what a failing trace above it may have to wait for. */
static const char *failing_below(const struct layer_spec *layer)
{
	const char *name = 0;

	for (int i = layer->underlay; i >= 0; i = layer_specs[i].underlay) {
		if (fails(&verdicts.layer[i]))
			name = layer_specs[i].name;
	}
	return name;
}

static enum mark mark_of_traces(const struct layer_verdict *v)
{
	enum mark mark = MARK_NONE;

	for (unsigned i = 0; i < v->trace_count; i++) {
		enum mark m = v->traces[i].ran ? v->traces[i].mark : MARK_NONE;

		if (m == MARK_FAIL || mark == MARK_NONE ||
		    (m == MARK_INCONCLUSIVE && mark == MARK_PASS))
			mark = m;
	}
	return mark;
}

/* A trace that fails over a broken layer is no verdict on a module that the checker finds right. */
static void let_wait(struct layer_verdict *v)
{
	const char *below = failing_below(v->layer);

	if (v->trace_count == 0 || v->absent || module_fails(v) || !below ||
	    (v->trace == MARK_PASS && !absent_below(v->layer)))
		return;
	v->waits_for = below;
	v->trace = MARK_WAITING;
	for (unsigned i = 0; i < v->trace_count; i++) {
		if (!v->traces[i].ran || v->traces[i].mark != MARK_PASS)
			v->traces[i].mark = MARK_WAITING;
	}
}

static void give_points(struct layer_verdict *v)
{
	for (unsigned i = 0; i < v->trace_count; i++)
		v->passed += v->traces[i].ran && v->traces[i].mark == MARK_PASS;
	if (v->refinement == MARK_PASS)
		v->refinement_points = v->refinement_most;
	if (v->trace_count)
		v->trace_points = v->trace_most * v->passed / v->trace_count;
	verdicts.points += v->refinement_points + v->trace_points;
	verdicts.most += v->refinement_most + v->trace_most;
	if (v->absent || v->passed < v->trace_count || v->refinement == MARK_FAIL)
		verdicts.full = false;
}

/* The reports of an earlier run are not to be taken for this one's, should it end early. */
static void drop_reports(void)
{
	if (options.json)
		remove(options.json);
	if (options.html)
		remove(options.html);
}

static int grade(void)
{
	double start = seconds_now();

	need_build();
	drop_reports();
	verdicts.layer = allocate(layer_spec_count * sizeof(*verdicts.layer));
	read_all_points();
	for (unsigned i = 0; i < layer_spec_count; i++)
		prepare_layer(i);
	for (unsigned i = 0; i < layer_spec_count && !options.refuse; i++)
		plan_layer(&verdicts.layer[i]);
	run_jobs();
	verdicts.title = options.title;
	verdicts.refused = options.refuse != 0;
	verdicts.note = options.refuse ? options.refuse : options.note;
	verdicts.full = !options.refuse;
	verdicts.emulator = options.bochs ? "Bochs" : 0;
	for (unsigned i = 0; i < layer_spec_count; i++) { /* from below, as layers wait for those */
		struct layer_verdict *v = &verdicts.layer[i];

		if (!v->graded)
			continue;
		v->trace = mark_of_traces(v);
		let_wait(v);
		give_points(v);
	}
	verdicts.seconds = seconds_now() - start;
	report_screen(&verdicts, stdout, isatty(1) && !getenv("NO_COLOR"));
	if (options.json)
		report_json(&verdicts, options.json);
	if (options.html)
		report_html(&verdicts, options.html);
	return verdicts.full ? 0 : 1;
}

/* ---- one trace ------------------------------------------------------------------------------ */

/* Boot it, let the kernel make the calls, and compare. */
static void run_trace(struct trace_verdict *v)
{
	need_build();
	start_boot(v);
	while (boot_continue(&v->boot)) {
		struct pollfd watched[] = { { .fd = v->boot.emulator.output, .events = POLLIN },
			                    { .fd = v->boot.emulator.errors, .events = POLLIN } };

		poll(watched, 2, 1000);
		check_interrupt();
	}
	check_boot(&v->boot);
	judge_trace(v);
}

static int try_trace(void)
{
	struct trace_verdict v = { .trace = trace_read(options.trace) };

	run_trace(&v);
	report_calls(&v, stdout);
	return v.mark == MARK_PASS ? 0 : 1;
}

/* With the results of the specifications. */
static int show_trace(void)
{
	struct trace *trace = trace_read(options.trace);
	struct expected *expected;

	if (options.task == TASK_VARY) {
		if (options.seed == 0)
			bad_usage("--vary needs --seed N", "");
		trace = vary(trace, options.seed);
	}
	expected = oracle_run(trace, FIXED_NONCE);
	if (options.task != TASK_LANES)
		trace_write(trace, stdout);
	else
		lanes_print(trace, expected, stdout);
	if (fflush(stdout) != 0 || ferror(stdout))
		die("grade: the trace cannot be written: %s", strerror(errno));
	return 0;
}

/* The first call of a trace that differs, and in says what differs, for people. */
static unsigned find_call(struct trace *trace, FILE *says)
{
	struct trace_verdict v = { .trace = trace };

	if (options.call > trace->calls)
		die("%s: there is no call %u: the trace has %u", trace->file, options.call,
		    trace->calls);
	run_trace(&v);
	if (v.mark == MARK_INCONCLUSIVE)
		die("%s: the emulator made no progress: run again", trace->file);
	if (v.mark == MARK_PASS && !options.call)
		die("%s: the trace passes: CALL=N stops at call N all the same", trace->file);
	report_call(&v, options.call ? options.call : v.call, says);
	return options.call ? options.call : v.call;
}

/* GDB stops where the kernel makes a call.  One that is made outside of it, in ring 3 or by a
 * guest, is led to by the kernel's call before. */
static unsigned stop_before(const struct trace *trace, unsigned call)
{
	while (call > 1 && primitive_specs[trace->call[call - 1].primitive].mode != MODE_KERNEL)
		call--;
	return call;
}

/* What make replay boots with the debug kernel.  Prints the options for QEMU that say so;
 * OUTPUT.says has where to stop and what to show there. */
static int write_stream_file(void)
{
	struct trace *trace = trace_read(options.trace);
	char *modules[1 + NIMAGES];
	unsigned count, call;
	FILE *says;

	if (!options.output)
		bad_usage("--stream needs --output FILE", "");
	says = fopen(print("%s.says", options.output), "w");
	if (!says)
		die("grade: cannot write %s.says: %s", options.output, strerror(errno));
	call = find_call(trace, says);
	fprintf(says, "layer: %s\nstop: %u\ncall: %u\n",
	        primitive_specs[trace->call[call - 1].primitive].layer, stop_before(trace, call),
	        call);
	if (fclose(says) != 0)
		die("grade: cannot write %s.says: %s", options.output, strerror(errno));
	oracle_run(trace, FIXED_NONCE);
	modules[0] = print("%s", options.output);
	for (unsigned i = 0; i < trace->images; i++)
		modules[1 + i] = print("%s.image%u", options.output, i);
	count = boot_write_modules(trace, FIXED_NONCE, 0, modules);
	printf("-m %uM%s -initrd ", trace->memory + options.spare,
	       trace->no_guests ? " -cpu qemu32" : "");
	for (unsigned i = 0; i < count; i++)
		printf("%s%s", i ? "," : "", modules[i]);
	printf("\n");
	return 0;
}

static void on_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

static void clean_up(void)
{
	children_kill();
	boots_clean();
}

int main(int count, char **arguments)
{
	struct sigaction action = { .sa_handler = on_signal };

	(void)count;
	sigaction(SIGINT, &action, 0);
	sigaction(SIGTERM, &action, 0);
	sigaction(SIGHUP, &action, 0);
	atexit(clean_up);
	read_options(arguments + 1);
	switch (options.task) {
	case TASK_TRY:
		return try_trace();
	case TASK_FILL:
	case TASK_LANES:
	case TASK_VARY:
		return show_trace();
	case TASK_STREAM:
		return write_stream_file();
	case TASK_GRADE:
		break;
	}
	return grade();
}
