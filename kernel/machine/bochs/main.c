/* main.c: disk.c as a command, for run.sh.
 *
 * usage: disk OUTPUT SECTOR KERNEL.elf [MODULE]...
 */
#include "disk.h"

#include <stdio.h>

int main(int count, char **arguments)
{
	const char *wrong;

	if (count < 4) {
		fputs("usage: disk OUTPUT SECTOR KERNEL.elf [MODULE]...\n", stderr);
		return 2;
	}
	wrong = disk_write(arguments[1], arguments[2], arguments[3],
	                   (const char *const *)arguments + 4, (unsigned)count - 4);
	if (wrong)
		fprintf(stderr, "disk: %s\n", wrong);
	return wrong ? 2 : 0;
}
