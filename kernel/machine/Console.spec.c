/* Console: the executable specification. */
#include <Console.h>

void spec_console_type(word_t byte)
{
	if (Console.typed < CONSOLE_TYPED)
		Console.input[Console.typed++] = (u8)byte;
}

u32 spec_console_read(void)
{
	u32 byte = Console.input[0];

	if (Console.typed == 0)
		return CONSOLE_NONE;
	for (u32 k = 0; k + 1 < CONSOLE_TYPED; k++)
		Console.input[k] = Console.input[k + 1];
	Console.input[CONSOLE_TYPED - 1] = 0;
	Console.typed--;
	return byte;
}

void spec_console_write(word_t byte)
{
	for (u32 k = CONSOLE_WRITTEN - 1; k > 0; k--)
		Console.output[k] = Console.output[k - 1];
	Console.output[0] = (u8)byte;
}

u32 spec_console_written(index_t k)
{
	return Console.output[k];
}

void spec_console_wait(void)
{
}

void spec_console_report(thread_t t, word_t trap, vaddr_t address)
{
	(void)t;
	(void)trap;
	(void)address;
}
