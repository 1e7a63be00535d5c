/* main.c: disk.c as a command, for run.sh.
 *
 * usage: disk OUTPUT SECTOR KERNEL.elf MEGABYTES LINE MODULES
 *
 * LINE is the kernel's command line.  MODULES are the boot modules as QEMU's -initrd takes them:
 * commas between them, and behind the path of each what the kernel is told of it.
 */
#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODULES_MOST = 64 };

int main(int count, char **arguments)
{
	const char *modules[MODULES_MOST];
	unsigned module_count = 0;
	const char *wrong = 0;

	if (count != 7) {
		fputs("usage: disk OUTPUT SECTOR KERNEL.elf MEGABYTES LINE MODULES\n", stderr);
		return 2;
	}
	for (char *m = strtok(arguments[6], ","); m && !wrong; m = strtok(0, ","))
		if (module_count < MODULES_MOST)
			modules[module_count++] = m;
		else
			wrong = "too many boot modules";
	if (!wrong)
		wrong = disk_write(arguments[1], arguments[2], arguments[3], arguments[5], modules,
		                   module_count, (unsigned)strtoul(arguments[4], 0, 10));
	if (wrong)
		fprintf(stderr, "disk: %s\n", wrong);
	return wrong ? 2 : 0;
}
