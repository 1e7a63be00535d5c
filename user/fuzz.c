/* fuzz: system calls at random, while processes beside it do their work: fuzz [CALLS [SEED]]
 *
 * Whatever a process asks of the kernel, the others do not notice it.  Where this one asks for what
 * it may have, it asks for what harms nobody: it kills only processes made for that, sends words
 * only to those who expect any, and has pages overwritten that are there for it.
 */
#include <process.h>
#include <sizes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALLS 10000u
#define SEED  1u

#define PROGRESS 100000u /* calls between two lines that say how far it is */

#define SIBLINGS 3u
#define VICTIMS  4u
#define SIBLING  0x80000000u /* + its parent: the start word of a process that does its work ... */
#define VICTIM   0xc0000000u /* ... and of one that is there to be killed */
#define STOP     0x53544f50u /* a word that a sibling does not overlook */

#define FIRST_NO_PROGRAM NIMAGES

/* ---- what runs beside it --------------------------------------------------------------------- */

#define WORDS (16u * PAGE_SIZE / sizeof(u32))

static u32 memory[WORDS];

static u32 content(u32 pid, u32 i)
{
	return (i + pid) * 0x9e3779b9u;
}

static u32 is_unchanged(u32 pid)
{
	for (u32 i = 0; i < WORDS; i++) {
		if (memory[i] != content(pid, i))
			return 0;
	}
	return 1;
}

static int be_sibling(u32 parent)
{
	u32 pid = sys_getpid();
	u32 word = 0;

	for (u32 i = 0; i < WORDS; i++)
		memory[i] = content(pid, i);
	while (word != STOP && process_runs(parent, NULL)) {
		if (!is_unchanged(pid) || sys_getpid() != pid)
			return 1;
		sys_recv(&word);
		sys_yield();
	}
	return 0;
}

static int be_victim(u32 parent)
{
	while (process_runs(parent, NULL))
		sys_yield();
	return 0;
}

/* ---- processes ------------------------------------------------------------------------------- */

static u32 siblings[SIBLINGS];
static u32 victims[VICTIMS];
static u32 victim_count;

static u32 start(u32 role, u32 *pid)
{
	u32 error = sys_spawn(own_file(), pid);

	return error == SYS_OK ? send_word(*pid, role + sys_getpid()) : error;
}

static void make_victim(void)
{
	if (victim_count < VICTIMS && start(VICTIM, &victims[victim_count]) == SYS_OK)
		victim_count++;
}

static void kill_victim(void)
{
	if (victim_count > 0)
		sys_kill(victims[--victim_count]);
}

/* ---- arguments at random --------------------------------------------------------------------- */

/* Pages for the kernel to write to, and a guest. */
#define PAGES 8u
static u8 arena[PAGES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static u32 below(u32 n)
{
	return (u32)rand() % n;
}

static u32 any(void)
{
	return (u32)rand() << 16 ^ (u32)rand();
}

/* Any number, more often one where something begins or ends. */
static u32 number(void)
{
	static const u32 edges[] = {
		0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 48, 0x60, 0x7b, 0x400,
		NTHREADS - 1, NTHREADS, NTHREADS + 1, PAGE_SIZE - 1, PAGE_SIZE, 0x8000, 0xffff,
		0x10000, 0x100000, USER_BASE - 1, USER_BASE,
		0x7fffffff, 0x80000000, USER_END - 1, USER_END, 0xfffff000, 0xffffffff,
	};

	switch (below(4)) {
	case 0:
		return any();
	case 1:
		return below(NTHREADS);
	default:
		return edges[below(sizeof(edges) / sizeof(edges[0]))];
	}
}

/* No number of a process. */
static u32 no_process(void)
{
	u32 n = number();

	return n < NTHREADS ? n + NTHREADS : n;
}

static u32 a_sibling(void)
{
	return siblings[below(SIBLINGS)];
}

/* An address that must be refused, or of a page that anything may be written to. */
static u32 address(void)
{
	u32 page = (u32)arena[below(PAGES)];

	switch (below(4)) {
	case 0:
		return any() % USER_BASE; /* the kernel's */
	case 1:
		return USER_END + any() % (0u - USER_END);
	case 2:
		return page + below(2) * below(PAGE_SIZE); /* not a page's, perhaps */
	default:
		return page;
	}
}

/* As above, or where a program has memory that it may not write to, or none. */
static u32 address_for_file(void)
{
	switch (below(4)) {
	case 0:
		return (u32)address_for_file & ~(PAGE_SIZE - 1);
	case 1:
		return 0x60000000u + any() % 0x40000000u;
	default:
		return address();
	}
}

/* ---- calls ----------------------------------------------------------------------------------- */

static u32 flags;

/* The call with other flags than compilers let a program have. */
static void call_with_flags(struct sys_registers *r)
{
	static const u32 choice[] = { 0x202, 0x202 | 0x400, 0x202 | 0x4000, 0x202 | 0x40000 };

	flags = choice[below(4)]; /* as usual, direction, nested task, alignment check */
	__asm__ volatile("pushl %6; popfl; int %7; pushl $0x202; popfl"
			 : "+a"(r->eax), "+b"(r->ebx), "+c"(r->ecx), "+d"(r->edx), "+S"(r->esi),
			   "+D"(r->edi)
			 : "m"(flags), "i"(SYS_TRAP)
			 : "memory", "cc");
}

/* Numbers are right seldom where several have to be at once: let them be more often. */
static void favour(struct sys_registers *r)
{
	if (below(2))
		return;
	switch (r->eax) {
	case SYS_FILE_SIZE:
	case SYS_FILE_NAME:
	case SYS_FILE_PAGE:
		r->ebx = below(8);
		r->ecx = below(8);
		break;
	case SYS_STATUS:
	case SYS_VM_SET:
		r->ebx = below(16);
		break;
	case SYS_VM_INJECT:
		r->ebx = below(5);
		r->ecx = below(256);
		r->esi = below(2);
		r->edx = r->esi ? below(0x10000) : 0;
		break;
	}
}

/* Make of the call one that harms nobody.  Returns 0 if it is not to be made. */
static u32 restrain(struct sys_registers *r)
{
	switch (r->eax) {
	case SYS_EXIT:
	case SYS_READ: /* it would take keys from the shell */
		return 0;
	case SYS_SPAWN:
		if (below(2))
			make_victim();
		if (r->ebx < FIRST_NO_PROGRAM)
			r->ebx += FIRST_NO_PROGRAM;
		return 1;
	case SYS_KILL:
		if (below(2))
			kill_victim();
		r->ebx = no_process();
		return 1;
	case SYS_SEND:
		r->ebx = below(2) ? a_sibling() : below(2) ? sys_getpid() : no_process();
		return r->ecx != STOP;
	case SYS_WAIT: /* they take every word, so this one is woken */
		r->ebx = below(2) ? a_sibling() : no_process();
		return 1;
	case SYS_WRITE:
		if (r->ebx <= SYS_CHARS)
			r->ebx = 0;
		return 1;
	case SYS_FILE_PAGE:
		r->edx = address_for_file();
		return 1;
	case SYS_VM_MAP:
		r->ecx = address();
		return 1;
	default:
		return 1;
	}
}

/* Returns 1 if a call was made. */
static u32 call_at_random(void)
{
	struct sys_registers r = { 0, number(), number(), number(), number(), number() };

	r.eax = below(8) ? below(SYSCALLS) : SYSCALLS + any() % (0u - SYSCALLS);
	favour(&r);
	if (!restrain(&r))
		return 0;
	call_with_flags(&r);
	if (r.eax >= SYS_ERRORS) {
		printf("fuzz: a call returned %u, which is no error\n", r.eax);
		exit(1);
	}
	return 1;
}

/* Returns how many siblings found something changed. */
static u32 stop_siblings(void)
{
	u32 changed = 0;

	for (u32 i = 0; i < SIBLINGS; i++) {
		send_word(siblings[i], STOP);
		changed += wait_for_end(siblings[i]) != 0;
	}
	return changed;
}

int main(void)
{
	u32 calls = start_word(CALLS);
	u32 seed;
	u32 changed;

	if (calls >= VICTIM)
		return be_victim(calls - VICTIM);
	if (calls >= SIBLING)
		return be_sibling(calls - SIBLING);
	seed = start_word(SEED);
	memset(arena, 0, sizeof(arena)); /* so that its pages are there */
	srand(seed);
	for (u32 i = 0; i < SIBLINGS; i++) {
		if (start(SIBLING, &siblings[i]) != SYS_OK) {
			printf("fuzz: no process\n");
			return 1;
		}
	}
	for (u32 i = 0; i < calls;) {
		if (!call_at_random())
			continue;
		if (++i % PROGRESS == 0)
			printf("fuzz: %u of %u calls\n", i, calls);
	}
	sys_gate(&(struct sys_registers){ .eax = SYS_VM_LEAVE });
	while (victim_count > 0)
		kill_victim();
	changed = stop_siblings();
	printf("fuzz: %u calls, seed %u: ", calls, seed);
	if (changed == 0)
		printf("siblings unchanged\n");
	else
		printf("%u siblings changed\n", changed);
	return changed != 0;
}
