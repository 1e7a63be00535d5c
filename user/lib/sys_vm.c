/* sys_vm.c: the system calls of the virtual machine. */
#include <sys_vm.h>

static struct sys_registers call(u32 number, u32 a, u32 b, u32 c, u32 d, u32 e)
{
	struct sys_registers r = { number, a, b, c, d, e };

	sys_gate(&r);
	return r;
}

static u32 call_with(u32 number, u32 a, u32 b)
{
	return call(number, a, b, 0, 0, 0).eax;
}

/* Ask something of the guest, with one argument at most and one result. */
static u32 ask(u32 number, u32 argument, u32 *result)
{
	struct sys_registers r = call(number, argument, 0, 0, 0, 0);

	if (r.eax == SYS_OK)
		*result = r.ebx;
	return r.eax;
}

u32 sys_vm_take(void)
{
	return call_with(SYS_VM_TAKE, 0, 0);
}

u32 sys_vm_leave(void)
{
	return call_with(SYS_VM_LEAVE, 0, 0);
}

/* A program's pages come when they are touched; only one that is there can be lent. */
u32 sys_vm_map(u32 page, void *memory)
{
	*(volatile u32 *)memory;
	return call_with(SYS_VM_MAP, page, (u32)memory);
}

u32 sys_vm_run(u32 eip, u32 eax)
{
	return call_with(SYS_VM_RUN, eip, eax);
}

u32 sys_vm_exit(struct vm_exit *exit)
{
	struct sys_registers r = call(SYS_VM_EXIT, 0, 0, 0, 0, 0);

	if (r.eax == SYS_OK)
		*exit = (struct vm_exit){ r.ebx, r.ecx, r.edx, r.esi, r.edi };
	return r.eax;
}

u32 sys_vm_sync(void)
{
	return call_with(SYS_VM_SYNC, 0, 0);
}

u32 sys_vm_get(u32 reg, u32 *value)
{
	return ask(SYS_VM_GET, reg, value);
}

u32 sys_vm_set(u32 reg, u32 value)
{
	return call_with(SYS_VM_SET, reg, value);
}

u32 sys_vm_seg(u32 segment, u32 selector, u32 base, u32 limit, u32 attributes)
{
	return call(SYS_VM_SEG, segment, selector, base, limit, attributes).eax;
}

u32 sys_vm_inject(u32 type, u32 vector, u32 error, u32 has_error)
{
	return call(SYS_VM_INJECT, type, vector, error, has_error, 0).eax;
}

u32 sys_vm_window(u32 open)
{
	return call_with(SYS_VM_WINDOW, open, 0);
}

u32 sys_vm_shadow(u32 *shadow)
{
	return ask(SYS_VM_SHADOW, 0, shadow);
}

u32 sys_vm_event(u32 *event)
{
	return ask(SYS_VM_EVENT, 0, event);
}

u32 sys_vm_reason(u32 *reason)
{
	return ask(SYS_VM_REASON, 0, reason);
}

u32 sys_vm_port(u32 *port)
{
	return ask(SYS_VM_PORT, 0, port);
}

u32 sys_vm_width(u32 *bytes)
{
	return ask(SYS_VM_WIDTH, 0, bytes);
}

u32 sys_vm_rep(u32 *repeated)
{
	return ask(SYS_VM_REP, 0, repeated);
}

u32 sys_vm_string(u32 *memory)
{
	return ask(SYS_VM_STRING, 0, memory);
}

u32 sys_vm_out(u32 *out)
{
	return ask(SYS_VM_OUT, 0, out);
}

u32 sys_vm_next(u32 *eip)
{
	return ask(SYS_VM_NEXT, 0, eip);
}

u32 sys_vm_fault(u32 *address)
{
	return ask(SYS_VM_FAULT, 0, address);
}
