/* descriptors.c: segments, tasks and interrupt gates, loaded once. */
#include "internal.h"

#include <sizes.h>

#define ACCESS_TASK      0x89u /* available 32-bit TSS */
#define ACCESS_INTERRUPT 0x8eu /* interrupt gate: interrupts stay off in the kernel */
#define ACCESS_TASK_GATE 0x85u
#define ACCESS_DPL3      0x60u

#define VECTORS       256u
#define EFLAGS_ALWAYS 0x2u

struct table_pointer {
	u16 limit;
	u32 base;
} __attribute__((packed));

/* Flat segments: all of the address space, so that protection is paging's alone. */
static u64 gdt[] = {
	0,
	0x00cf9a000000ffffull, /* KERNEL_CODE */
	0x00cf92000000ffffull, /* KERNEL_DATA */
	0x00cffa000000ffffull, /* USER_CODE */
	0x00cff2000000ffffull, /* USER_DATA */
	0,                     /* TASK_KERNEL */
	0,                     /* TASK_DFAULT */
};

static u64 idt[VECTORS];
static u32 double_fault_stack[1024];

struct task_state kernel_task = {
	.esp0 = STACK_TOP(0),
	.ss0 = KERNEL_DATA,
	.io_map = sizeof(struct task_state) << 16,
};
static struct task_state double_fault_task = {
	.eflags = EFLAGS_ALWAYS,
	.es = KERNEL_DATA,
	.cs = KERNEL_CODE,
	.ss = KERNEL_DATA,
	.ds = KERNEL_DATA,
	.fs = KERNEL_DATA,
	.gs = KERNEL_DATA,
	.io_map = sizeof(struct task_state) << 16,
};

static u64 task_descriptor(const struct task_state *task)
{
	u32 base = (u32)task;
	u32 low = base << 16 | (sizeof(*task) - 1);
	u32 high = (base & 0xff000000u) | ACCESS_TASK << 8 | (base >> 16 & 0xff);

	return (u64)high << 32 | low;
}

static u64 gate(u32 selector, u32 entry, u32 access)
{
	u32 low = selector << 16 | (entry & 0xffff);
	u32 high = (entry & 0xffff0000u) | access << 8;

	return (u64)high << 32 | low;
}

/* The interrupts that ring 3 may raise itself: breakpoint, overflow, system call. */
static u32 may_be_raised(u32 vector)
{
	return vector == 3 || vector == 4 || vector == TRAP_SYSTEM_CALL;
}

void descriptors_init(void)
{
	struct table_pointer gdt_pointer = { sizeof(gdt) - 1, (u32)gdt };
	struct table_pointer idt_pointer = { sizeof(idt) - 1, (u32)idt };
	u32 cr3;

	__asm__ volatile("movl %%cr3, %0" : "=r"(cr3));
	double_fault_task.cr3 = cr3;
	double_fault_task.eip = (u32)double_fault_entry;
	double_fault_task.esp = (u32)(double_fault_stack + 1024);
	gdt[TASK_KERNEL / 8] = task_descriptor(&kernel_task);
	gdt[TASK_DFAULT / 8] = task_descriptor(&double_fault_task);

	for (u32 v = 0; v < VECTORS; v++)
		idt[v] = gate(KERNEL_CODE, trap_stubs[v],
			      ACCESS_INTERRUPT | (may_be_raised(v) ? ACCESS_DPL3 : 0));
	idt[TRAP_DOUBLE_FAULT] = gate(TASK_DFAULT, 0, ACCESS_TASK_GATE);

	__asm__ volatile("lgdt %0\n\t"
			 "ljmp %1, $1f\n"
			 "1:\tmovl %2, %%ds\n\t"
			 "movl %2, %%es\n\t"
			 "movl %2, %%fs\n\t"
			 "movl %2, %%gs\n\t"
			 "movl %2, %%ss\n\t"
			 "ltr %w3\n\t"
			 "lidt %4"
			 :
			 : "m"(gdt_pointer), "i"(KERNEL_CODE), "r"(KERNEL_DATA), "r"(TASK_KERNEL),
			   "m"(idt_pointer)
			 : "memory");

	outb(0x21, 0xff); /* no device may interrupt until a layer asks for it */
	outb(0xa1, 0xff);
}
