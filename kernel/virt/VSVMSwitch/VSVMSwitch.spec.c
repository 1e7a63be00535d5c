/* VSVMSwitch: the executable specification. */
#include <VSVMSwitch.h>

word_t spec_svm_get(vreg_t r)
{
	return VSVMSwitch.reg[r];
}

void spec_svm_set(vreg_t r, word_t v)
{
	VSVMSwitch.reg[r] = v;
}

/* Formulas as code: of an address that guests try. */
/*@ requires IS_TRIED(gpa);
    assigns \nothing;
    ensures RESULT == GUEST_FRAME(gpa); */
static frame_t guest_frame(gaddr_t gpa)
{
	if (GPAGE_OF(gpa) >= GUEST_PAGES)
		return 0;
	return VNPTIntro.page[GPAGE_OF(gpa)];
}

/*@ requires at_VSVMSwitch && IS_TRIED(gpa) && GUEST_FRAME(gpa) != 0;
    assigns \nothing;
    ensures RESULT == GUEST_WORD(gpa) && RESULT == GUEST_STORE(gpa);
    ensures IS_WORD(RESULT) && IS_DATA(RESULT / PAGE_SIZE); */
static paddr_t guest_word(gaddr_t gpa)
{
	//@ assert IS_LENT_BY(VNPTInit.owner - 1, GPAGE_OF(gpa));
	//@ assert IS_DATA(VNPTIntro.page[GPAGE_OF(gpa)]);
	paddr_t a = GUEST_WORD(gpa);

	//@ assert gpa % PAGE_SIZE == gpa / 4 % ENTRIES * 4;
	//@ assert a / PAGE_SIZE == VNPTIntro.page[GPAGE_OF(gpa)];
	return a;
}

/*@ requires at_VSVMSwitch && IS_TRIED(gpa) && GUEST_FRAME(gpa) != 0;
    assigns \nothing;
    ensures RESULT == DATA_WORD(GUEST_WORD(gpa)) && RESULT == DATA_WORD(GUEST_STORE(gpa)); */
static word_t data_word(gaddr_t gpa)
{
	paddr_t a = guest_word(gpa);

	return DATA_WORD(a);
}

/* A store that is done is one to data memory alone, which no invariant is about. */
/*@ requires at_VSVMSwitch && IS_TRIED(gpa) && GUEST_FRAME(gpa) != 0;
    assigns page_store_ASSIGNS(GUEST_STORE(gpa), v);
    ensures at_VSVMSwitch;
    ensures STORED_IF(1, OLD(GUEST_STORE(gpa)), v); */
static void store_word(gaddr_t gpa, word_t v)
{
	paddr_t a = guest_word(gpa);

	spec_page_store(a, v);
	//@ assert invariant_MPTIntro && invariant_MPTNew;
	//@ assert at_PUCtx && invariant_PProc;
	//@ assert at_VNPTInit && invariant_VSVMSwitch;
}

/* Why the guest exited. */
/*@ assigns EXIT_ASSIGNS();
    ensures EXIT_SAYS_IF(1, code, info_1, high_1, info_2); */
static void set_exit(u32 code, u32 info_1, u32 high_1, u32 info_2)
{
	VMCB.word[VMCB_EXIT_CODE] = code;
	VMCB.word[VMCB_EXIT_CODE + 1] = 0;
	VMCB.word[VMCB_EXIT_INFO_1] = info_1;
	VMCB.word[VMCB_EXIT_INFO_1 + 1] = high_1;
	VMCB.word[VMCB_EXIT_INFO_2] = info_2;
	VMCB.word[VMCB_EXIT_INFO_2 + 1] = 0;
	VMCB.word[VMCB_EXIT_EVENT] = 0;
	VMCB.word[VMCB_EXIT_EVENT + 1] = 0;
}

/* The processor looks at the nested tables as they are. */
/*@ assigns VSVMSwitch.seen[0 .. GUEST_PAGES - 1];
    ensures ALL(g, GUEST_PAGES, VSVMSwitch.seen[g] == VNPTIntro.page[g]); */
static void see_pages(void)
{
	/*@ loop invariant 0 <= g <= GUEST_PAGES;
	    loop invariant ALL(k, g, VSVMSwitch.seen[k] == VNPTIntro.page[k]);
	    loop assigns g, VSVMSwitch.seen[0 .. GUEST_PAGES - 1];
	    loop variant GUEST_PAGES - g; */
	for (gpage_t g = 0; g < GUEST_PAGES; g++)
		VSVMSwitch.seen[g] = VNPTIntro.page[g];
}

/* The event is not delivered: the guest has no page for its row. */
/*@ requires IS_TRIED(EVENT_ROW);
    assigns EXIT_ASSIGNS(), VMCB.word[VMCB_EVENT];
    ensures ALL_FROM(k, VMCB_EXIT_CODE, EXIT_WORDS, VMCB.word[k] == OLD(
        k == VMCB_EXIT_EVENT ? VMCB.word[VMCB_EVENT]
        : k == VMCB_EXIT_EVENT + 1 ? VMCB.word[VMCB_EVENT_ERROR]
        : EXIT_WORD(k, EXIT_PAGE, PAGE_INFO(0), 1, EVENT_ROW)));
    ensures VMCB.word[VMCB_EVENT] == 0; */
static void miss_row(void)
{
	u32 event = VMCB.word[VMCB_EVENT];

	set_exit(EXIT_PAGE, 4, 1, VMCB.word[VMCB_SEGMENT(SEG_IDTR) + 2] + event % 256 * 8);
	VMCB.word[VMCB_EXIT_EVENT] = event;
	VMCB.word[VMCB_EXIT_EVENT + 1] = VMCB.word[VMCB_EVENT_ERROR];
	VMCB.word[VMCB_EVENT] = 0;
}

void spec_svm_switch(void)
{
	struct attempt tried = VSVMSwitch.attempt;
	flag_t again = IS_PAGE_ATTEMPT(tried) && VMCB.word[VMCB_EIP] == tried.eip;
	u32 eax = VMCB.word[VMCB_EAX];

	see_pages();
	if (VMCB.word[VMCB_EVENT] != 0) {
		miss_row();
		return;
	}
	if (VMCB.word[VMCB_INT_CTL] == INT_MASKING + INT_WAITS &&
	    VMCB.word[VMCB_EFLAGS] / 0x200 % 2 == 1) {
		set_exit(EXIT_WINDOW, 0, 0, 0);
		return;
	}
	if (again && guest_frame(tried.address) == 0) {
		set_exit(EXIT_PAGE, tried.kind == ATTEMPT_STORE ? 6 : 4, 1, tried.address);
		return;
	}
	if (again && tried.kind == ATTEMPT_LOAD)
		eax = data_word(tried.address);
	if (again && tried.kind == ATTEMPT_STORE)
		store_word(tried.address, tried.value);
	VSVMSwitch.attempt = (struct attempt){ATTEMPT_NONE, 0, 0, 0};
	VSVMSwitch.kernel = Machine.cpu;
	Machine.cpu = (struct registers){VSVMSwitch.reg[GREG_EBX], VSVMSwitch.reg[GREG_ESI],
	                                 VSVMSwitch.reg[GREG_EDI], VSVMSwitch.reg[GREG_EBP],
	                                 VMCB.word[VMCB_ESP],
	                                 VMCB.word[VMCB_EIP] + (again ? LENGTH_MOVE : 0)};
	Machine.scratch = (struct scratch){3, eax, VSVMSwitch.reg[GREG_ECX],
	                                   VSVMSwitch.reg[GREG_EDX]};
	VSVMSwitch.running = 1;
}

/* The guest's registers are kept, and control is the kernel's. */
/*@ requires VSVMSwitch.running == 1;
    assigns VSVMSwitch.running, VSVMSwitch.reg[0 .. GREGS - 1], VMCB.word[VMCB_EAX],
        VMCB.word[VMCB_ESP], VMCB.word[VMCB_EIP], Machine.cpu, Machine.scratch;
    ensures LEAVES_IF(1, OLD(Machine.cpu.eip), eax, OLD(Machine.cpu.ebx), ecx, edx,
                      OLD(Machine.cpu.esi), OLD(Machine.cpu.edi)); */
static void leave(u32 eax, u32 ecx, u32 edx)
{
	VMCB.word[VMCB_EAX] = eax;
	VMCB.word[VMCB_ESP] = Machine.cpu.esp;
	VMCB.word[VMCB_EIP] = Machine.cpu.eip;
	VSVMSwitch.reg[GREG_EBX] = Machine.cpu.ebx;
	VSVMSwitch.reg[GREG_ECX] = ecx;
	VSVMSwitch.reg[GREG_EDX] = edx;
	VSVMSwitch.reg[GREG_ESI] = Machine.cpu.esi;
	VSVMSwitch.reg[GREG_EDI] = Machine.cpu.edi;
	VSVMSwitch.reg[GREG_EBP] = Machine.cpu.ebp;
	Machine.cpu = VSVMSwitch.kernel;
	Machine.scratch = (struct scratch){0, 0, 0, 0};
	VSVMSwitch.running = 0;
}

/* By an instruction that exits whenever it is tried. */
/*@ requires VSVMSwitch.running == 1;
    assigns GUEST_ASSIGNS();
    ensures EXITS(code, info_1, info_2, eax, ecx, edx); */
static void exit_always(u32 code, u32 info_1, u32 info_2, u32 eax, u32 ecx, u32 edx)
{
	VSVMSwitch.attempt = (struct attempt){ATTEMPT_OTHER, Machine.cpu.eip, 0, 0};
	set_exit(code, info_1, 0, info_2);
	leave(eax, ecx, edx);
}

/*@ requires VSVMSwitch.running == 1 && (kind == ATTEMPT_LOAD || kind == ATTEMPT_STORE);
    assigns GUEST_ASSIGNS();
    ensures MISSES_IF(1, gpa, kind, v); */
static void miss(u32 kind, gaddr_t gpa, word_t v)
{
	VSVMSwitch.attempt = (struct attempt){kind, Machine.cpu.eip, gpa, v};
	set_exit(EXIT_PAGE, kind == ATTEMPT_STORE ? 6 : 4, 1, gpa);
	leave(gpa, v, 0);
}

u32 spec_guest_load(gaddr_t gpa)
{
	if (guest_frame(gpa) == 0) {
		miss(ATTEMPT_LOAD, gpa, 0);
		return 0;
	}
	Machine.cpu.eip += LENGTH_MOVE;
	return data_word(gpa);
}

void spec_guest_store(gaddr_t gpa, word_t v)
{
	if (guest_frame(gpa) == 0) {
		miss(ATTEMPT_STORE, gpa, v);
		return;
	}
	Machine.cpu.eip += LENGTH_MOVE;
	store_word(gpa, v);
}

void spec_guest_call(reg_t eax, reg_t ebx, reg_t ecx, reg_t edx, reg_t esi, reg_t edi)
{
	Machine.cpu.ebx = ebx;
	Machine.cpu.esi = esi;
	Machine.cpu.edi = edi;
	exit_always(EXIT_CALL, 0, 0, eax, ecx, edx);
}

void spec_guest_in(port_t port, width_t width)
{
	exit_always(EXIT_IO, port * 0x10000 + width * 0x10 + 1,
	            Machine.cpu.eip + (width == 2 ? 2 : 1), 0, 0, port);
}

void spec_guest_out(port_t port, width_t width, word_t v)
{
	exit_always(EXIT_IO, port * 0x10000 + width * 0x10,
	            Machine.cpu.eip + (width == 2 ? 2 : 1), v, 0, port);
}

void spec_guest_cpuid(reg_t eax, reg_t ecx)
{
	exit_always(EXIT_CPUID, 0, 0, eax, ecx, 0);
}

void spec_guest_rdmsr(reg_t ecx)
{
	exit_always(EXIT_MSR, 0, 0, 0, ecx, 0);
}

void spec_guest_wrmsr(reg_t ecx, reg_t eax, reg_t edx)
{
	exit_always(EXIT_MSR, 1, 0, eax, ecx, edx);
}

void spec_guest_halt(void)
{
	exit_always(EXIT_HALT, 0, 0, 0, 0, 0);
}

void spec_guest_sti(void)
{
	VMCB.word[VMCB_EFLAGS] = FLAGS_IF;
	Machine.cpu.eip += LENGTH_STI;
	if (VMCB.word[VMCB_INT_CTL] == INT_MASKING + INT_WAITS) {
		set_exit(EXIT_WINDOW, 0, 0, 0);
		leave(0, 0, 0);
	}
}

void spec_guest_drop_fs(void)
{
	/*@ loop invariant 0 <= i <= 4 &&
	        ALL_FROM(k, VMCB_SEGMENT(SEG_FS), i, VMCB.word[k] == 0);
	    loop assigns i, VMCB.word[VMCB_SEGMENT(SEG_FS) .. VMCB_SEGMENT(SEG_FS) + 3];
	    loop variant 4 - i; */
	for (u32 i = 0; i < 4; i++)
		VMCB.word[VMCB_SEGMENT(SEG_FS) + i] = 0;
	//@ assert VMCB_RUNS;
	Machine.cpu.eip += LENGTH_TWO;
}
