/* jobs.c: programs that the shell has started. */
#include <process.h>
#include <sizes.h>
#include <stdio.h>

#include "shell.h"

/* 1: the process of this number was started in the background and its end not reported yet. */
static u8 in_background[NTHREADS];

static void report(u32 pid, u32 file, u32 status)
{
	char name[SYS_NAME_SIZE] = "";

	sys_file_name(file, name);
	if (status == SYS_KILLED)
		printf("[%u] %s: killed\n", pid, name);
	else if (status == SYS_FAULTED)
		printf("[%u] %s: ended by a fault\n", pid, name);
	else if (status != 0)
		printf("[%u] %s: ended with status %u\n", pid, name, status);
	else if (in_background[pid])
		printf("[%u] %s: ended\n", pid, name);
}

/* Returns 1 if the process runs; else its end has been reported. */
static u32 runs(u32 pid)
{
	struct sys_status process;

	if (sys_status(pid, &process) != SYS_OK)
		return 0;
	if (process.state != PROC_ENDED)
		return 1;
	report(pid, process.file, process.status);
	return 0;
}

static void wait_in_foreground(u32 pid)
{
	while (runs(pid)) {
		if (key_interrupts())
			sys_kill(pid);
		sys_yield();
	}
}

/* A program takes the words as it likes: one that does not take them has others run meanwhile, but
 * not for ever. */
#define PATIENCE 100u

static void send_words(u32 pid, const u32 *words, u32 count)
{
	u32 turns = 0;

	for (u32 i = 0; i < count && turns < PATIENCE;) {
		u32 error = sys_send(pid, words[i]);

		if (error == SYS_OK) {
			i++;
		} else if (error == SYS_E_FULL) {
			sys_yield();
			turns++;
		} else {
			break; /* it has ended */
		}
	}
	if (turns == PATIENCE)
		printf("the program did not take all words\n");
}

/* Returns 0 if there is no process. */
static u32 start(u32 file, const u32 *words, u32 count, u32 *pid)
{
	u32 error;

	jobs_report();  /* numbers are given out again: what has ended is forgotten before */
	fflush(stdout); /* what is said by now comes before what the program says */
	error = sys_spawn(file, pid);
	if (error != SYS_OK) {
		printf("no process: %s\n", sys_error(error));
		return 0;
	}
	in_background[*pid] = 0;
	send_words(*pid, words, count);
	return 1;
}

void job_run(u32 file, const u32 *words, u32 count, u32 background)
{
	u32 pid;

	if (!start(file, words, count, &pid))
		return;
	if (background) {
		in_background[pid] = 1;
		printf("[%u]\n", pid);
	} else {
		wait_in_foreground(pid);
	}
}

void job_run_alone(u32 file, u32 word)
{
	u32 pid;

	if (!start(file, &word, 1, &pid))
		return;
	sleep_until_end(pid);
	runs(pid);
}

void jobs_report(void)
{
	for (u32 pid = 0; pid < NTHREADS; pid++) {
		if (in_background[pid] && !runs(pid))
			in_background[pid] = 0;
	}
}

static u32 some_run(void)
{
	for (u32 pid = 0; pid < NTHREADS; pid++) {
		if (in_background[pid])
			return 1;
	}
	return 0;
}

void jobs_wait(void)
{
	while (some_run() && !key_interrupts()) {
		jobs_report();
		sys_yield();
	}
}
