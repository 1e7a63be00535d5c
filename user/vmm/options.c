/* options.c: the guest's command line: the text of a file, in one line.
 *
 * The monitor reads it, too: vm.memory=MIB says how much memory the guest has, vm.stats asks for
 * figures as it ends.  A kernel takes both for parameters of a module that it does not have.
 */
#include "options.h"
#include "files.h"

#include <stdlib.h>
#include <string.h>
#include <sys.h>

static char line[COMMAND_LINE_MOST + 1];

u32 options_read(u32 file)
{
	u32 size = 0;
	u32 error = sys_file_size(file, &size);

	if (!error && size > COMMAND_LINE_MOST)
		error = SYS_E_SIZE;
	if (!error)
		error = file_read(file, 0, line, size);
	if (error)
		return error;
	for (u32 i = 0; i < size; i++)
		if (line[i] == '\n' || line[i] == '\t')
			line[i] = ' ';
	return SYS_OK;
}

const char *options_line(void)
{
	return line;
}

void options_add(const char *word)
{
	if (strlen(line) + 1 + strlen(word) > COMMAND_LINE_MOST)
		return;
	if (line[0])
		strcat(line, " ");
	strcat(line, word);
}

/* What is behind the name in a word of the line: "", " ..." or "=..."; 0: there is no such word. */
static const char *behind(const char *name)
{
	u32 length = strlen(name);

	for (const char *at = line; (at = strstr(at, name)) != 0; at += length) {
		if ((at == line || at[-1] == ' ') && strchr(" =", at[length]))
			return at + length;
	}
	return 0;
}

u32 option_given(const char *name)
{
	return behind(name) != 0;
}

u32 option_number(const char *name, u32 otherwise)
{
	const char *text = behind(name);

	return text && *text == '=' ? strtoul(text + 1, 0, 0) : otherwise;
}
