/* memory.c: the guest's physical memory: an array of the monitor's, which exists page by page as it
 * is used.
 *
 * A page becomes the guest's when the guest misses it, and with it those around it, as an exit
 * costs more than a page.  Behind its memory a guest finds a page that reads as all ones, as if
 * nobody drove the bus.  To make nothing of a store there would take a decoder of instructions; so
 * it goes into that page, until another one is missed.  The monitor says once that it was so.
 */
#include "memory.h"

#include <sizes.h>
#include <stdio.h>
#include <string.h>
#include <sys_vm.h>

#define TOGETHER 16u /* pages that become the guest's at once */

static _Alignas(PAGE_SIZE) u8 memory[MEMORY_MOST];
static _Alignas(PAGE_SIZE) u8 nobody[PAGE_SIZE];
static u32 size;
static u32 is_said;

void memory_start(u32 bytes)
{
	size = bytes;
}

u32 memory_size(void)
{
	return size;
}

u8 *memory_at(u32 address, u32 bytes)
{
	if (address > size || bytes > size - address)
		return 0;
	return memory + address;
}

/* Memory of a program is there once it is looked at; not before can a guest have it. */
static u32 give(u32 page, const u8 *from)
{
	(void)*(const volatile u8 *)from;
	return sys_vm_map(page, (void *)from);
}

static u32 miss_behind(u32 address)
{
	u32 error;

	memset(nobody, 0xff, PAGE_SIZE);
	error = give(address / PAGE_SIZE, nobody);
	if (!error && !is_said)
		printf("vmm: the guest looks for memory at 0x%x, where there is none\n", address);
	is_said = 1;
	return error;
}

u32 memory_miss(u32 address)
{
	u32 first = address / PAGE_SIZE / TOGETHER * TOGETHER;
	u32 error = SYS_OK;

	if (address >= size)
		return miss_behind(address);
	for (u32 p = first; p < first + TOGETHER && p < size / PAGE_SIZE && !error; p++)
		error = give(p, memory + p * PAGE_SIZE);
	return error;
}
