/* Code that runs before any other, and symbols in the place of the kernel's. */
#include <underlay.h>
__attribute__((constructor, section(".init"))) static void first(void)
{
	for (;;)
		;
}

__attribute__((weak, alias("mi_rows"))) void probe_run(void);
__attribute__((section(".text.boot"))) void kernel_main(void)
{
}
