/* linux.c: the whole kernel, which says as it ends how often CR3 was loaded.
 *
 * Linked without link-time optimisation, so that each call can be counted (ld --wrap).
 */
#include <machine.h>
#include <sizes.h>
#include <types.h>

void __real_set_cr3(frame_t f);
void __wrap_set_cr3(frame_t f);
_Noreturn void __real_machine_exit(enum machine_status status);
_Noreturn void __wrap_machine_exit(enum machine_status status);

static u32 loads;

void __wrap_set_cr3(frame_t f)
{
	loads++;
	__real_set_cr3(f);
}

_Noreturn void __wrap_machine_exit(enum machine_status status)
{
	console_print("bench linux-cr3 %u\n", loads);
	__real_machine_exit(status);
}
