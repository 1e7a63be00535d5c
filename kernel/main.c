/* main.c: the kernel starts here, on stack slot 0, with the boot map on and interrupts off. */
#include <layers.h>
#include <machine.h>
#include <monitor.h>
#include <probe.h>

#include "internal.h"

_Noreturn void kernel_main(u32 magic, const struct multiboot_info *info)
{
	console_init();
	descriptors_init();
	watchdog_init();
	memory_init(magic, info);
	svm_init();
	console_print("\nStrata: stack %s, %u layers, the topmost %s\n", stack_name,
		      layer_table[layer_count - 1].number, layer_table[layer_count - 1].name);
	if (machine_stream())
		probe_run(machine_stream());
	monitor_run();
}
