/* sys.c: the gate, and the system calls through it. */
#include <sys.h>

#include <string.h>

/* The kernel may have stored to the program's memory. */
void sys_gate(struct sys_registers *r)
{
	__asm__ volatile("int %6"
			 : "+a"(r->eax), "+b"(r->ebx), "+c"(r->ecx), "+d"(r->edx), "+S"(r->esi),
			   "+D"(r->edi)
			 : "i"(SYS_TRAP)
			 : "memory", "cc");
}

static struct sys_registers call(u32 number, u32 a, u32 b, u32 c)
{
	struct sys_registers r = { number, a, b, c, 0, 0 };

	sys_gate(&r);
	return r;
}

/* Store the first result, if there is one. */
static u32 store(u32 *result, struct sys_registers r)
{
	if (r.eax == SYS_OK)
		*result = r.ebx;
	return r.eax;
}

u32 sys_getpid(void)
{
	return call(SYS_GETPID, 0, 0, 0).ebx;
}

void sys_yield(void)
{
	call(SYS_YIELD, 0, 0, 0);
}

_Noreturn void sys_exit(u32 status)
{
	for (;;)
		call(SYS_EXIT, status, 0, 0);
}

u32 sys_spawn(u32 file, u32 *pid)
{
	return store(pid, call(SYS_SPAWN, file, 0, 0));
}

u32 sys_kill(u32 pid)
{
	return call(SYS_KILL, pid, 0, 0).eax;
}

u32 sys_status(u32 pid, struct sys_status *status)
{
	struct sys_registers r = call(SYS_STATUS, pid, 0, 0);

	if (r.eax == SYS_OK)
		*status = (struct sys_status){ r.ebx, r.ecx, r.edx, r.esi };
	return r.eax;
}

u32 sys_send(u32 channel, u32 word)
{
	return call(SYS_SEND, channel, word, SYS_THEN_RETURN).eax;
}

u32 sys_send_yield(u32 channel, u32 word)
{
	return call(SYS_SEND, channel, word, SYS_THEN_YIELD).eax;
}

u32 sys_send_receive(u32 channel, u32 word, u32 *received)
{
	return store(received, call(SYS_SEND, channel, word, SYS_THEN_RECEIVE));
}

u32 sys_check(void)
{
	return call(SYS_CHECK, 0, 0, 0).ebx;
}

u32 sys_recv(u32 *word)
{
	return store(word, call(SYS_RECV, 0, 0, 0));
}

u32 sys_wait(u32 channel)
{
	return call(SYS_WAIT, channel, 0, 0).eax;
}

u32 sys_write(const char *bytes, u32 count)
{
	u32 words[SYS_CHARS / 4] = { 0 };
	struct sys_registers r;

	if (count > SYS_CHARS)
		return SYS_E_SIZE;
	memcpy(words, bytes, count);
	r = (struct sys_registers){ SYS_WRITE, count, words[0], words[1], words[2], words[3] };
	sys_gate(&r);
	return r.eax;
}

u32 sys_read(char *byte, u32 rest)
{
	struct sys_registers r = call(SYS_READ, rest, 0, 0);

	if (r.eax == SYS_OK)
		*byte = (char)r.ebx;
	return r.eax;
}

u32 sys_file_size(u32 file, u32 *bytes)
{
	return store(bytes, call(SYS_FILE_SIZE, file, 0, 0));
}

u32 sys_file_name(u32 file, char name[SYS_NAME_SIZE])
{
	struct sys_registers r = call(SYS_FILE_NAME, file, 0, 0);
	const u32 words[] = { r.ebx, r.ecx, r.edx, r.esi };

	if (r.eax == SYS_OK) {
		memcpy(name, words, sizeof(words));
		name[sizeof(words)] = '\0';
	}
	return r.eax;
}

/* The kernel stores to a page that is there; a program's pages come when they are touched. */
u32 sys_file_page(u32 file, u32 page, void *to)
{
	*(volatile u32 *)to;
	return call(SYS_FILE_PAGE, file, page, (u32)to).eax;
}

u32 sys_clock(u32 *khz, u32 *ticks)
{
	struct sys_registers r = call(SYS_CLOCK, 0, 0, 0);

	if (r.eax == SYS_OK) {
		*khz = r.ebx;
		*ticks = r.ecx;
	}
	return r.eax;
}

u32 sys_memory(u32 *kib)
{
	return store(kib, call(SYS_MEMORY, 0, 0, 0));
}
