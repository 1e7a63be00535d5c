/* PUCtx: the executable specification. */
#include <PUCtx.h>

void spec_uctx_new(thread_t t, image_t i, vaddr_t eip, vaddr_t esp)
{
	/*@ loop invariant 0 <= k <= UCTX_WORDS && ALL(j, k, UCTX(t, j) == 0);
	    loop assigns k, PUCtx.context[t];
	    loop variant UCTX_WORDS - k; */
	for (uword_t k = 0; k < UCTX_WORDS; k++)
		UCTX(t, k) = 0;
	UCTX(t, UCTX_EIP) = eip;
	UCTX(t, UCTX_ESP) = esp;
	UCTX(t, UCTX_EFLAGS) = USER_EFLAGS;
	UCTX(t, UCTX_CS) = USER_CODE;
	UCTX(t, UCTX_SS) = UCTX(t, UCTX_DS) = UCTX(t, UCTX_ES) = USER_DATA;
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
/*@ requires n < NMAPS && IS_USER_ACCESS(va);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, MAY_LOAD(n, va)); */
static flag_t may_load(map_t n, vaddr_t va)
{
	return va >= USER_BASE && MAP_PAGE(n, va) / PTE_USER % 2 == 1;
}

/*@ requires n < NMAPS && IS_USER_ACCESS(va);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, MAY_STORE(n, va)); */
static flag_t may_store(map_t n, vaddr_t va)
{
	return may_load(n, va) && MAP_PAGE(n, va) / PTE_WRITE % 2 == 1;
}

/*@ requires n < NMAPS && IS_USER_ACCESS(va);
    assigns \nothing;
    ensures RESULT == FAULT_ERROR(n, va, is_store != 0); */
static u32 fault_error(map_t n, vaddr_t va, flag_t is_store)
{
	return (va < USER_BASE || MAP_PAGE(n, va) != 0 ? 1 : 0) + (is_store ? 2 : 0) + 4;
}

/*@ requires at_PUCtx && n < NMAPS && IS_USER(va) && MAP_PAGE(n, va) != 0;
    assigns \nothing;
    ensures RESULT == MAP_WORD(n, va) && IS_WORD(RESULT) && IS_DATA(RESULT / PAGE_SIZE); */
static paddr_t map_word(map_t n, vaddr_t va)
{
	frame_t f = MAP_PAGE(n, va) / PAGE_SIZE;

	//@ assert f == MAP_PAGE(n, va) / PAGE_SIZE && LEAST_FRAME <= f && IS_DATA(f);
	paddr_t a = f * PAGE_SIZE + va % PAGE_SIZE;

	//@ assert va % PAGE_SIZE == va / 4 % ENTRIES * 4;
	//@ assert a == (f * ENTRIES + va / 4 % ENTRIES) * 4 && a / PAGE_SIZE == f;
	return a;
}

/*@ requires at_PUCtx && n < NMAPS && IS_USER(va) && MAP_PAGE(n, va) != 0;
    assigns \nothing;
    ensures RESULT == DATA_WORD(MAP_WORD(n, va)); */
static word_t data_word(map_t n, vaddr_t va)
{
	paddr_t a = map_word(n, va);

	return DATA_WORD(a);
}

u32 spec_uctx_run(thread_t t)
{
	u32 kind = PUCtx.access[t].kind;
	vaddr_t va = PUCtx.access[t].address;
	map_t n = MPTIntro.loaded - 1;
	u32 eax = UCTX(t, UCTX_EAX);

	//@ assert n == IN_USE && n < NMAPS;
	if ((kind == ACCESS_LOAD && !may_load(n, va)) ||
	    (kind == ACCESS_STORE && !may_store(n, va))) {
		UCTX(t, UCTX_ERROR) = fault_error(n, va, kind == ACCESS_STORE);
		return TRAP_PAGE_FAULT;
	}
	if (kind == ACCESS_LOAD)
		eax = data_word(n, va);
	if (kind == ACCESS_STORE)
		spec_page_store(map_word(n, va), PUCtx.access[t].value);
	PUCtx.access[t] = (struct access){ACCESS_NONE, 0, 0};
	PUCtx.kernel = Machine.cpu;
	Machine.cpu = (struct registers){UCTX(t, UCTX_EBX), UCTX(t, UCTX_ESI), UCTX(t, UCTX_EDI),
	                                 UCTX(t, UCTX_EBP), UCTX(t, UCTX_ESP), UCTX(t, UCTX_EIP)};
	Machine.scratch = (struct scratch){3, eax, UCTX(t, UCTX_ECX), UCTX(t, UCTX_EDX)};
	PUCtx.running = t + 1;
	return 0;
}

/* A trap: the registers go to the context of the program that ran, and the kernel's come back. */
/*@ requires at_PUCtx && PUCtx.running != 0;
    assigns PUCtx.running, PUCtx.context[RUNNER], Machine.cpu, Machine.scratch;
    ensures at_PUCtx && PUCtx.running == 0;
    ensures SAME_REGISTERS(Machine.cpu, PUCtx.kernel);
    ensures ALL(i, UCTX_WORDS, UCTX(OLD(RUNNER), i) == OLD(TRAP_WORD(i, number, error)));
    ensures IS_TRAP_RESULT(1, number); */
static void trap(u32 number, u32 error)
{
	thread_t t = PUCtx.running - 1;

	UCTX(t, UCTX_EBX) = Machine.cpu.ebx;
	UCTX(t, UCTX_ESI) = Machine.cpu.esi;
	UCTX(t, UCTX_EDI) = Machine.cpu.edi;
	UCTX(t, UCTX_EBP) = Machine.cpu.ebp;
	UCTX(t, UCTX_ESP) = Machine.cpu.esp;
	UCTX(t, UCTX_EIP) = Machine.cpu.eip;
	UCTX(t, UCTX_EAX) = Machine.scratch.eax;
	UCTX(t, UCTX_ECX) = Machine.scratch.ecx;
	UCTX(t, UCTX_EDX) = Machine.scratch.edx;
	UCTX(t, UCTX_TRAP) = number;
	UCTX(t, UCTX_ERROR) = error;
	Machine.cpu = PUCtx.kernel;
	Machine.scratch = (struct scratch){1, number, 0, 0};
	PUCtx.running = 0;
}

/*@ requires at_PUCtx && PUCtx.running != 0 && IS_USER_ACCESS(va);
    requires kind == ACCESS_LOAD || kind == ACCESS_STORE;
    assigns TRAP_ASSIGNS();
    ensures at_PUCtx && FAULTED_IF(1, va, kind, v); */
static void fault(u32 kind, vaddr_t va, word_t v)
{
	thread_t t = PUCtx.running - 1;
	map_t n = MPTIntro.loaded - 1;

	//@ assert n == IN_USE && n < NMAPS;
	UCTX(t, UCTX_FAULT) = va;
	PUCtx.access[t] = (struct access){kind, va, v};
	trap(TRAP_PAGE_FAULT, fault_error(n, va, kind == ACCESS_STORE));
}

u32 spec_user_load(uaddr_t va)
{
	map_t n = MPTIntro.loaded - 1;

	//@ assert n == IN_USE && n < NMAPS;
	if (may_load(n, va))
		return data_word(n, va);
	fault(ACCESS_LOAD, va, 0);
	return 0;
}

void spec_user_store(uaddr_t va, word_t v)
{
	map_t n = MPTIntro.loaded - 1;

	//@ assert n == IN_USE && n < NMAPS;
	if (may_store(n, va))
		spec_page_store(map_word(n, va), v);
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
