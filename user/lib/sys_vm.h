/* sys_vm.h: the system calls of the virtual machine, as C functions, in the manner of sys.h. */
#ifndef SYS_VM_H
#define SYS_VM_H

#include <sys.h>

struct vm_exit {
	u32 reason; /* EXIT_IO and so on: sizes.h */
	u32 io;     /* after EXIT_IO and EXIT_MSR: SYS_VM_IO_OUT and so on */
	u32 next;   /* after EXIT_IO EIP behind the instruction; after EXIT_PAGE the address */
	u32 eip;
	u32 eax;
};

u32 sys_vm_take(void);
u32 sys_vm_leave(void);
u32 sys_vm_map(u32 page, void *memory); /* of which the program may write to a page */
u32 sys_vm_run(u32 eip, u32 eax);
u32 sys_vm_exit(struct vm_exit *exit);
u32 sys_vm_sync(void);
u32 sys_vm_get(u32 reg, u32 *value);
u32 sys_vm_set(u32 reg, u32 value);
u32 sys_vm_seg(u32 segment, u32 selector, u32 base, u32 limit, u32 attributes);
u32 sys_vm_inject(u32 type, u32 vector, u32 error, u32 has_error);
u32 sys_vm_window(u32 open);
u32 sys_vm_shadow(u32 *shadow);
u32 sys_vm_event(u32 *event);
u32 sys_vm_reason(u32 *reason);
u32 sys_vm_port(u32 *port);
u32 sys_vm_width(u32 *bytes);
u32 sys_vm_rep(u32 *repeated);
u32 sys_vm_string(u32 *memory);
u32 sys_vm_out(u32 *out);
u32 sys_vm_next(u32 *eip);
u32 sys_vm_fault(u32 *address);

#endif
