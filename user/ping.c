/* ping: sends words to pong, which sends each back, one more than it was: ping [ROUNDS] */
#include <process.h>
#include <stdio.h>
#include <time.h>

#define ROUNDS 1000u

/* Returns an error; counts what comes back wrong. */
static u32 play(u32 rounds, u32 pong, u32 *wrong)
{
	u32 error = send_word(pong, sys_getpid());
	u32 word;

	for (u32 i = 0; error == SYS_OK && i < rounds; i++) {
		error = exchange(pong, i * i, &word);
		if (error == SYS_OK && word != i * i + 1)
			++*wrong;
	}
	return error;
}

int main(void)
{
	u32 rounds = start_word(ROUNDS);
	u32 wrong = 0;
	clock_t begin = clock();
	u32 pong;
	u32 error = start_program("pong", &pong);

	if (error == SYS_OK) {
		error = play(rounds, pong, &wrong);
		sys_kill(pong); /* it would answer for ever */
	}
	if (error != SYS_OK) {
		printf("ping: no answer from pong: %s\n", sys_error(error));
		return 1;
	}
	printf("ping: %u round trips with process %u in %lu ms: %u words were wrong\n", rounds,
	       pong, clock() - begin, wrong);
	return wrong != 0;
}
