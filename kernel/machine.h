/* machine.h: what kernel/machine offers to main, the probe and the monitor; what it offers to the
 * layers is in machine/Machine.h.
 *
 * Trusted code only: a layer's module never includes this, it sees the primitives of Machine.h.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <sizes.h> /* USER_CODE and TRAP_PAGE_FAULT, which layers know, too */
#include <types.h>

/* How the kernel ended.  QEMU's own exit status is 2 * status + 1; a triple fault gives 0. */
enum machine_status {
	MACHINE_DONE = 16,
	MACHINE_PANIC = 17,
	MACHINE_HANG = 18,
	MACHINE_REBOOT = 19,
};

/* Segment selectors. */
#define KERNEL_CODE  0x08
#define KERNEL_DATA  0x10
#define TASK_KERNEL  0x28
#define TASK_DFAULT  0x30

#define TRAP_NMI          2u
#define TRAP_INVALID_OPCODE 6u
#define TRAP_DOUBLE_FAULT 8u

/* What a trap leaves on the kernel stack, lowest address first. */
struct trapframe {
	u32 edi, esi, ebp, oesp, ebx, edx, ecx, eax;
	u32 es, ds;
	u32 trapno, err;
	u32 eip, cs, eflags;
	u32 esp, ss; /* there only if the trap came from ring 3 */
};

typedef void (*trap_handler)(struct trapframe *frame);

/* From now on handler gets every trap but the NMI, the double fault and the overflow of a kernel
 * stack; the interrupted code goes on when it returns.  Until there is one (or with 0 again), a
 * trap is a panic. */
void machine_on_trap(trap_handler handler);

/* End the run.  Where there is no emulator to leave, the processor halts. */
_Noreturn void machine_exit(enum machine_status status);
/* Leave the emulator with MACHINE_REBOOT, or else reset the machine. */
_Noreturn void machine_reboot(void);

/* Print the message and a backtrace, exit with MACHINE_PANIC. */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The serial console.  Formats: %s %c %d %u %x %%, with an optional width, '-' or leading '0'. */
void console_init(void);
void console_putc(char c);
void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void console_vprint(const char *format, __builtin_va_list arguments);
/* The next character typed; waits for it. */
char console_getc(void);

/* Boot module i, page aligned in the direct map.  Returns 1, or 0 if there is no such module. */
u32 machine_module(u32 i, void **start, u32 *size);

/* The name that the boot loader gives program image i, or "". */
const char *machine_image_name(u32 i);

/* The name of the program that is to run first, of the kernel's command line, or "". */
const char *machine_first_program(void);

/* Let the guest exit by an interrupt after so many microseconds; 0: not any more. */
void machine_guest_timer(u32 microseconds);

/* Memory for the debugging tools of a kernel (kernel/lockstep), which the layers do not see.  They
 * say how many bytes they want; without them it is none.  It is zero as the emulator starts. */
extern u32 machine_private_size;
void *machine_private(void);

/* For the probe: a page of code that ring 3 may read, at a virtual address behind the kernel's
 * stacks, and so many pages of data behind it that ring 3 may write.  In all page maps that are
 * completed from now on, and in that of the boot. */
void machine_map_outside(u32 address, const void *code, u32 data_pages);
/* Let the guest find these pages in its memory, too, far behind what the layers' tables are for. */
void machine_map_guest(void);

/* Module 0 if it is a stream of calls (grade/probe/stream.h), or 0. */
struct stream;
struct stream *machine_stream(void);
/* Word i of the key of its calls: the machine has taken it out of memory, to where no module
 * gets. */
u32 machine_stream_key(u32 i);
/* Let a result leave the machine, if the stream says that results are reported. */
struct stream_result;
void machine_report(const struct stream_result *result);

/* The watchdog: unless patted again within about two seconds of virtual time, the run ends with a
 * backtrace and MACHINE_HANG.  It needs QEMU's ib700, or Bochs and a stream; without it nothing
 * happens. */
void machine_watchdog_pat(void);
void machine_watchdog_stop(void);

/* The time stamp counter: under -icount shift=0 one tick an instruction. */
u64 machine_ticks(void);

/* The function that holds address, or 0; *offset is the distance from its start.  The layer is that
 * of the room its source lies in. */
struct symbol {
	u32 address;
	const char *name;
	const char *layer;
};
const struct symbol *machine_symbol(u32 address, u32 *offset);

/* Damage the kernel on purpose, to test how it ends: panic, divide, page, overflow, hang, triple,
 * ...  Returns 0 if there is no test of that name.  In the debug build only. */
struct selftest {
	const char *name;
	const char *effect;
	void (*run)(void);
};
extern const struct selftest selftests[];
extern const u32 selftest_count;

#endif
