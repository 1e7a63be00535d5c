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
