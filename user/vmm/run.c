/* run.c: the guest runs: it exits, is served, and goes on, until it ends. */
#include "run.h"
#include "cpu.h"
#include "memory.h"
#include "options.h"
#include "pic.h"
#include "pit.h"
#include "ports.h"
#include "stats.h"
#include "tiny.h"
#include "uart.h"

#include <sizes.h>
#include <stdio.h>
#include <sys_vm.h>

#define CALL_LENGTH  3u /* bytes of VMMCALL, HLT; CPUID, RDMSR and WRMSR */
#define HALT_LENGTH  1u
#define OTHER_LENGTH 2u

#define EFLAGS_IF    0x200u
#define EFLAGS_DOWN  0x400u
#define CR0_PAGING   0x80000000u
#define UNDEFINED    6u /* exceptions */
#define PROTECTION   13u

/* Why it exits, beside what sizes.h has. */
#define EXIT_INVD    0x76u
#define EXIT_INVALID 0xffffffffu

static const char *why; /* it ended; 0: it has not */
static u32 number;
static u32 has_window; /* it exits as soon as it lets in an interrupt */

void run_end(const char *reason, u32 with)
{
	if (why)
		return;
	why = reason;
	number = with;
}

static u32 reg(u32 r)
{
	u32 value = 0;

	sys_vm_get(r, &value);
	return value;
}

static void protection_fault(void)
{
	sys_vm_inject(EVENT_EXCEPTION, PROTECTION, 0, 1);
}

static void undefined_fault(void)
{
	sys_vm_inject(EVENT_EXCEPTION, UNDEFINED, 0, 0);
}

/* ---- why it exits --------------------------------------------------------------------------- */

static void serve_page(struct vm_exit *exit)
{
	u32 address = exit->next;

	if (address >= memory_size() && tiny_on_page()) {
		exit->eax = address;
		exit->eip = tiny_on_page();
		return;
	}
	if (memory_miss(address) != SYS_OK)
		run_end("looks for memory at 0x%x, where it can have none", address);
}

/* The low bytes of EAX change, the others stay; four of them are all. */
static void serve_register(struct vm_exit *exit, u32 port, u32 width)
{
	u32 mask = width == 4 ? 0xffffffff : (1u << width * 8) - 1;

	if (exit->io & SYS_VM_IO_OUT)
		ports_write(port, width, exit->eax & mask);
	else
		exit->eax = (exit->eax & ~mask) | (ports_read(port, width) & mask);
}

/* One element between a port and memory. */
static void move(u32 is_out, u32 port, u32 width, u8 *at)
{
	u32 value = 0;

	if (!is_out)
		value = ports_read(port, width);
	for (u32 i = 0; i < width; i++) {
		if (is_out)
			value |= (u32)at[i] << i * 8;
		else
			at[i] = (u8)(value >> i * 8);
	}
	if (is_out)
		ports_write(port, width, value);
}

/* Between a port and memory: by ESI or EDI, upwards or downwards, as often as ECX says or once.
 * Nothing tells where the guest's segments begin: they are taken to be all of memory. */
static void serve_string(const struct vm_exit *exit, u32 port, u32 width)
{
	u32 is_out = exit->io & SYS_VM_IO_OUT;
	u32 is_repeated = exit->io & SYS_VM_IO_REP;
	u32 pointer = is_out ? VM_ESI : VM_EDI;
	u32 address = reg(pointer);
	u32 times = is_repeated ? reg(VM_ECX) : 1;
	u32 step = reg(VM_EFLAGS) & EFLAGS_DOWN ? 0 - width : width;
	u8 *at;

	if (reg(VM_CR0) & CR0_PAGING)
		run_end("moves a string to or from port 0x%x with paging on: not served", port);
	for (; times > 0 && !why; times--, address += step) {
		at = memory_at(address, width);
		if (at)
			move(is_out, port, width, at);
		else
			run_end("moves a string where it has no memory, at 0x%x", address);
	}
	sys_vm_set(pointer, address);
	if (is_repeated)
		sys_vm_set(VM_ECX, times);
}

static void serve_port(struct vm_exit *exit)
{
	u32 port = exit->io >> 16;
	u32 width = exit->io & SYS_VM_IO_WIDTH;

	if (exit->io & SYS_VM_IO_STRING)
		serve_string(exit, port, width);
	else
		serve_register(exit, port, width);
	exit->eip = exit->next;
}

static void serve_msr(struct vm_exit *exit)
{
	if (cpu_register(exit))
		exit->eip += OTHER_LENGTH;
	else
		protection_fault();
}

static void serve_call(struct vm_exit *exit)
{
	if (tiny_call(exit))
		exit->eip += CALL_LENGTH;
	else
		undefined_fault();
}

static u32 is_interrupt(void)
{
	return pic_pending() || tiny_pending();
}

/* Others run meanwhile; if there are none, to look for input is to rest. */
static void serve_halt(struct vm_exit *exit)
{
	exit->eip += HALT_LENGTH;
	uart_flush();
	if (!(reg(VM_EFLAGS) & EFLAGS_IF))
		run_end("halts, and lets in no interrupt, at 0x%x", exit->eip);
	while (!why && !is_interrupt()) {
		uart_poll(1);
		sys_yield();
		pit_update();
	}
}

/* A tick of the host's clock, or input. */
static void serve_host(void)
{
	uart_flush();
	uart_poll(0);
}

static void serve(struct vm_exit *exit)
{
	switch (exit->reason) {
	case EXIT_IO:
		serve_port(exit);
		break;
	case EXIT_PAGE:
		serve_page(exit);
		break;
	case EXIT_HOST:
	case EXIT_HOST + 1: /* NMI, SMI, INIT */
	case EXIT_HOST + 2:
	case EXIT_HOST + 3:
		serve_host();
		break;
	case EXIT_WINDOW:
		has_window = 0;
		break;
	case EXIT_HALT:
		serve_halt(exit);
		break;
	case EXIT_CPUID:
		cpu_identify(exit);
		exit->eip += OTHER_LENGTH;
		break;
	case EXIT_MSR:
		serve_msr(exit);
		break;
	case EXIT_CALL:
		serve_call(exit);
		break;
	case EXIT_SHUTDOWN:
		run_end("faults three times, at 0x%x", exit->eip);
		break;
	case EXIT_INVD:
		exit->eip += OTHER_LENGTH;
		break;
	case EXIT_INVALID:
		run_end("is in a state that the processor refuses, at 0x%x", exit->eip);
		break;
	default: /* instructions that its processor has not */
		undefined_fault();
	}
}

/* One that is to be delivered already, as another exit came in between, comes first. */
static u32 lets_in(void)
{
	u32 shadow = 1;
	u32 event = 1;

	sys_vm_shadow(&shadow);
	sys_vm_event(&event);
	return !shadow && !event && (reg(VM_EFLAGS) & EFLAGS_IF);
}

/* An interrupt is delivered if the guest lets it in; else as soon as it does.  As long as it has
 * not exited for that, there is no need to ask. */
static void deliver(void)
{
	if (has_window || !is_interrupt())
		return;
	if (lets_in())
		sys_vm_inject(EVENT_INTERRUPT, pic_pending() ? pic_take() : tiny_take(), 0, 0);
	else
		has_window = sys_vm_window(1) == SYS_OK;
}

void run(const struct start *start)
{
	struct vm_exit exit = { .eip = start->eip, .eax = start->eax };

	while (!why) {
		stats_enter();
		if (sys_vm_run(exit.eip, exit.eax) || sys_vm_exit(&exit)) {
			run_end("cannot run at 0x%x", exit.eip);
			break;
		}
		stats_leave(&exit);
		serve(&exit);
		pit_update();
		deliver();
	}
	uart_flush();
	printf("\nvmm: the guest ");
	printf(why, number);
	printf("\n");
	stats_print(option_given("vm.stats"));
}
