/* child.c: another program, run with its output taken down. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 256

/* Every child that runs, for the signal handler. */
static volatile pid_t running[CHILDREN];

static void remember(pid_t old, pid_t new)
{
	for (unsigned i = 0; i < CHILDREN; i++) {
		if (running[i] == old) {
			running[i] = new;
			return;
		}
	}
}

void children_kill(void)
{
	for (unsigned i = 0; i < CHILDREN; i++) {
		if (running[i] > 0)
			kill(running[i], SIGKILL);
	}
}

static void make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		die("grade: no pipe: %s", strerror(errno));
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

static _Noreturn void become(char *const argv[], int output, int errors, unsigned seconds)
{
	struct rlimit limit = { seconds, seconds + 1 };
	int nothing = open("/dev/null", O_RDONLY);

	dup2(nothing, 0);
	dup2(output, 1);
	dup2(errors, 2);
	if (seconds)
		setrlimit(RLIMIT_CPU, &limit);
	execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

void child_start(struct child *c, char *const argv[], size_t most, unsigned seconds)
{
	int output[2], errors[2];

	*c = (struct child){ .most = most };
	make_pipe(output);
	make_pipe(errors);
	fflush(0);
	c->pid = fork();
	if (c->pid < 0)
		die("grade: cannot start %s: %s", argv[0], strerror(errno));
	if (c->pid == 0)
		become(argv, output[1], errors[1], seconds);
	remember(0, c->pid);
	close(output[1]);
	close(errors[1]);
	c->output = output[0];
	c->errors = errors[0];
}

void child_kill(struct child *c)
{
	if (c->pid > 0)
		kill(c->pid, SIGKILL);
}

static void take(struct child *c, int *from, struct text *to)
{
	char part[4096];
	ssize_t n;

	while (*from >= 0 && (n = read(*from, part, sizeof(part))) != -1) {
		if (n == 0) {
			close(*from);
			*from = -1;
			return;
		}
		if (to->length + (size_t)n > c->most) {
			n = (ssize_t)(c->most - to->length);
			c->flooded = true;
			child_kill(c);
		}
		text_bytes(to, part, (size_t)n);
		if (c->flooded)
			return;
	}
}

bool child_read(struct child *c)
{
	take(c, &c->output, &c->text);
	take(c, &c->errors, &c->complaints);
	if (!c->flooded && (c->output >= 0 || c->errors >= 0))
		return true;
	if (c->output >= 0)
		close(c->output);
	if (c->errors >= 0)
		close(c->errors);
	c->output = c->errors = -1;
	while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
		;
	remember(c->pid, 0);
	c->pid = 0;
	return false;
}

static char *line_at(const char *at)
{
	return print("%.*s", (int)strcspn(at, "\r\n"), at);
}

char *first_line(const struct text *t)
{
	const char *at = text_of(t);

	return line_at(at + strspn(at, "\r\n"));
}

char *last_line(const struct text *t)
{
	const char *start = text_of(t);
	const char *at = start + strlen(start);

	while (at > start && strchr("\r\n", at[-1]))
		at--;
	while (at > start && at[-1] != '\n')
		at--;
	return line_at(at);
}
