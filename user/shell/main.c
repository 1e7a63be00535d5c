/* main.c: the shell: reads a line and does what it says. */
#include <stdio.h>

#include "shell.h"

int main(void)
{
	char line[LINE_SIZE];

	printf("Type help.\n");
	for (;;) {
		jobs_report();
		line_read("$ ", line);
		command_run(line);
	}
}
