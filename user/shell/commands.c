/* commands.c: what can be typed. */
#include <process.h>
#include <sizes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell.h"

#define WORDS_FOR_PROGRAM 4u

struct command {
	const char *name;
	const char *usage;
	const char *purpose;
	u32 least; /* words after the name */
	u32 most;
	void (*run)(u32 count, char **words);
};

static void command_help(u32 count, char **words);

/* Read a number of 32 bits, decimal or 0x...; says so if the word is none. */
static u32 read_number(const char *word, u32 *value)
{
	char *end;

	*value = strtoul(word, &end, 0);
	if (*word && !*end)
		return 1;
	printf("%s is not a number\n", word);
	return 0;
}

static void command_ps(u32 count, char **words)
{
	struct sys_status p;

	(void)count;
	(void)words;
	printf("PID PROGRAM           PAGES STATE\n");
	for (u32 pid = 0; pid < NTHREADS; pid++) {
		char name[SYS_NAME_SIZE] = "";

		if (sys_status(pid, &p) != SYS_OK)
			continue;
		sys_file_name(p.file, name);
		printf("%3u %-16s %6u ", pid, name, p.pages);
		if (p.state == PROC_RUNS)
			printf("%s\n", pid == sys_getpid() ? "runs: the shell" : "runs");
		else if (p.status == SYS_KILLED)
			printf("killed\n");
		else if (p.status == SYS_FAULTED)
			printf("ended by a fault\n");
		else
			printf("ended with status %u\n", p.status);
	}
}

static void command_mem(u32 count, char **words)
{
	struct sys_status p;
	u32 processes = 0;
	u32 pages = 0;
	u32 kib = 0;

	(void)count;
	(void)words;
	for (u32 pid = 0; pid < NTHREADS; pid++) {
		if (sys_status(pid, &p) != SYS_OK || p.state == PROC_ENDED)
			continue;
		processes++;
		pages += p.pages;
	}
	sys_memory(&kib);
	printf("%u processes have %u pages: %u of %u KiB\n", processes, pages,
	       pages * (PAGE_SIZE / 1024), kib);
}

static void command_ls(u32 count, char **words)
{
	char name[SYS_NAME_SIZE];
	u32 bytes;

	(void)count;
	(void)words;
	for (u32 i = 0; sys_file_size(i, &bytes) == SYS_OK; i++) {
		if (sys_file_name(i, name) == SYS_OK)
			printf("%2u %-16s %9u\n", i, name, bytes);
	}
}

static void run_program(const char *name, u32 count, char **words)
{
	u32 values[WORDS_FOR_PROGRAM];
	u32 in_background = 0;
	u32 file;

	if (count > 0 && strcmp(words[count - 1], "&") == 0) {
		in_background = 1;
		count--;
	}
	if (find_file(name, &file) != SYS_OK) {
		printf("no command and no program is called %s: type help or ls\n", name);
		return;
	}
	if (count > WORDS_FOR_PROGRAM) {
		printf("too many words: a program takes at most %u\n", WORDS_FOR_PROGRAM);
		return;
	}
	for (u32 i = 0; i < count; i++) {
		if (!read_number(words[i], &values[i]))
			return;
	}
	job_run(file, values, count, in_background);
}

static void command_run_program(u32 count, char **words)
{
	run_program(words[0], count - 1, words + 1);
}

static void command_kill(u32 count, char **words)
{
	u32 pid;
	u32 error;

	(void)count;
	if (!read_number(words[0], &pid))
		return;
	error = sys_kill(pid);
	if (error != SYS_OK)
		printf("%s: %s\n", words[0], sys_error(error));
}

static void command_wait(u32 count, char **words)
{
	(void)count;
	(void)words;
	jobs_wait();
}

static void command_vm(u32 count, char **words)
{
	u32 vmm;
	u32 guest;

	(void)count;
	if (find_file("vmm", &vmm) != SYS_OK)
		printf("there is no program vmm here\n");
	else if (find_file(words[0], &guest) != SYS_OK)
		printf("no file is called %s: type ls\n", words[0]);
	else
		job_run_alone(vmm, guest);
}

static void command_echo(u32 count, char **words)
{
	for (u32 i = 0; i < count; i++)
		printf("%s%s", i > 0 ? " " : "", words[i]);
	putchar('\n');
}

static void command_exit(u32 count, char **words)
{
	(void)count;
	(void)words;
	exit(0);
}

static const struct command commands[] = {
	{ "help", "", "this list", 0, 0, command_help },
	{ "ps", "", "the processes", 0, 0, command_ps },
	{ "mem", "", "the memory that they have", 0, 0, command_mem },
	{ "ls", "", "the files, with their sizes", 0, 0, command_ls },
	{ "run", "PROGRAM [NUMBER...] [&]", "run a program; `run' may be left out", 1, WORDS,
	  command_run_program },
	{ "kill", "PID", "end a process", 1, 1, command_kill },
	{ "wait", "", "wait for what runs in the background", 0, 0, command_wait },
	{ "vm", "GUEST", "run a guest in a virtual machine", 1, 1, command_vm },
	{ "echo", "[WORD...]", "print the words", 0, WORDS, command_echo },
	{ "exit", "", "end the shell: the kernel's own prompt is next", 0, 0, command_exit },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const char *command_name(u32 i)
{
	return i < COMMANDS ? commands[i].name : NULL;
}

static void command_help(u32 count, char **words)
{
	(void)count;
	(void)words;
	for (u32 i = 0; i < COMMANDS; i++)
		printf("%-5s %-24s %s\n", commands[i].name, commands[i].usage,
		       commands[i].purpose);
	printf("With & a program runs in the background; Ctrl-C ends one in the foreground.\n"
	       "Tab completes a word; up and down show lines again.\n");
}

/* Cut the line at its blanks; returns the number of words, WORDS + 1 if there are more. */
static u32 split(char *line, char **words)
{
	u32 count = 0;

	for (;;) {
		while (*line == ' ')
			*line++ = '\0';
		if (!*line)
			return count;
		if (count == WORDS)
			return WORDS + 1;
		words[count++] = line;
		line += strcspn(line, " ");
	}
}

void command_run(char *line)
{
	char *words[WORDS];
	u32 count = split(line, words);

	if (count == 0)
		return;
	if (count > WORDS) {
		printf("too many words: at most %u\n", WORDS);
		return;
	}
	for (u32 i = 0; i < COMMANDS; i++) {
		const struct command *c = &commands[i];

		if (strcmp(c->name, words[0]) != 0)
			continue;
		if (count - 1 < c->least || count - 1 > c->most)
			printf("usage: %s %s\n", c->name, c->usage);
		else
			c->run(count - 1, words + 1);
		return;
	}
	run_program(words[0], count - 1, words + 1);
}
