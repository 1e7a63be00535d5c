/* pong: answers ping.  The first word is whom to answer. */
#include <process.h>
#include <stdio.h>

int main(void)
{
	u32 me = sys_getpid();
	u32 ping = start_word(me);
	u32 error;
	u32 word;

	if (ping == me) {
		printf("pong: this program is started by ping\n");
		return 1;
	}
	error = receive_from(ping, &word);
	while (error == SYS_OK)
		error = exchange(ping, word + 1, &word);
	return 0;
}
