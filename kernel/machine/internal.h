/* internal.h: what the files of kernel/machine tell each other. */
#ifndef INTERNAL_H
#define INTERNAL_H

#include <machine.h>

typedef __SIZE_TYPE__ size_t;

/* The processor's state for one task; only the double fault switches tasks. */
struct task_state {
	u32 link;
	u32 esp0, ss0, esp1, ss1, esp2, ss2;
	u32 cr3, eip, eflags;
	u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u32 es, cs, ss, ds, fs, gs;
	u32 ldt, io_map;
};

extern struct task_state kernel_task; /* also what a double fault interrupted */

void descriptors_init(void);
void watchdog_init(void);
void console_flush(void); /* wait until the last character is on the line */

struct stream;
void report_init(const struct stream *stream);
u32 report_wanted(void);
void report_end(enum machine_status status); /* the last report, if there are any */

struct multiboot_info;
void svm_init(void); /* behind memory_init */
void memory_init(u32 magic, const struct multiboot_info *info);

_Noreturn void kernel_main(u32 magic, const struct multiboot_info *info);

const char *trap_name(u32 vector);
u32 is_stack_overflow(const struct trapframe *frame); /* a page fault below a kernel stack */
_Noreturn void trap_panic(const struct trapframe *frame);
_Noreturn void hang_panic(const struct trapframe *frame);
_Noreturn void double_fault_panic(void);

extern const u32 trap_stubs[256]; /* stubs.S */
void double_fault_entry(void);
void trap(struct trapframe *frame); /* the stubs' common path calls it */

void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
void *memmove(void *to, const void *from, size_t size);
int memcmp(const void *a, const void *b, size_t size);

extern const char text_start[], text_end[]; /* kernel.ld */

static inline void outb(u32 port, u32 value)
{
	__asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port));
}

static inline u32 inb(u32 port)
{
	u8 value;

	__asm__ volatile("inb %w1, %b0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline u32 fault_address(void)
{
	u32 address;

	__asm__ volatile("movl %%cr2, %0" : "=r"(address));
	return address;
}

#endif
