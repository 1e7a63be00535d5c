/* environment: see environment.h */
#include "environment.h"
#include "world.h"

void machine_set_rows(u32 n)
{
	Machine.rows = n;
}

void machine_set_row(u32 i, u32 base_low, u32 base_high, u32 length_low, u32 length_high,
                     u32 usable)
{
	Machine.field[i][ROW_BASE_LOW] = base_low;
	Machine.field[i][ROW_BASE_HIGH] = base_high;
	Machine.field[i][ROW_LENGTH_LOW] = length_low;
	Machine.field[i][ROW_LENGTH_HIGH] = length_high;
	Machine.field[i][ROW_USABLE] = usable;
}

void machine_set_guests(u32 present, enum vmcb_start start)
{
#ifdef VMCB /* a stack may end below it */
	VMCB.present = (u8)present;
	for (u32 k = 0; k < VMCB_WORDS; k++)
		VMCB.word[k] = start == VMCB_ZEROES ? 0
		               : start == VMCB_OTHERS ? ~k : VMCB_MADE(k);
#else
	(void)present;
	(void)start;
#endif
}

u32 vmcb_word(u32 k)
{
#ifdef VMCB
	return VMCB.word[k];
#else
	return 0 * k;
#endif
}

void cpu_set(const u32 value[REGISTERS])
{
	Machine.cpu = (struct registers){value[EBX], value[ESI], value[EDI], value[EBP],
	                                 value[ESP], value[EIP]};
}

void cpu_get(u32 value[REGISTERS])
{
	const struct registers *cpu = &Machine.cpu;

	value[EBX] = cpu->ebx;
	value[ESI] = cpu->esi;
	value[EDI] = cpu->edi;
	value[EBP] = cpu->ebp;
	value[ESP] = cpu->esp;
	value[EIP] = cpu->eip;
}

void scratch_set(u32 known, const u32 value[SCRATCH])
{
	Machine.scratch = (struct scratch){known, value[EAX], value[ECX], value[EDX]};
}

u32 scratch_get(u32 value[SCRATCH])
{
	value[EAX] = Machine.scratch.eax;
	value[ECX] = Machine.scratch.ecx;
	value[EDX] = Machine.scratch.edx;
	return Machine.scratch.known;
}

void image_add(u32 image, u32 word)
{
#ifdef Programs /* a stack may end below them */
	Programs.word[image][Programs.size[image]++] = word;
#else
	(void)image;
	(void)word;
#endif
#ifdef Files
	Files.word[image][Files.bytes[image] / 4] = word;
	Files.bytes[image] += 4;
#endif
}

#ifdef RAM
static u32 usable_kib(void)
{
	u64 bytes = 0;

	for (u32 i = 0; i < Machine.rows; i++) {
		const u32 *field = Machine.field[i];

		if (field[ROW_USABLE])
			bytes += (u64)field[ROW_LENGTH_HIGH] << 32 | field[ROW_LENGTH_LOW];
	}
	return (u32)(bytes / 1024);
}
#endif

void machine_set_devices(u32 name)
{
#ifdef Clock
	Clock.khz = CLOCK_KHZ;
#endif
#ifdef RAM
	RAM.kib = usable_kib() + name;
#endif
#ifdef Files
	for (u32 i = 0; i < NFILES; i++)
		for (u32 k = 0; k < NAME_WORDS; k++)
			Files.name[i][k] = name * (i * NAME_WORDS + k + 1);
#else
	(void)name;
#endif
}
