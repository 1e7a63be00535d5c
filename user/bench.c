/* bench.c: what system calls cost a program, in instructions if the counter counts those
 * (make bench).
 *
 * Each figure is the median of some turns: a tick of the clock spoils at most one of them.
 */
#include <process.h>
#include <stdio.h>
#include <stdlib.h>

#define TURNS      21
#define PAGE       4096u
#define TABLE      0x400000u /* bytes that the pages of one table have */

/* What a child of the same program is to do. */
#define YIELDS     1u
#define ECHOES     2u
#define ENDS       3u

static char fresh[PAGE * (TURNS + 1)];
static char spread[TABLE * (TURNS + 1)];

static u32 ticks(void)
{
	u32 low;

	__asm__ volatile("rdtsc" : "=a"(low) : : "edx", "memory");
	return low;
}

/* What is left of a turn is what the measure itself takes. */
static void empty(u32 turn)
{
	(void)turn;
}

/* The median of what a turn of `measured` takes. */
static u32 median_of(void (*measured)(u32 turn))
{
	u32 count[TURNS];
	u32 start;

	for (u32 turn = 0; turn < TURNS; turn++) {
		start = ticks();
		measured(turn);
		count[turn] = ticks() - start;
		for (u32 i = turn; i > 0 && count[i] < count[i - 1]; i--) {
			u32 other = count[i];

			count[i] = count[i - 1];
			count[i - 1] = other;
		}
	}
	return count[TURNS / 2];
}

static void report(const char *name, void (*measured)(u32 turn))
{
	printf("bench %s %u\n", name, median_of(measured) - median_of(empty));
}

static u32 start_child(u32 role)
{
	u32 pid;
	u32 error = sys_spawn(own_file(), &pid);

	if (error != SYS_OK) {
		printf("bench: no child: %s\n", sys_error(error));
		exit(1);
	}
	send_word(pid, role);
	return pid;
}

static void end_child(u32 pid)
{
	sys_kill(pid);
	wait_for_end(pid);
}

/* ---- what is measured ------------------------------------------------------------------------ */

static u32 bare_call(u32 number)
{
	__asm__ volatile("int %1" : "+a"(number) : "N"(SYS_TRAP) : "ebx", "memory");
	return number;
}

static void nothing(u32 turn)
{
	(void)turn;
	bare_call(SYS_GETPID);
}

static void yield(u32 turn)
{
	(void)turn;
	bare_call(SYS_YIELD);
}

static u32 partner;

/* A word there and one back: the partner runs when it is sent. */
static void message(u32 turn)
{
	u32 word;

	if (sys_send_receive(partner, turn, &word) != SYS_OK || word != turn + 1)
		exit(1);
}

static void create(u32 turn)
{
	(void)turn;
	wait_for_end(start_child(ENDS));
}

static void touch_page(u32 turn)
{
	*(volatile char *)&fresh[PAGE * (turn + 1)] = 1;
}

static void touch_table(u32 turn)
{
	*(volatile char *)&spread[TABLE * (turn + 1)] = 1;
}

/* ---- children -------------------------------------------------------------------------------- */

static void echo(void)
{
	u32 word;

	while (sys_recv(&word) != SYS_OK)
		yield(0);
	while (sys_send_receive(partner, word + 1, &word) == SYS_OK)
		continue;
}

static void child(u32 role)
{
	for (;;) {
		if (role == ENDS)
			sys_exit(0); /* exit looks for what to print, behind the arrays */
		if (role == ECHOES)
			echo();
		yield(0);
	}
}

int main(void)
{
	u32 role = start_word(0);

	partner = 1; /* the parent, which is the first process */
	if (role != 0)
		child(role);

	report("system-call", nothing);
	*(volatile char *)fresh = 1;
	report("demand-page", touch_page);
	report("demand-table", touch_table);

	partner = start_child(YIELDS);
	yield(0);
	yield(0);
	report("program-yield", yield);
	end_child(partner);

	partner = start_child(ECHOES);
	yield(0);
	yield(0);
	report("program-message", message);
	end_child(partner);

	report("program-create", create);
	return 0;
}
