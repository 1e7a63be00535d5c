/* stats.c: how often the guest exited and why, and where the time went. */
#include "stats.h"
#include "clock.h"

#include <sizes.h>
#include <stdio.h>

#define PORTS 0x10000u

struct kind {
	u32 reason;
	const char *name;
	u32 count;
};

static struct kind kinds[] = {
	{ EXIT_IO, "ports", 0 },
	{ EXIT_PAGE, "pages", 0 },
	{ EXIT_HOST, "host", 0 },
	{ EXIT_WINDOW, "windows", 0 },
	{ EXIT_HALT, "halts", 0 },
	{ EXIT_CPUID, "cpuid", 0 },
	{ EXIT_MSR, "msr", 0 },
	{ EXIT_CALL, "calls", 0 },
	{ EXIT_SHUTDOWN, "shutdown", 0 },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static u32 exits;
static u32 ports[PORTS]; /* exits by port */
static u64 entered;
static u64 left;

/* Counts of the processor's counter: until the guest began, in the guest, in the monitor. */
static u64 before;
static u64 inside;
static u64 outside;

void stats_start(void)
{
	left = clock_counts();
}

void stats_enter(void)
{
	entered = clock_counts();
	if (exits)
		outside += entered - left;
	else
		before = entered - left;
}

void stats_leave(const struct vm_exit *exit)
{
	left = clock_counts();
	inside += left - entered;
	exits++;
	if (exit->reason == EXIT_IO)
		ports[exit->io >> 16]++;
	for (u32 i = 0; i < KINDS; i++)
		if (kinds[i].reason == exit->reason)
			kinds[i].count++;
}

void stats_print(u32 all)
{
	printf("vmm: %u exits", exits);
	for (u32 i = 0; i < KINDS; i++)
		if (kinds[i].count)
			printf(", %s %u", kinds[i].name, kinds[i].count);
	printf("\n");
	if (!all)
		return;
	printf("vmm: RDTSC counted %u thousand before the guest began, %u thousand while it ran "
	       "and %u thousand in between\n", divide(before, 1000, 0), divide(inside, 1000, 0),
	       divide(outside, 1000, 0));
	printf("vmm: by port:");
	for (u32 i = 0; i < PORTS; i++)
		if (ports[i])
			printf(" %x: %u", i, ports[i]);
	printf("\n");
}
