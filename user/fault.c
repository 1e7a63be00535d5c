/* fault: what ring 3 must not do, each by a process of its own: fault [NUMBER]
 *
 * The kernel ends each of these processes and says why.
 */
#include <process.h>
#include <stdio.h>

#define EVERY_FAULT 0u
#define CHILD       0x100u /* + number: commit it */

#define KERNEL       0x00100000u /* its image */
#define KERNEL_STACK 0xf0003ff0u
#define NOWHERE      0x90000000u

/* A compiler that knows the address would make of the access what it likes. */
static volatile u32 *at(u32 address)
{
	__asm__("" : "+r"(address));
	return (volatile u32 *)address;
}

static void read_null(void)
{
	*at(0);
}

static void write_null(void)
{
	*at(0) = 1;
}

static void read_kernel(void)
{
	*at(KERNEL);
}

static void write_kernel(void)
{
	*at(KERNEL) = 1;
}

static void read_kernel_stack(void)
{
	*at(KERNEL_STACK);
}

static void call_kernel(void)
{
	__asm__ volatile("call *%0" : : "r"(KERNEL));
}

static void write_code(void)
{
	*at((u32)write_code) = 1;
}

static const u32 constant = 1;

static void write_constant(void)
{
	*at((u32)&constant) = 2;
}

static void read_nowhere(void)
{
	*at(NOWHERE);
}

static void jump_nowhere(void)
{
	__asm__ volatile("jmp *%0" : : "r"(NOWHERE));
}

static void overflow_stack(void)
{
	__asm__ volatile("1: pushl %eax; jmp 1b");
}

static void divide_by_zero(void)
{
	u32 low = 1;
	u32 high = 0;

	__asm__ volatile("divl %2" : "+a"(low), "+d"(high) : "r"(0));
}

static void invalid_opcode(void)
{
	__asm__ volatile("ud2");
}

static void halt(void)
{
	__asm__ volatile("hlt");
}

static void clear_interrupts(void)
{
	__asm__ volatile("cli");
}

static void read_port(void)
{
	u8 value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "d"((u16)0x3f8));
}

static void write_port(void)
{
	__asm__ volatile("outb %0, %1" : : "a"((u8)0), "d"((u16)0xf4));
}

static void load_map(void)
{
	__asm__ volatile("movl %0, %%cr3" : : "r"(0));
}

static void load_kernel_segment(void)
{
	__asm__ volatile("movw %w0, %%ds" : : "r"(0x10));
}

static void page_fault_by_int(void)
{
	__asm__ volatile("int $14");
}

static void clock_by_int(void)
{
	__asm__ volatile("int $32");
}

static void single_step(void)
{
	__asm__ volatile("pushl $0x102; popfl; nop");
}

static void use_x87(void)
{
	__asm__ volatile("fninit");
}

static void use_sse(void)
{
	__asm__ volatile("xorps %xmm0, %xmm0");
}

static void run_guest(void)
{
	__asm__ volatile("vmrun" : : "a"(0));
}

static const struct {
	const char *what;
	void (*commit)(void);
} faults[] = {
	{ "reads at address 0", read_null },
	{ "writes at address 0", write_null },
	{ "reads the kernel's memory", read_kernel },
	{ "writes the kernel's memory", write_kernel },
	{ "reads the kernel's stack", read_kernel_stack },
	{ "calls the kernel", call_kernel },
	{ "writes its own code", write_code },
	{ "writes a constant", write_constant },
	{ "reads where it has no memory", read_nowhere },
	{ "jumps where it has no memory", jump_nowhere },
	{ "pushes until its stack is full", overflow_stack },
	{ "divides by 0", divide_by_zero },
	{ "executes what is no instruction", invalid_opcode },
	{ "halts the processor", halt },
	{ "disables interrupts", clear_interrupts },
	{ "reads a port", read_port },
	{ "writes a port", write_port },
	{ "loads a page map", load_map },
	{ "loads the kernel's data segment", load_kernel_segment },
	{ "pretends a page fault by int $14", page_fault_by_int },
	{ "pretends a tick by int $32", clock_by_int },
	{ "sets the trap flag", single_step },
	{ "runs a guest by itself", run_guest },
	{ "uses the floating-point unit", use_x87 },
	{ "uses SSE", use_sse },
};
#define FAULTS (sizeof(faults) / sizeof(faults[0]))

/* Returns 1 if a process that commits that fault is ended for it. */
static u32 is_ended(u32 number)
{
	u32 pid;
	u32 status;
	u32 error = sys_spawn(own_file(), &pid);

	if (error == SYS_OK)
		error = send_word(pid, CHILD + number);
	if (error != SYS_OK) {
		printf("fault: no process: %s\n", sys_error(error));
		return 0;
	}
	status = wait_for_end(pid);
	printf("fault %u: %s: ", number, faults[number - 1].what);
	if (status == SYS_FAULTED)
		printf("ended\n");
	else
		printf("not ended; its status is %u\n", status);
	return status == SYS_FAULTED;
}

int main(void)
{
	u32 word = start_word(EVERY_FAULT);
	u32 ended = 0;
	u32 first = word;
	u32 last = word;

	if (word > CHILD && word <= CHILD + FAULTS) {
		faults[word - CHILD - 1].commit();
		return 1;
	}
	if (word > FAULTS) {
		printf("fault: there are faults 1 to %u\n", FAULTS);
		return 1;
	}
	if (word == EVERY_FAULT) {
		first = 1;
		last = FAULTS;
	}
	for (u32 i = first; i <= last; i++)
		ended += is_ended(i);
	printf("fault: %u of %u processes were ended, and this one goes on\n", ended,
	       last - first + 1);
	return ended != last - first + 1;
}
