/* PUCtx: the executable specification. */
#include <PUCtx.h>

void spec_uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp)
{
	struct uctx *u = &PUCtx.context[t];

	*u = (struct uctx){0};
	u->word[UCTX_EIP] = eip;
	u->word[UCTX_ESP] = esp;
	u->word[UCTX_EFLAGS] = USER_EFLAGS;
	u->word[UCTX_CS] = USER_CODE;
	u->word[UCTX_SS] = u->word[UCTX_DS] = u->word[UCTX_ES] = USER_DATA;
	PUCtx.access[t] = (struct access){ACCESS_NONE, 0, 0};
	PUCtx.image[t] = i;
	PUCtx.made[t] = 1;
}

image_t spec_uctx_image(thread_t t)
{
	return PUCtx.image[t];
}

word_t spec_uctx_get(thread_t t, uword_t i)
{
	return UCTX(t, i);
}

void spec_uctx_set(thread_t t, uword_t i, word_t v)
{
	UCTX(t, i) = v;
	PUCtx.access[t] = (struct access){ACCESS_NONE, 0, 0};
}

/* Formulas as code: of an address that programs try, so what is not below user addresses is one. */
static flag_t may_load(map_t n, vaddr_t va)
{
	return va >= USER_BASE && MAP_PAGE(n, va) / PTE_USER % 2 == 1;
}

static flag_t may_store(map_t n, vaddr_t va)
{
	return may_load(n, va) && MAP_PAGE(n, va) / PTE_WRITE % 2 == 1;
}

static u32 fault_error(map_t n, vaddr_t va, flag_t is_store)
{
	return (va < USER_BASE || MAP_PAGE(n, va) != 0 ? 1 : 0) + (is_store ? 2 : 0) + 4;
}

static flag_t may_be_done(map_t n, const struct access *a)
{
	return a->kind == ACCESS_STORE ? may_store(n, a->address) : may_load(n, a->address);
}

u32 spec_uctx_run(thread_t t)
{
	const struct uctx *u = &PUCtx.context[t];
	struct access again = PUCtx.access[t];
	map_t n = MPTIntro.loaded - 1;
	u32 eax = u->word[UCTX_EAX];

	if (again.kind != ACCESS_NONE && !may_be_done(n, &again)) {
		UCTX(t, UCTX_ERROR) = fault_error(n, again.address, again.kind == ACCESS_STORE);
		return TRAP_PAGE_FAULT;
	}
	if (again.kind == ACCESS_LOAD)
		eax = DATA_WORD(MAP_WORD(n, again.address));
	if (again.kind == ACCESS_STORE)
		spec_page_store(MAP_WORD(n, again.address), again.value);
	PUCtx.access[t] = (struct access){ACCESS_NONE, 0, 0};
	PUCtx.kernel = Machine.cpu;
	Machine.cpu = (struct registers){u->word[UCTX_EBX], u->word[UCTX_ESI], u->word[UCTX_EDI],
	                                 u->word[UCTX_EBP], u->word[UCTX_ESP], u->word[UCTX_EIP]};
	Machine.scratch = (struct scratch){3, eax, u->word[UCTX_ECX], u->word[UCTX_EDX]};
	PUCtx.running = t + 1;
	return 0;
}

/* A trap: the registers go to the context of the program that ran, and the kernel's come back. */
static void trap(u32 number, u32 error)
{
	struct uctx *u = &PUCtx.context[PUCtx.running - 1];
	const struct registers *cpu = &Machine.cpu;

	u->word[UCTX_EBX] = cpu->ebx;
	u->word[UCTX_ESI] = cpu->esi;
	u->word[UCTX_EDI] = cpu->edi;
	u->word[UCTX_EBP] = cpu->ebp;
	u->word[UCTX_ESP] = cpu->esp;
	u->word[UCTX_EIP] = cpu->eip;
	u->word[UCTX_EAX] = Machine.scratch.eax;
	u->word[UCTX_ECX] = Machine.scratch.ecx;
	u->word[UCTX_EDX] = Machine.scratch.edx;
	u->word[UCTX_TRAP] = number;
	u->word[UCTX_ERROR] = error;
	Machine.cpu = PUCtx.kernel;
	Machine.scratch = (struct scratch){1, number, 0, 0};
	PUCtx.running = 0;
}

static void fault(u32 kind, vaddr_t va, word_t v)
{
	thread_t t = PUCtx.running - 1;

	UCTX(t, UCTX_FAULT) = va;
	PUCtx.access[t] = (struct access){kind, va, v};
	trap(TRAP_PAGE_FAULT, fault_error(MPTIntro.loaded - 1, va, kind == ACCESS_STORE));
}

u32 spec_user_load(uaddr_t va)
{
	map_t n = MPTIntro.loaded - 1;

	if (may_load(n, va))
		return DATA_WORD(MAP_WORD(n, va));
	fault(ACCESS_LOAD, va, 0);
	return 0;
}

void spec_user_store(uaddr_t va, word_t v)
{
	map_t n = MPTIntro.loaded - 1;

	if (may_store(n, va))
		spec_page_store(MAP_WORD(n, va), v);
	else
		fault(ACCESS_STORE, va, v);
}

void spec_user_syscall(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi)
{
	Machine.cpu.ebx = ebx;
	Machine.cpu.esi = esi;
	Machine.cpu.edi = edi;
	Machine.scratch = (struct scratch){3, eax, ecx, edx};
	trap(TRAP_SYSTEM_CALL, 0);
}
