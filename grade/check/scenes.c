/* scenes: see scope.h */
#include <string.h>

#include <devices.h>
#include <machine/VMCB.h>
#include <sizes.h>
#include <syscall.h>
#include "grade/environment.h"
#include "scope.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct step {
	const char *name;
	u32 argument[MAX_ARGUMENTS];
};

/* There are two processes, made in one of these ways, and the first one runs and has a page. */
static const struct step beginning[] = {
	{"proc_start", {0, ENTRY_MARK}}, {"proc_start", {0, ENTRY_MARK}},
	{"proc_create", {0, ENTRY_MARK}}, {"proc_create", {0, ENTRY_MARK}},
	{"proc_launch", {0}}, {"proc_launch", {0}}, {"proc_main", {0}},
	{"thread_yield", {0}}, {"proc_page", {ROOM + 4}},
};

/* Any event misses its row of the guest's table. */
#define EVENTS_MISS {"vmcb_set_seg", {SEG_IDTR, 0, 0x3000, 0xffff, 0}}

enum {
	STEPS = 16,
	WITHOUT_GUESTS = 2, /* the last scenes: the processor has none; the program is another */
};

static const struct scene {
	const char *needs; /* a primitive */
	struct step step[STEPS];
} scenes[] = {
	{"proc_main", {{"prog_store", {ROOM + 4, 7}}}},
	{"proc_run", {{"proc_page", {CODE}}}},
	{"proc_run", {{"proc_page", {STACK}}}}, /* now no frame is left */
	{"proc_run", {{"console_type", {255}}, {"console_type", {0}}}},
	{"proc_run", {{"console_type", {0}}}},
	{"proc_run", {{"chan_send", {1, 0xFFFFFFFF}}, {"chan_send", {2, 5}}}},
	/* The second process runs, and has a page, too. */
	{"proc_run", {{"thread_yield", {0}}, {"proc_page", {ROOM + 4}}}},
	/* The second process sleeps; where there is a word; and the kernel's own thread, too. */
	{"proc_run", {{"thread_yield", {0}}, {"thread_sleep", {1}}, {"thread_yield", {0}}}},
	{"proc_run", {{"chan_send", {1, 8}}, {"thread_yield", {0}}, {"chan_wait", {1}},
	              {"thread_yield", {0}}}},
	{"proc_run", {{"chan_send", {1, 8}}, {"thread_yield", {0}}, {"thread_sleep", {1}},
	              {"thread_sleep", {1}}}},
	/* It does by a system call, for another channel than before. */
	{"trap_serve", {{"chan_send", {1, 8}}, {"thread_yield", {0}},
	                {"proc_run", {0}}, {"user_syscall", {SYS_WAIT, 2}},
	                {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}},
	                {"proc_run", {0}}, {"user_syscall", {SYS_WAIT, 1}},
	                {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}}}},
	{"trap_serve", {{"thread_yield", {0}},
	                {"proc_run", {0}}, {"user_syscall", {SYS_WAIT, 2}}, {"sys_wait", {0}},
	                {"proc_run", {0}}, {"user_syscall", {SYS_WAIT, 0}}, {"sys_wait", {0}},
	                {"thread_sleep", {2}}, {"thread_yield", {0}}}},
	{"trap_serve", {{"chan_send", {2, 8}}, {"thread_yield", {0}},
	                {"proc_run", {0}}, {"user_syscall", {SYS_WAIT, 2}},
	                {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}},
	                {"thread_sleep", {2}}}},
	/* The first one is to receive a word, once; and is not, as its own was not sent. */
	{"proc_turn", {{"proc_run", {0}}, {"user_syscall", {SYS_SEND, 1, 5, SYS_THEN_RECEIVE}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}},
	               {"thread_yield", {0}}, {"proc_turn", {0}}, {"proc_turn", {0}},
	               {"chan_send", {1, 8}},
	               {"proc_run", {0}}, {"user_syscall", {SYS_SEND, 1, 5, SYS_THEN_RECEIVE}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"proc_turn", {0}}}},
	/* It only lets the others run; then there is none to be received, and it is to end. */
	{"proc_turn", {{"proc_run", {0}}, {"user_syscall", {SYS_SEND, 1, 5, SYS_THEN_YIELD}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}},
	               {"thread_yield", {0}}, {"proc_turn", {0}}, {"chan_recv", {0}},
	               {"proc_run", {0}}, {"user_syscall", {SYS_SEND, 2, 5, SYS_THEN_RECEIVE}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}},
	               {"thread_yield", {0}}, {"sys_exit", {6}}, {"proc_turn", {0}}}},
	/* One was that has ended: the next of its number is not. */
	{"proc_turn", {{"thread_yield", {0}},
	               {"proc_run", {0}}, {"user_syscall", {SYS_SEND, 1, 5, SYS_THEN_RECEIVE}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}},
	               {"thread_yield", {0}}, {"sys_exit", {6}}, {"proc_leave", {0}},
	               {"thread_yield", {0}}, {"thread_yield", {0}},
	               {"thread_kill", {READY_QUEUE, 2}}}},
	{"proc_turn", {{"thread_yield", {0}},
	               {"proc_run", {0}}, {"user_syscall", {SYS_SEND, 1, 5, SYS_THEN_RECEIVE}},
	               {"trap_serve", {TRAP_SYSTEM_CALL, ENTRY_MARK}}, {"thread_yield", {0}},
	               {"thread_yield", {0}}, {"sys_exit", {6}}, {"proc_leave", {0}},
	               {"thread_yield", {0}}, {"thread_yield", {0}},
	               {"thread_kill", {READY_QUEUE, 2}}, {"proc_start", {0, ENTRY_MARK}},
	               {"thread_yield", {0}}, {"thread_yield", {0}}, {"proc_turn", {0}}}},
	/* It is about to end, it has ended, it is gone; or the first one is about to end. */
	{"sys_exit", {{"thread_yield", {0}}, {"sys_exit", {6}}, {"thread_yield", {0}},
	              {"thread_yield", {0}}}},
	{"sys_exit", {{"thread_yield", {0}}, {"sys_exit", {6}}, {"proc_leave", {0}},
	              {"thread_yield", {0}}, {"thread_yield", {0}}}},
	{"sys_exit", {{"thread_yield", {0}}, {"sys_exit", {6}}, {"proc_leave", {0}},
	              {"thread_yield", {0}}, {"thread_yield", {0}},
	              {"thread_kill", {READY_QUEUE, 2}}}},
	{"sys_exit", {{"sys_exit", {6}}}},
	{"trap_serve", {{"thread_yield", {0}}, {"proc_run", {0}}, {"user_load", {HOLE}},
	                {"trap_serve", {TRAP_PAGE_FAULT, ENTRY_MARK}}, {"thread_yield", {0}},
	                {"thread_yield", {0}}}},
	/* It was given a page, and not another one; or so was one that had its number before. */
	{"page_fault", {{"proc_run", {0}}, {"user_load", {STACK + 8}}, {"page_fault", {0}},
	                {"proc_run", {0}}, {"user_load", {HOLE}}, {"page_fault", {0}},
	                {"uctx_set", {1, UCTX_EIP, CODE + 4}}}},
	{"page_fault", {{"thread_yield", {0}}, {"proc_run", {0}}, {"user_load", {STACK + 8}},
	                {"page_fault", {0}}, {"sys_exit", {6}}, {"proc_leave", {0}},
	                {"thread_yield", {0}}, {"thread_yield", {0}},
	                {"thread_kill", {READY_QUEUE, 2}}, {"proc_start", {0, ENTRY_MARK}}}},
	/* The virtual machine is the first one's, or the second one's. */
	{"vm_take", {{"vm_take", {0}}, {"svm_set_reg", {VM_EIP, 8}}, {"svm_set_reg", {VM_EAX, 9}},
	             {"svm_set_reg", {VM_EBP, 10}}}},
	{"vm_take", {{"thread_yield", {0}}, {"vm_take", {0}}, {"thread_yield", {0}},
	             {"thread_yield", {0}}}},
	{"vm_take", {{"vm_take", {0}}, {"vm_map", {0, ROOM}},
	             {"vm_map", {GUEST_PAGES - 1, ROOM}}}},
	/* Its guest has exited. */
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_in", {0xffff, 1}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_out", {0x1234, 4, 7}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_rdmsr", {7}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_wrmsr", {7, 8, 9}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_halt", {0}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_run", {0}}, {"guest_load", {36}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_set_intercept_intwin", {1}}, {"svm_run", {0}},
	             {"guest_halt", {0}}}},
	{"vm_take", {{"vm_take", {0}}, {"svm_set_intercept_intwin", {1}}, {"svm_run", {0}},
	             {"guest_sti", {0}}}},
	{"vm_take", {{"vm_take", {0}}, EVENTS_MISS,
	             {"vmcb_inject_event", {EVENT_EXCEPTION, 13, 7, 1}}, {"svm_run", {0}}}},
	{"vm_take", {{"vm_take", {0}}, EVENTS_MISS,
	             {"vmcb_inject_event", {EVENT_INTERRUPT, 33, 0, 0}}, {"svm_run", {0}},
	             {"vmcb_inject_event", {EVENT_EXCEPTION, 13, 7, 1}}}},
	/* Without guests; and yet somebody has the virtual machine. */
	{"proc_run", {{"proc_page", {CODE}}}},
	{"vm_take", {{"vm_take", {0}}}},
};

_Static_assert(COUNT(scenes) <= SCENES, "more scenes: raise SCENES");
_Static_assert(COUNT(beginning) + STEPS + 2 <= SCENE_LENGTH, "longer scenes: raise SCENE_LENGTH");

unsigned scene_count(const struct layer_spec *layer)
{
	return primitive_at(layer, "uctx_arg") >= 0 ? COUNT(scenes) : 0;
}

unsigned scene_start(unsigned scene, unsigned starts)
{
	return scene + WITHOUT_GUESTS < COUNT(scenes) ? starts - 2 : starts - 1;
}

static unsigned add(const struct layer_spec *layer, const struct step *step, struct call *out)
{
	int primitive = step->name == NULL ? -1 : primitive_at(layer, step->name);

	if (primitive < 0)
		return 0;
	out->primitive = (unsigned)primitive;
	memcpy(out->argument, step->argument, sizeof out->argument);
	return 1;
}

unsigned scene_calls(const struct layer_spec *layer, unsigned scene, struct call *out)
{
	const struct scene *now = &scenes[scene];
	const struct step first = {layer->init, {0}};
	const struct step last = {"proc_run", {0}};
	unsigned n = 0;

	if (primitive_at(layer, now->needs) < 0)
		return 0;
	n += add(layer, &first, out + n);
	for (unsigned i = 0; i < COUNT(beginning); i++)
		n += add(layer, &beginning[i], out + n);
	for (unsigned i = 0; i < COUNT(now->step); i++)
		n += add(layer, &now->step[i], out + n);
	return n + add(layer, &last, out + n);
}

unsigned scope_part(const struct layer_spec *layer)
{
	return scene_count(layer) != 0 ? 16 : 1;
}

unsigned scope_walk_length(const struct layer_spec *layer)
{
	return WALK_LENGTH / scope_part(layer);
}
