/* keys.c: bytes that were typed.
 *
 * While a program runs the shell reads, so that Ctrl-C is seen at once; what else was typed is for
 * the next line.
 */
#include <stdio.h>
#include <sys.h>

#include "shell.h"

#define AHEAD_MOST 4096u

static char ahead[AHEAD_MOST]; /* a ring */
static u32 first;
static u32 count;

u32 key_interrupts(void)
{
	char c;

	while (sys_read(&c, 0) == SYS_OK) {
		if (c == CTRL('C')) {
			count = 0; /* who stops a program does not mean what was to come behind */
			return 1;
		}
		if (count < AHEAD_MOST)
			ahead[(first + count++) % AHEAD_MOST] = c;
	}
	return 0;
}

char key_next(void)
{
	char c;

	if (count == 0)
		return (char)getchar();
	c = ahead[first];
	first = (first + 1) % AHEAD_MOST;
	count--;
	return c;
}
