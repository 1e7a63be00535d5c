/* init: the first process.  It keeps a shell running until somebody has had enough of it. */
#include <process.h>
#include <stdio.h>

int main(void)
{
	u32 pid;
	u32 status;
	u32 error;

	do {
		error = start_program("shell", &pid);
		if (error != SYS_OK) {
			printf("init: no shell: %s\n", sys_error(error));
			return 1;
		}
		status = sleep_until_end(pid);
		if (status != 0)
			printf("\ninit: the shell has ended; here is another one\n");
	} while (status != 0);
	return 0;
}
