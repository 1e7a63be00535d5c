/* Other programs, and the directory for their files */
#include "run.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_WORDS 96
#define NOT_FOUND  127 /* as a shell says it */

static char scratch[] = "/tmp/discipline.XXXXXX";

static void cleanup(void)
{
	DIR *directory = opendir(scratch);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		unlink(text("%s/%s", scratch, entry->d_name));
	if (directory)
		closedir(directory);
	rmdir(scratch);
}

const char *in_scratch(const char *name)
{
	static bool made;

	if (!made) {
		if (!mkdtemp(scratch))
			die("cannot make a directory in /tmp");
		made = true;
		atexit(cleanup);
	}
	return text("%s/%s", scratch, name);
}

static void redirect(int descriptor, const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(file, descriptor);
	close(file);
}

int run(const char *command)
{
	const char *out = in_scratch("out"), *err = in_scratch("err");
	char *argv[MOST_WORDS + 1], *words = text("%s", command);
	int n = 0, status;
	pid_t child;

	for (char *word = strtok(words, " "); word && n < MOST_WORDS; word = strtok(NULL, " "))
		argv[n++] = word;
	argv[n] = NULL;
	child = fork();
	if (child < 0)
		die("cannot start %s", argv[0]);
	if (child == 0) {
		redirect(STDOUT_FILENO, out);
		redirect(STDERR_FILENO, err);
		execvp(argv[0], argv);
		_exit(NOT_FOUND);
	}
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
		die("%s was ended by a signal; run it again", argv[0]);
	if (WEXITSTATUS(status) == NOT_FOUND)
		die("cannot run %s; install it", argv[0]);
	return WEXITSTATUS(status);
}
