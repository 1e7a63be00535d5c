/* guest.c: runs a guest: a small virtual machine monitor, on top of the whole stack.
 *
 * A guest is a program image like a process's: the process lends it the pages that it has at user
 * addresses from USER_BASE on, as it misses them.  guest/guest.h says what guests may want.
 */
#include "monitor.h"

#include <machine.h>
#include <sizes.h>

#include "guest/guest.h"

#define CALL_LENGTH 3u
#define TWO_BYTES   2u
#define EXITS_MOST  10000u
#define TURN        50000u /* microseconds that a guest runs at a time, and how many such it has */
#define TURNS       100u
#define WILD_TURN   1000u
#define PROTECTION  13u /* the exception */
#define PHYSICAL(va) ((va) - USER_BASE)

/* Frames that a guest's process gets, at most: its memory, and tables. */
#define FRAMES_OF_GUEST 64u

static struct run {
	u32 image;
	u32 ended;
	u32 exits;
	u32 turns;
	u32 on_page;  /* where a missed page leads, 0: nowhere */
	u32 waiting;  /* 1 + the interrupt that is to be delivered, 0: none */
	u32 kept, kept_low, kept_high; /* of PORT_KEEP, MSR_KEEP */
	u8 count;     /* of PORT_COUNT */
	u32 status;
	const char *why; /* it ended otherwise than by its own wish; 0: it did not */
	u32 number;      /* which address, or which exit */
} run;

/* What a wild guest runs is made by the seed, and it ends by any exit that is not the monitor's. */
static u32 wild_seed;

/* ---- primitives by name: a stack may end below them ----------------------------------------- */

static u32 call0(const char *name)
{
	return call_named(name, 0, 0);
}

static u32 call1(const char *name, u32 a)
{
	return call_named(name, 1, &a);
}

static u32 call2(const char *name, u32 a, u32 b)
{
	const u32 arguments[] = { a, b };

	return call_named(name, 2, arguments);
}

static u32 reg(u32 r)
{
	return call1("svm_get_reg", r);
}

static void set_reg(u32 r, u32 v)
{
	call2("svm_set_reg", r, v);
}

static void skip(u32 bytes)
{
	set_reg(VM_EIP, reg(VM_EIP) + bytes);
}

static u32 inject(u32 type, u32 vector, u32 error, u32 has_error)
{
	const u32 arguments[] = { type, vector, error, has_error };

	return call_named("vmcb_inject_event", 4, arguments);
}

/* ---- the guest's memory --------------------------------------------------------------------- */

/* The frame of the guest's page at gpa, which it gets now if it has none; 0: it has no memory
 * there. */
static frame_t frame_at(u32 gpa)
{
	u32 me = call0("get_curid");
	u32 va = USER_BASE + gpa / PAGE_SIZE * PAGE_SIZE;

	if (gpa >= GUEST_PAGES * PAGE_SIZE)
		return 0;
	if (call2("pt_read", me, va) == 0 && call1("proc_page", va) == 0)
		return 0;
	if (call1("npt_get", gpa / PAGE_SIZE) == 0)
		call2("vm_map", gpa / PAGE_SIZE, va);
	return call2("pt_read", me, va) / PAGE_SIZE;
}

static u32 load_byte(u32 gpa, u32 *byte)
{
	frame_t f = frame_at(gpa);

	if (!f)
		return 0;
	*byte = call1("page_load", f * PAGE_SIZE + gpa % PAGE_SIZE / 4 * 4) >> gpa % 4 * 8 & 0xff;
	return 1;
}

static u32 store_byte(u32 gpa, u32 byte)
{
	frame_t f = frame_at(gpa);
	u32 at = f * PAGE_SIZE + gpa % PAGE_SIZE / 4 * 4;
	u32 word;

	if (!f)
		return 0;
	word = call1("page_load", at) & ~(0xffu << gpa % 4 * 8);
	call2("page_store", at, word | byte << gpa % 4 * 8);
	return 1;
}

/* ---- why it exits --------------------------------------------------------------------------- */

static void end(const char *why, u32 number)
{
	run.ended = 1;
	run.why = why;
	run.number = number;
}

static void serve_page(void)
{
	u32 gpa = call0("svm_get_exit_fault_addr");

	if (frame_at(gpa))
		return;
	if (!run.on_page) {
		end("missed the page of address", gpa);
		return;
	}
	set_reg(VM_EAX, gpa);
	set_reg(VM_EIP, run.on_page);
}

static u32 read_port(u32 port, u32 width)
{
	u32 value = 0;

	if (port == PORT_KEEP)
		return run.kept;
	for (u32 i = 0; i < width && port == PORT_COUNT; i++)
		value |= (u32)run.count++ << i * 8;
	return port == PORT_COUNT ? value : 0xffffffff;
}

static void write_port(u32 port, u32 value)
{
	if (port == PORT_PRINT)
		console_putc((char)value);
	if (port == PORT_KEEP)
		run.kept = value;
}

/* The low bytes of EAX change, the others stay; four of them are all. */
static void serve_register(u32 port, u32 width, u32 is_write)
{
	u32 mask = width == 4 ? 0xffffffff : (1u << width * 8) - 1;

	if (is_write)
		write_port(port, reg(VM_EAX) & mask);
	else
		set_reg(VM_EAX, (reg(VM_EAX) & ~mask) | (read_port(port, width) & mask));
}

/* Between a port and memory: by ESI or EDI, upwards or downwards, as often as ECX says or once.
 * Segments are all of memory, but in real mode they begin at sixteen times their selector: there ES
 * and DS are taken to be 0. */
static void serve_string(u32 port, u32 width, u32 is_write)
{
	const u32 pointer = is_write ? VM_ESI : VM_EDI;
	u32 times = call0("svm_get_exit_io_rep") ? reg(VM_ECX) : 1;
	u32 step = reg(VM_EFLAGS) & 0x400 ? 0 - width : width;

	for (u32 n = 0; n < times && !run.ended; n++) {
		u32 value = is_write ? 0 : read_port(port, width);

		for (u32 i = 0; i < width; i++) {
			u32 byte = value >> i * 8 & 0xff;
			u32 at = reg(pointer) + i;

			if (!(is_write ? load_byte(at, &byte) : store_byte(at, byte)))
				end("moves a string where it has no memory, to or from", at);
			value |= is_write ? byte << i * 8 : 0;
		}
		if (is_write)
			write_port(port, value);
		set_reg(pointer, reg(pointer) + step);
	}
	if (call0("svm_get_exit_io_rep"))
		set_reg(VM_ECX, 0);
}

static void serve_port(void)
{
	u32 port = call0("svm_get_exit_io_port");
	u32 width = call0("svm_get_exit_io_width");
	u32 is_write = call0("svm_get_exit_io_write");

	if (call0("svm_get_exit_io_str"))
		serve_string(port, width, is_write);
	else
		serve_register(port, width, is_write);
	set_reg(VM_EIP, call0("svm_get_exit_io_neip"));
}

static void serve_cpuid(void)
{
	u32 is_first = reg(VM_EAX) == 0;

	set_reg(VM_EAX, is_first ? 1 : 0);
	set_reg(VM_EBX, is_first ? 0x61727453 : 0); /* "StrataStrata" */
	set_reg(VM_EDX, is_first ? 0x74536174 : 0);
	set_reg(VM_ECX, is_first ? 0x61746172 : 0);
	skip(TWO_BYTES);
}

/* The exit says by its first word whether it is WRMSR, but no primitive tells: it is by the way the
 * instruction is written, of which the second byte is 0x30 or 0x32. */
static void serve_msr(void)
{
	u32 second = 0;

	if (reg(VM_ECX) != MSR_KEEP || !load_byte(reg(VM_EIP) + 1, &second)) {
		inject(EVENT_EXCEPTION, PROTECTION, 0, 1);
		return;
	}
	if (second == 0x30) {
		run.kept_low = reg(VM_EAX);
		run.kept_high = reg(VM_EDX);
	} else {
		set_reg(VM_EAX, run.kept_low);
		set_reg(VM_EDX, run.kept_high);
	}
	skip(TWO_BYTES);
}

static void serve_call(void)
{
	switch (reg(VM_EAX)) {
	case CALL_ON_PAGE:
		run.on_page = reg(VM_EBX);
		break;
	case CALL_DELIVER:
		run.waiting = reg(VM_EBX) % 256 + 1;
		break;
	default:
		run.status = reg(VM_EBX);
		run.ended = 1;
	}
	skip(CALL_LENGTH);
}

static void serve_halt(void)
{
	if (run.waiting)
		skip(1);
	else
		end("halts, and no interrupt waits for it", reg(VM_EIP));
}

static void serve(u32 reason)
{
	switch (reason) {
	case EXIT_PAGE:
		serve_page();
		break;
	case EXIT_IO:
		serve_port();
		break;
	case EXIT_CPUID:
		serve_cpuid();
		break;
	case EXIT_MSR:
		serve_msr();
		break;
	case EXIT_CALL:
		serve_call();
		break;
	case EXIT_HALT:
		serve_halt();
		break;
	case EXIT_WINDOW:
		break;
	case EXIT_HOST:
		if (wild_seed || ++run.turns == TURNS)
			end("runs on without an end", reg(VM_EIP));
		break;
	case EXIT_SHUTDOWN:
		end("shuts down, by a fault that it cannot handle", reg(VM_EIP));
		break;
	default:
		end("does what no monitor serves: exit code", reason);
	}
}

/* An interrupt is delivered if the guest lets it in; else as soon as it does. */
static void deliver(void)
{
	if (!run.waiting || call0("vmcb_check_pending_event"))
		return;
	if (!(reg(VM_EFLAGS) & 0x200) || call0("vmcb_check_int_shadow")) {
		call1("svm_set_intercept_intwin", 1);
		return;
	}
	inject(EVENT_INTERRUPT, run.waiting - 1, 0, 0);
	run.waiting = 0;
}

/* ---- running -------------------------------------------------------------------------------- */

static u32 next_random(void)
{
	wild_seed ^= wild_seed << 13;
	wild_seed ^= wild_seed >> 17;
	wild_seed ^= wild_seed << 5;
	return wild_seed;
}

/* In real mode, with 64 KiB at address 0 in every segment. */
static void make_real(void)
{
	for (u32 s = SEG_ES; s <= SEG_GS; s++) {
		const u32 arguments[] = { s, 0, 0, 0xffff, s == SEG_CS ? 0x9b : 0x93 };

		call_named("vmcb_set_seg", 5, arguments);
	}
	set_reg(VM_CR0, 0x10);
}

/* All of its memory, and all of its registers but those that say in which mode it is. */
static void make_wild(void)
{
	for (u32 gpa = PAGE_SIZE; gpa < MEMORY; gpa += 4)
		call2("page_store", frame_at(gpa) * PAGE_SIZE + gpa % PAGE_SIZE, next_random());
	for (u32 r = VM_EAX; r <= VM_EBP; r++)
		set_reg(r, next_random() % 4 ? next_random() : next_random() % MEMORY);
	set_reg(VM_ESP, next_random() % MEMORY);
	set_reg(VM_EIP, PAGE_SIZE + next_random() % (MEMORY - PAGE_SIZE));
	if (next_random() % 4 == 0)
		make_real();
}

static void run_until_end(void)
{
	while (!run.ended) {
		machine_watchdog_pat();
		machine_guest_timer(wild_seed ? WILD_TURN : TURN);
		call0("svm_run");
		machine_guest_timer(0);
		call0("svm_sync");
		if (++run.exits > EXITS_MOST)
			end("exits without an end", reg(VM_EIP));
		if (!run.ended)
			serve(call0("svm_get_exit_reason"));
		if (!run.ended)
			deliver();
	}
}

/* Here the thread that lends the guest its memory begins; the monitor ends it. */
static void guest_thread(void)
{
	static const u32 entry = 6; /* word of an ELF file's header */

	call0("vm_take");
	call0("svm_reset");
	if (wild_seed) {
		make_wild();
	} else {
		set_reg(VM_EIP, PHYSICAL(call2("image_word", run.image, entry)));
		set_reg(VM_ESP, STACK);
	}
	set_reg(VM_EFLAGS, 2);
	run_until_end();
	call0("vm_leave");
	for (;;)
		call0("thread_yield");
}

/* Let it run to its end.  Returns 0 if the image is none that can be a process. */
static u32 run_image(u32 image)
{
	u32 t = call2("proc_create", image, (code_t)guest_thread);

	run = (struct run){ .image = image };
	if (t == NIL)
		return 0;
	while (!run.ended || call0("vm_owner") != NIL)
		call0("thread_yield");
	call2("thread_kill", READY_QUEUE, t);
	return 1;
}

void run_guest(u32 i)
{
	wild_seed = 0;
	if (!run_image(i)) {
		console_print("image %u is no program that can be run\n", i);
		return;
	}
	console_print("guest %s ", machine_image_name(i));
	if (run.why)
		console_print("%s 0x%x", run.why, run.number);
	else
		console_print("ended with status %u", run.status);
	console_print(", after %u exits\n", run.exits);
}

static u32 add_up(u32 sum, const u32 *from, const u32 *to)
{
	for (; from < to; from++)
		sum = (sum << 5 | sum >> 27) ^ *from;
	return sum;
}

/* Memory that no guest may change, as a sum in which every bit counts: the kernel's code, the
 * maps that say what a guest may do, and all frames but the first ones that are free, which are
 * what each of their processes gets. */
static u32 sum_of_memory(void)
{
	extern const char text_start[], text_end[];
	const u32 *frames = (const u32 *)(LEAST_PADDR + FRAMES_OF_GUEST * PAGE_SIZE);
	const u32 *permissions = (const u32 *)(PERMISSION_FRAME * PAGE_SIZE);
	u32 sum;

	sum = add_up(0, (const u32 *)text_start, (const u32 *)text_end);
	sum = add_up(sum, permissions, permissions + PERMISSION_FRAMES * ENTRIES);
	return add_up(sum, frames, (const u32 *)(call0("nps_get") * PAGE_SIZE));
}

void run_wild_guests(u32 i, u32 count, u32 seed)
{
	u32 before = sum_of_memory();
	u32 exits = 0;

	for (u32 n = 1; n <= count; n++) {
		wild_seed = (seed + n) * 2654435761u | 1;
		if (!run_image(i)) {
			console_print("image %u is no program that can be run\n", i);
			return;
		}
		exits += run.exits;
		if (n % 100 == 0)
			console_print("%u wild guests, %u exits\n", n, exits);
	}
	console_print("%u wild guests ran, with %u exits: the kernel's memory %s\n", count, exits,
		      sum_of_memory() == before ? "is as it was" : "HAS CHANGED");
}
