/* cpio.c: writes an archive that Linux takes for its initial file system ("newc").
 *
 * usage: cpio <LIST >ARCHIVE
 *
 * A line of the list is one of
 *     dir PATH
 *     file PATH MODE FROM     MODE in octal; FROM is a file of the host
 *     link PATH TO
 *     tty PATH MAJOR MINOR    a character device, for all to use
 * All belong to root, and to the year 1970: the same list gives the same archive.  To do this here
 * takes neither the cpio of the host nor the right to make devices.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 4096

#define MODE_FILE 0100000u
#define MODE_DIR  0040755u
#define MODE_LINK 0120777u
#define MODE_TTY  0020666u

static unsigned number; /* of the entry, from 1 on */

static void fail(const char *what, const char *which)
{
	fprintf(stderr, "cpio: %s: %s\n", which, what);
	exit(2);
}

/* Everything begins at a multiple of 4. */
static void pad(unsigned long size)
{
	for (; size % 4 != 0; size++)
		putchar(0);
}

static void put_head(const char *path, unsigned mode, unsigned long size, unsigned major,
		     unsigned minor)
{
	unsigned long name_size = strlen(path) + 1;
	unsigned links = mode == MODE_DIR ? 2 : 1;

	printf("070701%08x%08x%08x%08x%08x%08x%08lx%08x%08x%08x%08x%08lx%08x", ++number, mode, 0, 0,
	       links, 0, size, 0, 0, major, minor, name_size, 0);
	fwrite(path, 1, name_size, stdout);
	pad(110 + name_size);
}

static void put_text(const char *path, unsigned mode, const char *text, unsigned long size)
{
	put_head(path, mode, size, 0, 0);
	fwrite(text, 1, size, stdout);
	pad(size);
}

static void put_file(const char *path, unsigned mode, const char *from)
{
	FILE *file = fopen(from, "rb");
	char *text;
	long size;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		fail("cannot be read", from);
	rewind(file);
	text = malloc((unsigned long)size + 1);
	if (!text || fread(text, 1, (unsigned long)size, file) != (unsigned long)size)
		fail("cannot be read", from);
	put_text(path, MODE_FILE | mode, text, (unsigned long)size);
	free(text);
	fclose(file);
}

static void put_line(const char *line)
{
	char path[LINE];
	char to[LINE];
	unsigned a;
	unsigned b;

	if (sscanf(line, "dir %s", path) == 1)
		put_head(path, MODE_DIR, 0, 0, 0);
	else if (sscanf(line, "file %s %o %[^\n]", path, &a, to) == 3)
		put_file(path, a, to);
	else if (sscanf(line, "link %s %s", path, to) == 2)
		put_text(path, MODE_LINK, to, strlen(to));
	else if (sscanf(line, "tty %s %u %u", path, &a, &b) == 3)
		put_head(path, MODE_TTY, 0, a, b);
	else
		fail("not a line of a list", line);
}

int main(void)
{
	char line[LINE];

	while (fgets(line, sizeof(line), stdin))
		put_line(line);
	put_head("TRAILER!!!", 0, 0, 0, 0);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
