/* panic.c: the kernel's last words.
 *
 * Nothing here trusts the state it finds: frame pointers are followed only upwards inside one stack
 * slot, and a panic inside a panic ends at once.
 */
#include "internal.h"

#include <sizes.h>

#include "symbols.h"

#define MAX_LINES 32

static const char *const exceptions[] = {
	"divide error",         "debug",
	"non-maskable interrupt", "breakpoint",
	"overflow",             "bound range exceeded",
	"invalid opcode",       "device not available",
	"double fault",         "coprocessor segment overrun",
	"invalid TSS",          "segment not present",
	"stack fault",          "general protection fault",
	"page fault",           "reserved exception",
	"floating-point error", "alignment check",
	"machine check",        "SIMD floating-point error",
};

const char *trap_name(u32 vector)
{
	if (vector < sizeof(exceptions) / sizeof(exceptions[0]))
		return exceptions[vector];
	return "interrupt";
}

/* How many entries of a table have an address up to this one.  Each begins with its address, and
 * they ascend. */
static u32 count_up_to(u32 address, const void *table, u32 size, u32 count)
{
	u32 low = 0;
	u32 high = count;

	while (low < high) {
		u32 middle = (low + high) / 2;

		if (*(const u32 *)((const u8 *)table + middle * size) <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct symbol *machine_symbol(u32 address, u32 *offset)
{
	u32 n = count_up_to(address, symbol_table, sizeof(symbol_table[0]), symbol_count);

	if (address < (u32)text_start || address >= (u32)text_end || n == 0)
		return 0;
	*offset = address - symbol_table[n - 1].address;
	return &symbol_table[n - 1];
}

/* Where in which file the code at address is. */
static void print_place(u32 address)
{
	u32 n = count_up_to(address, line_table, sizeof(line_table[0]), line_count);

	if (n > 0 && line_table[n - 1].line != 0)
		console_print("  %s:%u", line_table[n - 1].file, line_table[n - 1].line);
	console_print("\n");
}

/* One line of a backtrace.  A return address is looked up one byte before: a call that never
 * returns may be the last instruction of its function. */
static void print_frame(u32 number, u32 address, u32 is_return)
{
	u32 offset;
	const struct symbol *symbol = machine_symbol(address - is_return, &offset);

	if (symbol)
		console_print("  #%-2u 0x%08x %s+0x%x [%s]", number, address,
			      symbol->name, offset + is_return, symbol->layer);
	else
		console_print("  #%-2u 0x%08x not in the kernel\n", number, address);
	if (symbol)
		print_place(address - is_return);
}

static void end_repetition(u32 repeated)
{
	if (repeated > 0)
		console_print("      the same %u times more\n", repeated);
}

/* Is the word at address in the mapped half of some stack slot? */
static u32 is_on_stack(u32 address)
{
	return address % 4 == 0 && address >= STACK_BASE && address < STACK_TOP(NCTX - 1) &&
	       address % STACK_SLOT_SIZE >= STACK_SLOT_SIZE - STACK_SIZE;
}

static u32 stack_slot(u32 address)
{
	return (address - STACK_BASE) / STACK_SLOT_SIZE;
}

static u32 is_in_hole(u32 address)
{
	return address >= STACK_BASE && address < STACK_TOP(NCTX - 1) &&
	       address % STACK_SLOT_SIZE < STACK_SLOT_SIZE - STACK_SIZE;
}

static u32 from_user(const struct trapframe *frame)
{
	return frame->cs & 3;
}

/* In ring 0 the processor does not push esp: the interrupted stack goes on above the frame. */
static u32 interrupted_esp(const struct trapframe *frame)
{
	return from_user(frame) ? frame->esp : (u32)&frame->esp;
}

/* Did the interrupted code leave its stack for the hole below it?  A large frame may take esp
 * beyond the hole; then ebp still tells whose stack it was. */
static u32 has_overflowed(const struct trapframe *frame, u32 esp)
{
	u32 slot = stack_slot(fault_address());

	return is_in_hole(fault_address()) && !from_user(frame) &&
	       (stack_slot(esp) == slot || stack_slot(frame->ebp) == slot);
}

u32 is_stack_overflow(const struct trapframe *frame)
{
	return frame->trapno == TRAP_PAGE_FAULT && has_overflowed(frame, interrupted_esp(frame));
}

/* A thread and its stack slot have the same number. */
static void print_overflow(const struct trapframe *frame)
{
	u32 offset;
	const struct symbol *symbol = machine_symbol(frame->eip, &offset);

	console_print("\npanic: kernel stack overflow: thread %u, ",
		      stack_slot(is_on_stack(frame->ebp) ? frame->ebp : fault_address()));
	if (symbol)
		console_print("in %s (%s)\n", symbol->name, symbol->layer);
	else
		console_print("at 0x%08x, which is not in the kernel\n", frame->eip);
}

/* Print the callers, from the frame that ebp points to.  A recursion takes one line. */
static void print_callers(u32 number, u32 ebp)
{
	u32 repeated = 0;
	u32 last = 0;
	u32 lines = 0;

	while (lines < MAX_LINES && is_on_stack(ebp) && is_on_stack(ebp + 4)) {
		const u32 *frame = (const u32 *)ebp;

		if (frame[1] == 0) { /* a new thread has nowhere to return to */
			end_repetition(repeated);
			return;
		}
		if (frame[1] == last) {
			repeated++;
		} else {
			end_repetition(repeated);
			repeated = 0;
			print_frame(number, frame[1], 1);
			lines++;
		}
		number++;
		last = frame[1];
		if (frame[0] == 0) /* entry.S starts so */
			return;
		if (frame[0] <= ebp || stack_slot(frame[0]) != stack_slot(ebp))
			break;
		ebp = frame[0];
	}
	end_repetition(repeated);
	console_print("  the backtrace ends here: %s, ebp 0x%08x\n",
		      lines == MAX_LINES ? "too long" : "no older frame on this stack", ebp);
}

static void print_registers(const struct trapframe *f, u32 esp)
{
	console_print("  eax %08x  ebx %08x  ecx %08x  edx %08x\n", f->eax, f->ebx, f->ecx, f->edx);
	console_print("  esi %08x  edi %08x  ebp %08x  esp %08x\n", f->esi, f->edi, f->ebp, esp);
	console_print("  eip %08x  eflags %08x  cr2 %08x\n", f->eip, f->eflags, fault_address());
}

/* Registers and backtrace of the code that a trap interrupted, whose stack pointer was esp. */
static void print_interrupted(const struct trapframe *frame, u32 esp)
{
	u32 offset;
	u32 number = 0;

	print_registers(frame, esp);
	if (from_user(frame))
		return;
	print_frame(number++, frame->eip, 0);
	/* A wild call leaves the caller's address on top of the stack and no frame of its own. */
	if (!machine_symbol(frame->eip, &offset) && is_on_stack(esp))
		print_frame(number++, *(const u32 *)esp, 1);
	print_callers(number, frame->ebp);
}

static void begin_panic(void)
{
	static u32 panicking;

	if (panicking) {
		console_print("\npanic: inside a panic\n");
		machine_exit(MACHINE_PANIC);
	}
	panicking = 1;
	machine_watchdog_stop();
}

_Noreturn void panic(const char *format, ...)
{
	__builtin_va_list arguments;

	begin_panic();
	console_print("\npanic: ");
	__builtin_va_start(arguments, format);
	console_vprint(format, arguments);
	__builtin_va_end(arguments);
	console_print("\n");
	print_callers(0, (u32)__builtin_frame_address(0));
	machine_exit(MACHINE_PANIC);
}

_Noreturn void trap_panic(const struct trapframe *frame)
{
	begin_panic();
	if (is_stack_overflow(frame))
		print_overflow(frame);
	else if (frame->trapno == TRAP_PAGE_FAULT)
		console_print("\npanic: page fault: %s of address 0x%08x%s\n",
			      frame->err & 2 ? "write" : "read", fault_address(),
			      from_user(frame) ? " in ring 3" : "");
	else if (frame->trapno == TRAP_INVALID_OPCODE && !from_user(frame))
		console_print("\npanic: invalid opcode: an exercise that is not written yet, a "
		              "call whose PRE is false, or a wild jump\n");
	else
		console_print("\npanic: %s (trap %u, error 0x%x)%s\n", trap_name(frame->trapno),
			      frame->trapno, frame->err, from_user(frame) ? " in ring 3" : "");
	print_interrupted(frame, interrupted_esp(frame));
	machine_exit(MACHINE_PANIC);
}

_Noreturn void hang_panic(const struct trapframe *frame)
{
	begin_panic();
	console_print("\nhang: the watchdog ran out\n");
	print_interrupted(frame, interrupted_esp(frame));
	machine_exit(MACHINE_HANG);
}

/* The processor could not push a trap frame: most likely there is no stack left to push it on.
 * The task switch saved the interrupted registers. */
_Noreturn void double_fault_panic(void)
{
	const struct task_state *t = &kernel_task;
	struct trapframe frame = {
		.edi = t->edi, .esi = t->esi, .ebp = t->ebp, .ebx = t->ebx,
		.edx = t->edx, .ecx = t->ecx, .eax = t->eax, .trapno = TRAP_DOUBLE_FAULT,
		.eip = t->eip, .cs = t->cs, .eflags = t->eflags, .esp = t->esp, .ss = t->ss,
	};

	begin_panic();
	if (has_overflowed(&frame, t->esp))
		print_overflow(&frame);
	else if (!is_on_stack(t->esp))
		console_print("\npanic: double fault: esp 0x%08x is in no stack slot\n", t->esp);
	else
		console_print("\npanic: double fault\n");
	print_interrupted(&frame, t->esp);
	machine_exit(MACHINE_PANIC);
}
