/* pong: answers ping.  The first word is whom to answer. */
#include <process.h>
#include <stdio.h>

int main(void)
{
	u32 me = sys_getpid();
	u32 ping = start_word(me);
	u32 word;

	if (ping == me) {
		printf("pong: this program is started by ping\n");
		return 1;
	}
	while (receive_from(ping, &word) == SYS_OK)
		send_word(ping, word + 1);
	return 0;
}
