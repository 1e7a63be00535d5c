/* tiny.c: what the small guests of guest/ want of a monitor beside a PC: it is in guest/guest.h. */
#include "tiny.h"
#include "run.h"
#include "uart.h"

#include <sizes.h>
#include <sys_vm.h>

#define CALL_END     0u /* EBX: the status */
#define CALL_ON_PAGE 1u /* EBX: where a missed page leads from now on */
#define CALL_DELIVER 2u /* EBX: the vector of an interrupt */

static u32 is_here;
static u8 next_byte;
static u32 kept;
static u32 on_page;
static u32 waiting; /* vector + 1 of an interrupt that is to be delivered; 0: none */

void tiny_start(void)
{
	is_here = 1;
}

u32 tiny_read(u32 port)
{
	switch (port) {
	case TINY_COUNT:
		return next_byte++;
	case TINY_KEEP:
		return kept;
	default:
		return 0xff;
	}
}

void tiny_write(u32 port, u32 value)
{
	if (port == TINY_PRINT)
		uart_print(value & 0xff);
	if (port == TINY_KEEP)
		kept = value;
}

u32 tiny_call(const struct vm_exit *exit)
{
	u32 argument = 0;

	if (!is_here)
		return 0;
	sys_vm_get(VM_EBX, &argument);
	switch (exit->eax) {
	case CALL_END:
		run_end("ended with status %u", argument);
		break;
	case CALL_ON_PAGE:
		on_page = argument;
		break;
	case CALL_DELIVER:
		waiting = argument % 256 + 1;
		break;
	default:
		run_end("calls its monitor for 0x%x, which is nothing", exit->eax);
	}
	return 1;
}

u32 tiny_on_page(void)
{
	return on_page;
}

u32 tiny_pending(void)
{
	return waiting != 0;
}

u32 tiny_take(void)
{
	u32 vector = waiting - 1;

	waiting = 0;
	return vector;
}
