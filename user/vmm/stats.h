/* stats.h: how often the guest exited, and why. */
#ifndef STATS_H
#define STATS_H

#include <sys_vm.h>

/* The monitor begins with a guest. */
void stats_start(void);

/* Between these the guest runs, and the kernel that lets it. */
void stats_enter(void);
void stats_leave(const struct vm_exit *exit);

/* One line; in detail if `all` is 1. */
void stats_print(u32 all);

#endif
