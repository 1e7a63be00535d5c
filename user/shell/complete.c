/* complete.c: how a word of a line may go on: a command or a program if it is the first, else the
 * name of a file. */
#include <stdio.h>
#include <string.h>
#include <sizes.h>
#include <sys.h>

#include "shell.h"

/* What all names that begin as the word does have in common. */
static struct {
	char word[LINE_SIZE];
	char common[LINE_SIZE];
	u32 names;
	u32 show; /* print them */
} found;

static void try(const char *name)
{
	size_t same = 0;

	if (strncmp(name, found.word, strlen(found.word)) != 0)
		return;
	if (found.show)
		printf("%s  ", name);
	if (found.names++ == 0) {
		strcpy(found.common, name);
		return;
	}
	while (name[same] && name[same] == found.common[same])
		same++;
	found.common[same] = '\0';
}

/* Programs are among the first files. */
static void try_all(u32 is_first)
{
	char name[SYS_NAME_SIZE];

	found.names = 0;
	for (u32 i = 0; is_first && command_name(i); i++)
		try(command_name(i));
	for (u32 i = 0; (!is_first || i < NIMAGES) && sys_file_name(i, name) == SYS_OK; i++) {
		if (*name)
			try(name);
	}
}

u32 complete(const char *line, u32 cursor, char *more)
{
	u32 start = cursor;
	u32 is_first;

	while (start > 0 && line[start - 1] != ' ')
		start--;
	is_first = strspn(line, " ") >= start;
	memcpy(found.word, line + start, cursor - start);
	found.word[cursor - start] = '\0';

	found.show = 0;
	try_all(is_first);
	if (found.names == 0)
		return 0;
	strcpy(more, found.common + (cursor - start));
	if (found.names == 1)
		strcat(more, " ");
	if (*more)
		return 0;
	putchar('\n');
	found.show = 1;
	try_all(is_first);
	putchar('\n');
	return 1;
}
