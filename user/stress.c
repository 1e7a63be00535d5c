/* stress: processes that work side by side and check each other: stress [PROCESSES [ROUNDS]]
 *
 * In each round a process changes the blocks of memory that it has, lets others run, finds in its
 * memory what it left there, and sends a word to the next in the ring.  The one that leads sends
 * first, the others when they have received one.
 */
#include <process.h>
#include <sizes.h>
#include <stdio.h>
#include <stdlib.h>

#define PROCESSES 4u
#define MOST      16u
#define ROUNDS    100u
#define CHILD     0x80000000u /* + whom it belongs to */

#define BLOCKS     16u
#define BLOCK_MOST 2048u /* words */
#define TABLE      (16u * PAGE_SIZE / sizeof(u32))

static u32 table[TABLE];
static struct {
	u32 *words;
	u32 count;
	u32 key; /* says what its words are */
} blocks[BLOCKS];

/* Any function will do that differs for other arguments. */
static u32 mix(u32 a, u32 b)
{
	u32 n = (a + 1) * 0x9e3779b9u ^ (b + 1) * 0x85ebca6bu;

	return n ^ n >> 15;
}

static void fill(u32 *words, u32 count, u32 key)
{
	for (u32 i = 0; i < count; i++)
		words[i] = mix(key, i);
}

static u32 is_filled(const u32 *words, u32 count, u32 key)
{
	for (u32 i = 0; i < count; i++) {
		if (words[i] != mix(key, i))
			return 0;
	}
	return 1;
}

/* Returns 1 if the block was as it was left. */
static u32 change_block(u32 i)
{
	u32 good = !blocks[i].words ||
	           is_filled(blocks[i].words, blocks[i].count, blocks[i].key);
	u32 count = (u32)rand() % BLOCK_MOST;

	if (rand() % 2 == 0) {
		free(blocks[i].words);
		blocks[i].words = malloc(count * sizeof(u32));
	} else {
		blocks[i].words = realloc(blocks[i].words, count * sizeof(u32));
	}
	blocks[i].count = count;
	blocks[i].key = (u32)rand();
	if (!blocks[i].words)
		return 0;
	fill(blocks[i].words, count, blocks[i].key);
	return good;
}

/* Without a call of the kernel, so that only the clock lets others run: what is in registers and
 * in memory is as it was. */
static u32 is_undisturbed(u32 key)
{
	for (int i = 0; i < 4; i++) {
		if (!is_filled(table, TABLE, key))
			return 0;
	}
	return 1;
}

/* What the one that they belong to tells each of them, word by word. */
enum {
	NEXT,
	PREVIOUS,
	LEADS,
	ROUNDS_TO_GO,
	WORDS_TO_TELL,
};

/* Returns 1 if what comes round the ring is as it should be. */
static u32 pass_on(const u32 *told, u32 number)
{
	u32 mine = mix(sys_getpid(), number);
	u32 word;

	if (told[LEADS] && send_word(told[NEXT], mine) != SYS_OK)
		return 0;
	if (receive_from(told[PREVIOUS], &word) != SYS_OK || word != mix(told[PREVIOUS], number))
		return 0;
	return told[LEADS] || send_word(told[NEXT], mine) == SYS_OK;
}

static u32 round(const u32 *told, u32 number)
{
	for (u32 i = 0; i < BLOCKS; i++) {
		if (!change_block(i))
			return 0;
	}
	sys_yield();
	return is_undisturbed(sys_getpid()) && pass_on(told, number);
}

/* Nobody may send a word round before all have been told everything. */
static u32 prepare(u32 parent, u32 *told)
{
	u32 go;

	for (u32 i = 0; i < WORDS_TO_TELL; i++) {
		if (receive_from(parent, &told[i]) != SYS_OK)
			return 0;
	}
	srand(sys_getpid());
	fill(table, TABLE, sys_getpid());
	if (send_word(parent, sys_getpid()) != SYS_OK)
		return 0;
	return !told[LEADS] || receive_from(parent, &go) == SYS_OK;
}

/* Nothing has to be right when the one that they belong to was killed: then they all end. */
static int complain(u32 parent, u32 number)
{
	if (process_runs(parent, NULL))
		printf("stress: process %u, round %u: something is wrong\n", sys_getpid(), number);
	return 1;
}

static int work(u32 parent)
{
	u32 told[WORDS_TO_TELL];

	if (!prepare(parent, told))
		return 1;
	for (u32 i = 0; i < told[ROUNDS_TO_GO] && process_runs(parent, NULL); i++) {
		if (!round(told, i))
			return complain(parent, i);
	}
	return 0;
}

/* Returns how many there are; fewer, if there is no memory for more. */
static u32 start(u32 *pids, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		u32 error = sys_spawn(own_file(), &pids[i]);

		if (error == SYS_OK)
			error = send_word(pids[i], CHILD | sys_getpid());
		if (error != SYS_OK) {
			printf("stress: no process: %s\n", sys_error(error));
			return i;
		}
	}
	return count;
}

static void tell(const u32 *pids, u32 count, u32 rounds)
{
	u32 ready;

	for (u32 i = 0; i < count; i++) {
		send_word(pids[i], pids[(i + 1) % count]);
		send_word(pids[i], pids[(i + count - 1) % count]);
		send_word(pids[i], i == 0);
		send_word(pids[i], rounds);
	}
	for (u32 i = 0; i < count; i++)
		receive_from(pids[i], &ready);
	if (count > 0)
		send_word(pids[0], rounds);
}

int main(void)
{
	u32 pids[MOST];
	u32 count = start_word(PROCESSES);
	u32 rounds;
	u32 failed = 0;

	if (count & CHILD)
		return work(count & ~CHILD);
	rounds = start_word(ROUNDS);
	count = start(pids, count == 0 ? 1 : count > MOST ? MOST : count);
	tell(pids, count, rounds);
	for (u32 i = 0; i < count; i++)
		failed += wait_for_end(pids[i]) != 0;
	if (count == 0 || failed > 0) {
		printf("stress: %u of %u processes failed\n", failed, count);
		return 1;
	}
	printf("stress: %u processes, %u rounds: ok\n", count, rounds);
	return 0;
}
