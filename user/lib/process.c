/* process.c: processes start each other, send each other words and wait for each other. */
#include <process.h>

#include <string.h>

/* A word comes behind the start of a process: the one that starts it sends it next.  All who are
 * ready have their turns one after another, so that is done before this one has had a few. */
#define TURNS 4

u32 start_word(u32 otherwise)
{
	u32 word;

	for (int i = 0; i < TURNS; i++) {
		if (sys_recv(&word) == SYS_OK)
			return word;
		sys_yield();
	}
	return otherwise;
}

u32 send_word(u32 channel, u32 word)
{
	u32 error;

	for (;;) {
		error = sys_send(channel, word);
		if (error != SYS_E_FULL)
			return error;
		error = sys_wait(channel);
		if (error != SYS_OK)
			return error;
	}
}

/* It may have sent one between being asked for and its end: so look once more. */
u32 receive_from(u32 pid, u32 *word)
{
	while (sys_recv(word) != SYS_OK) {
		if (!process_runs(pid, NULL))
			return sys_recv(word) == SYS_OK ? SYS_OK : SYS_E_CHAN;
		sys_yield();
	}
	return SYS_OK;
}

u32 exchange(u32 pid, u32 word, u32 *answer)
{
	u32 error = sys_send_receive(pid, word, answer);

	if (error == SYS_E_FULL) {
		error = send_word(pid, word);
		if (error == SYS_OK)
			error = SYS_E_EMPTY;
	}
	return error == SYS_E_EMPTY ? receive_from(pid, answer) : error;
}

u32 find_file(const char *name, u32 *file)
{
	char other[SYS_NAME_SIZE];

	for (u32 i = 0; sys_file_name(i, other) == SYS_OK; i++) {
		if (strcmp(name, other) == 0) {
			*file = i;
			return SYS_OK;
		}
	}
	return SYS_E_FILE;
}

u32 start_program(const char *name, u32 *pid)
{
	u32 file;
	u32 error = find_file(name, &file);

	return error == SYS_OK ? sys_spawn(file, pid) : error;
}

u32 own_file(void)
{
	struct sys_status me = { 0 };

	sys_status(sys_getpid(), &me);
	return me.file;
}

u32 process_runs(u32 pid, u32 *status)
{
	struct sys_status process;

	if (sys_status(pid, &process) != SYS_OK)
		return 0;
	if (process.state == PROC_ENDED && status)
		*status = process.status;
	return process.state != PROC_ENDED;
}

u32 wait_for_end(u32 pid)
{
	u32 status = SYS_KILLED;

	while (process_runs(pid, &status))
		sys_yield();
	return status;
}

u32 sleep_until_end(u32 pid)
{
	u32 status = SYS_KILLED;

	while (process_runs(pid, &status)) {
		if (sys_send(pid, 0) == SYS_E_FULL)
			sys_wait(pid);
		sys_yield(); /* sleep may be refused */
	}
	return status;
}
