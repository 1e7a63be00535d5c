/* subject: see subject.h */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "subject.h"

#if defined(__linux__) && defined(__x86_64__)
#define HOST_ARCH AUDIT_ARCH_X86_64
#elif defined(__linux__) && defined(__aarch64__)
#define HOST_ARCH AUDIT_ARCH_AARCH64
#endif

enum {
	HANG_MILLISECONDS = 10000, /* generous: it only ends what would never end */
	LOOK_MILLISECONDS = 500,
};

struct question {
	u32 first, count; /* its calls */
	u32 done;         /* of them that are answered */
	u32 related;
	bool goes_on;     /* does the next question begin where one of them leads, */
	u32 leads;        /* this one? */
	struct call pass; /* if it is none of them, it is this call, which passes through */
};

/* The logs lie in a row, so that few pages are touched: each begins where the one before ended. */
struct shared {
	unsigned char state[QUESTIONS * (2 * WORLD_LIMIT + DATA_LIMIT)];
	struct question question[QUESTIONS];
	u32 asked;
	u32 finished; /* questions that are answered in full */
	unsigned long fault; /* where in the program the module faulted; 0: nowhere */
	struct call call[MAX_CALLS];
	struct reply {
		u32 outcome, result, logged, log;
	} reply[MAX_CALLS];
	unsigned char data[MAX_CALLS * DATA_LIMIT];
	struct logged log[MAX_CALLS * LOG_CALLS];
};

/* The linker collects the module's .data and .bss here (check.mk renames the sections). */
extern unsigned char __start_module_data[] __attribute__((weak));
extern unsigned char __stop_module_data[] __attribute__((weak));
extern unsigned char __start_module_bss[] __attribute__((weak));
extern unsigned char __stop_module_bss[] __attribute__((weak));

static size_t initialised(void)
{
	return (size_t)(__stop_module_data - __start_module_data);
}

size_t subject_data_size(void)
{
	return initialised() + (size_t)(__stop_module_bss - __start_module_bss);
}

void subject_initial_data(void *data)
{
	memcpy(data, __start_module_data, initialised());
	memset((char *)data + initialised(), 0, subject_data_size() - initialised());
}

static void save_data(void *data)
{
	memcpy(data, __start_module_data, initialised());
	memcpy((char *)data + initialised(), __start_module_bss,
	       subject_data_size() - initialised());
}

static void load_data(const void *data)
{
	memcpy(__start_module_data, data, initialised());
	memcpy(__start_module_bss, (const char *)data + initialised(),
	       subject_data_size() - initialised());
}

static size_t state_size(void)
{
	return 2 * world_part + subject_data_size();
}

/* ---- the relation, which runs in either process --------------------------------------------- */

extern const char __executable_start[]; /* the linker's */

static sigjmp_buf leave_relation;
static volatile sig_atomic_t in_relation;
static struct shared *served; /* in the module's process */

static void on_fault(int number, siginfo_t *what, void *context)
{
	(void)context;
	if (in_relation)
		siglongjmp(leave_relation, RELATION_UNDEFINED);
	if (served != NULL && (number == SIGILL || number == SIGTRAP))
		served->fault = (unsigned long)((char *)what->si_addr - __executable_start);
	signal(number, SIG_DFL); /* the instruction runs again, and ends the process */
}

static void catch_faults(void)
{
	const int fault[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_NODEFER | SA_SIGINFO};

	for (unsigned i = 0; i < sizeof fault / sizeof fault[0]; i++)
		sigaction(fault[i], &action, NULL);
}

_Noreturn void relation_not_written(void)
{
	siglongjmp(leave_relation, RELATION_NOT_WRITTEN);
}

enum relation subject_relation_in(void *world)
{
	static bool catches;
	enum relation result;
	int jumped;

	if (!catches)
		catch_faults();
	catches = true;
	abs_ = world;
	in_relation = 1;
	jumped = sigsetjmp(leave_relation, 0);
	if (jumped != 0)
		result = (enum relation)jumped;
	else
		result = subject_relation() ? RELATION_HOLDS : RELATION_FAILS;
	in_relation = 0;
	return result;
}

/* ---- in the module's process ---------------------------------------------------------------- */

static struct reply *current;
static struct logged *current_log;
static const struct layer_spec *underlay;
static jmp_buf abandon;

u32 underlay_call(unsigned primitive, const u32 *argument)
{
	const struct primitive_spec *p = &primitive_specs[primitive];
	struct logged *entry;

	if (current->logged == LOG_CALLS)
		longjmp(abandon, TOO_MANY_CALLS);
	entry = &current_log[current->logged++];
	entry->primitive = primitive;
	for (unsigned i = 0; i < p->arguments; i++)
		entry->argument[i] = argument[i];
	if (spec_refuses(underlay, primitive, argument) != NULL)
		longjmp(abandon, BROKE_PRECONDITION);
	entry->result = p->step(argument);
	return entry->result;
}

_Noreturn void not_written(void)
{
	longjmp(abandon, NOT_WRITTEN);
}

/* The relation speaks of two worlds: what the layer itself adds comes from its own, hi, and what it
 * stands on from lo. */
static bool related(const unsigned char *state, void *both)
{
	const struct region *own = &layer_specs[layer_index(subject_layer)].state;

	memcpy(both, state + world_part, world_part);
	memcpy((char *)both + own->offset, state + own->offset, own->size);
	load_data(state + 2 * world_part);
	return subject_relation_in(both) == RELATION_HOLDS;
}

/* Make a call from a state; lo and the reply are then where it leads. */
static void reply_to(const struct call *call, const unsigned char *state, void *lo,
                     unsigned char *data)
{
	int jumped;

	current->outcome = NOT_RUN;
	current->logged = 0;
	memcpy(lo, state + world_part, world_part);
	load_data(state + 2 * world_part);
	abs_ = lo;
	jumped = setjmp(abandon);
	if (jumped == 0) {
		current->result = subject_call(call->primitive, call->argument);
		current->outcome = RETURNED;
	} else {
		current->outcome = (u32)jumped;
	}
	save_data(data);
}

/* The next question begins here. */
static void lead(unsigned char *state, const void *lo, const void *data)
{
	memcpy(state + state_size() + world_part, lo, world_part);
	memcpy(state + state_size() + 2 * world_part, data, subject_data_size());
}

/* It begins behind a call that passes through. */
static void lead_by(const struct call *call, unsigned char *state, void *lo)
{
	memcpy(lo, state + world_part, world_part);
	abs_ = lo;
	if (spec_refuses(underlay, call->primitive, call->argument) == NULL)
		primitive_specs[call->primitive].step(call->argument);
	lead(state, lo, state + 2 * world_part);
}

static void serve(struct shared *shared, void *lo)
{
	const size_t size = subject_data_size();
	u32 log = 0;

	underlay = &layer_specs[layer_specs[layer_index(subject_layer)].underlay];
	for (shared->finished = 0; shared->finished < shared->asked; shared->finished++) {
		struct question *q = &shared->question[shared->finished];
		unsigned char *state = shared->state + shared->finished * state_size();

		q->related = related(state, lo);
		for (q->done = 0; q->done < q->count; q->done++) {
			u32 i = q->first + q->done;

			current = &shared->reply[i];
			current->log = log;
			current_log = &shared->log[log];
			reply_to(&shared->call[i], state, lo, shared->data + i * size);
			log += current->logged;
			if (q->goes_on && q->done == q->leads)
				lead(state, lo, shared->data + i * size);
		}
		if (q->goes_on && q->leads == q->count)
			lead_by(&q->pass, state, lo);
	}
}

/* The discipline lets no module come to a system call.  Should one come there all the same, it
 * ends: this process reads and writes its two pipes, says how it faulted, and returns from that. */
static void confine(void)
{
#ifdef HOST_ARCH
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, HOST_ARCH, 0, 6),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 5, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 4, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigaction, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};

	/* Where there are no such filters, the discipline has to do. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

static void run_forever(struct shared *shared, int from, int to)
{
	const struct rlimit none = {0, 0};
	void *lo = calloc(1, world_size);
	char byte;

	setrlimit(RLIMIT_CORE, &none);
	served = shared;
	confine();
	while (lo != NULL && read(from, &byte, 1) == 1) {
		serve(shared, lo);
		if (write(to, &byte, 1) != 1)
			break;
	}
	_exit(0);
}

/* ---- in the judge's process ----------------------------------------------------------------- */

static void give_up(const char *what)
{
	fprintf(stderr, "check: cannot run the module: %s: %s\n", what, strerror(errno));
	exit(2);
}

void subject_start(struct subject *subject)
{
	int there[2];
	int back[2];

	if (subject->shared == NULL) {
		subject->shared = mmap(NULL, sizeof *subject->shared, PROT_READ | PROT_WRITE,
		                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (subject->shared == MAP_FAILED)
			give_up("mmap");
	}
	if (world_part > WORLD_LIMIT) {
		fprintf(stderr, "check: the world has %zu bytes; raise WORLD_LIMIT in subject.h\n",
		        world_part);
		exit(2);
	}
	if (pipe(there) != 0 || pipe(back) != 0)
		give_up("pipe");
	fflush(stdout);
	subject->pid = fork();
	if (subject->pid < 0)
		give_up("fork");
	if (subject->pid == 0) {
		for (int other = 0; other <= 2; other++)
			if (other != there[0] && other != back[1])
				close(other);
		close(there[1]);
		close(back[0]);
		run_forever(subject->shared, there[0], back[1]);
	}
	close(there[0]);
	close(back[1]);
	subject->to = there[1];
	subject->from = back[0];
	subject->ending = ALIVE;
}

void subject_stop(struct subject *subject)
{
	close(subject->to);
	close(subject->from);
	kill(subject->pid, SIGKILL);
	waitpid(subject->pid, NULL, 0);
}

static void bury(struct subject *subject, bool silent)
{
	int status = 0;

	if (silent)
		kill(subject->pid, SIGKILL);
	waitpid(subject->pid, &status, 0);
	close(subject->to);
	close(subject->from);
	if (silent) {
		subject->ending = SILENT;
	} else if (WIFSIGNALED(status)) {
		subject->ending = SIGNALLED;
		subject->detail = WTERMSIG(status);
	} else {
		subject->ending = EXITED;
		subject->detail = WEXITSTATUS(status);
	}
}

/* The first call of question q. */
static unsigned first_of(const struct subject *subject, unsigned q)
{
	return q > 0 ? subject->end[q - 1] : 0;
}

static bool ask(struct subject *subject, const void *state, size_t size, const struct call *call,
                unsigned count)
{
	struct shared *shared = subject->shared;
	unsigned q = subject->asked;
	u32 first = first_of(subject, q);

	if (q == QUESTIONS || count > MAX_CALLS - first)
		return false;
	memcpy(shared->state + q * state_size(), state, size);
	memcpy(shared->call + first, call, count * sizeof *call);
	shared->question[q] = (struct question){.first = first, .count = count};
	subject->end[q] = first + count;
	subject->asked++;
	return true;
}

bool subject_ask(struct subject *subject, const void *state, const struct call *call,
                 unsigned count)
{
	return ask(subject, state, state_size(), call, count);
}

void subject_ask_first(struct subject *subject, const void *state, const struct call *call,
                       unsigned count)
{
	subject->asked = 0;
	subject_ask(subject, state, call, count);
}

bool subject_ask_on(struct subject *subject, const struct call *step, const void *hi,
                    const struct call *call, unsigned count)
{
	struct question *before = &subject->shared->question[subject->asked - 1];
	const struct call *calls = subject->shared->call + before->first;

	if (!ask(subject, hi, world_part, call, count))
		return false;
	before->goes_on = true;
	before->leads = 0;
	while (before->leads < before->count &&
	       memcmp(&calls[before->leads], step, sizeof *step) != 0)
		before->leads++;
	before->pass = *step;
	return true;
}

/* Wait for the process.  False: it does not come to the end of a question any more. */
static bool wait_for(struct subject *subject)
{
	struct pollfd wait = {.fd = subject->from, .events = POLLIN};
	u32 finished = 0;

	for (int silent = 0; silent < HANG_MILLISECONDS; silent += LOOK_MILLISECONDS) {
		u32 now;

		if (poll(&wait, 1, LOOK_MILLISECONDS) > 0)
			return true;
		now = subject->shared->finished;
		if (now > finished && now <= subject->asked) {
			finished = now;
			silent = 0;
		}
	}
	return false;
}

unsigned subject_run(struct subject *subject)
{
	struct shared *shared = subject->shared;
	unsigned asked = subject->asked;
	char byte = 0;
	bool ready;

	shared->asked = asked;
	shared->finished = 0;
	shared->fault = 0;
	if (write(subject->to, &byte, 1) != 1)
		give_up("write");
	ready = wait_for(subject);
	if (ready && read(subject->from, &byte, 1) == 1)
		return asked;
	bury(subject, !ready);
	return shared->finished < asked ? shared->finished : 0;
}

unsigned subject_answers(const struct subject *subject, unsigned q)
{
	unsigned asked = subject->end[q] - first_of(subject, q);
	u32 done = subject->shared->question[q].done;

	return done <= asked ? done : 0;
}

struct answer subject_answer(const struct subject *subject, unsigned q, unsigned i)
{
	const struct shared *shared = subject->shared;
	unsigned at = first_of(subject, q) + i;
	const struct reply *reply = &shared->reply[at];
	u32 log = reply->log <= (MAX_CALLS - 1) * LOG_CALLS ? reply->log : 0;

	return (struct answer){reply->outcome, reply->result, reply->logged, &shared->log[log],
	                       shared->data + at * subject_data_size()};
}

bool subject_was_in(const struct subject *subject, unsigned q, const void *state)
{
	return memcmp(subject->shared->state + q * state_size(), state, state_size()) == 0;
}

bool subject_related(const struct subject *subject, unsigned q)
{
	return subject->shared->question[q].related;
}

const char *subject_place(const struct subject *subject)
{
	static char line[256];
	char command[80];
	char folder[200];
	FILE *pipe;

	if (subject->ending != SIGNALLED || subject->shared->fault == 0)
		return NULL;
	snprintf(command, sizeof command, "addr2line -e /proc/%d/exe 0x%lx 2>/dev/null", getpid(),
	         subject->shared->fault);
	pipe = popen(command, "r");
	if (pipe == NULL || fgets(line, sizeof line, pipe) == NULL || strchr(line, ':') == NULL)
		line[0] = '?';
	if (pipe != NULL)
		pclose(pipe);
	line[strcspn(line, " \n")] = '\0';
	if (line[0] == '?')
		return NULL;
	if (getcwd(folder, sizeof folder) != NULL &&
	    strncmp(line, folder, strlen(folder)) == 0 && line[strlen(folder)] == '/')
		return line + strlen(folder) + 1;
	return strncmp(line, "./", 2) == 0 ? line + 2 : line;
}
