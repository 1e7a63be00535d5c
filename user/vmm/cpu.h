/* cpu.h: the processor as the guest sees it. */
#ifndef CPU_H
#define CPU_H

#include <sys_vm.h>

/* CPUID. */
void cpu_identify(struct vm_exit *exit);

/* RDMSR and WRMSR.  Returns 0 if there is no such register. */
u32 cpu_register(struct vm_exit *exit);

#endif
