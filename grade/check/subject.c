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

enum { HANG_MILLISECONDS = 10000 }; /* generous: it only ends what would never end */

struct shared {
	unsigned char lo[WORLD_LIMIT], hi[WORLD_LIMIT], data[DATA_LIMIT];
	u32 count;
	u32 done; /* calls answered so far */
	u32 related;
	unsigned long fault; /* where in the program the module faulted; 0: nowhere */
	struct call call[MAX_CALLS];
	struct answer answer[MAX_CALLS];
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

static struct answer *current;
static const struct layer_spec *underlay;
static jmp_buf abandon;

u32 underlay_call(unsigned primitive, const u32 *argument)
{
	const struct primitive_spec *p = &primitive_specs[primitive];
	struct logged *entry;

	if (current->logged == LOG_CALLS)
		longjmp(abandon, TOO_MANY_CALLS);
	entry = &current->log[current->logged++];
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
static bool related(const struct shared *shared, void *both)
{
	const struct region *own = &layer_specs[layer_index(subject_layer)].state;

	memcpy(both, shared->lo, world_part);
	memcpy((char *)both + own->offset, shared->hi + own->offset, own->size);
	load_data(shared->data);
	return subject_relation_in(both) == RELATION_HOLDS;
}

static void serve(struct shared *shared, void *lo)
{
	underlay = &layer_specs[layer_specs[layer_index(subject_layer)].underlay];
	shared->related = related(shared, lo);
	for (shared->done = 0; shared->done < shared->count; shared->done++) {
		const struct call *call = &shared->call[shared->done];
		int jumped;

		current = &shared->answer[shared->done];
		current->outcome = NOT_RUN;
		current->logged = 0;
		memcpy(lo, shared->lo, world_part);
		load_data(shared->data);
		abs_ = lo;
		jumped = setjmp(abandon);
		if (jumped == 0) {
			current->result = subject_call(call->primitive, call->argument);
			current->outcome = RETURNED;
		} else {
			current->outcome = (u32)jumped;
		}
		save_data(current->data);
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
	if (subject_data_size() > DATA_LIMIT || world_part > WORLD_LIMIT) {
		fprintf(stderr, "check: the module has %zu bytes of memory and the world %zu; "
		                "raise the limits in subject.h\n", subject_data_size(), world_part);
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

unsigned subject_run(struct subject *subject, const void *lo, const void *hi, const void *data,
                     const struct call *call, unsigned count)
{
	struct shared *shared = subject->shared;
	struct pollfd wait = {.fd = subject->from, .events = POLLIN};
	char byte = 0;
	int ready;

	memcpy(shared->lo, lo, world_part);
	memcpy(shared->hi, hi, world_part);
	memcpy(shared->data, data, subject_data_size());
	memcpy(shared->call, call, count * sizeof *call);
	shared->count = count;
	shared->done = 0;
	shared->fault = 0;
	if (write(subject->to, &byte, 1) != 1)
		give_up("write");
	ready = poll(&wait, 1, HANG_MILLISECONDS);
	if (ready > 0 && read(subject->from, &byte, 1) == 1)
		return count;
	bury(subject, ready == 0);
	return shared->done < count ? shared->done : 0;
}

const struct answer *subject_answer(const struct subject *subject, unsigned i)
{
	return &subject->shared->answer[i];
}

bool subject_related(const struct subject *subject)
{
	return subject->shared->related;
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
