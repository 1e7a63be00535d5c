/** @file
 * TSysCall: the kernel as programs see it.
 *
 * A process goes on in ring 3 until a trap; the trap is served; and so on, until it ends.  To
 * programs the kernel is a processor with a few instructions more (syscall.h).
 */
#ifndef TSYSCALL_H
#define TSYSCALL_H
#include <TTrap.h>

/** Serve a trap of the process that runs: a system call, a tick of the clock, a page that it has
 * missed; any other ends it.  A process that it asks for starts in the kernel at entry. */
void trap_serve(u32 trap, code_t entry);
#define trap_serve_PRE(trap, entry)     (IN_TRAP)
#define trap_serve_ASSIGNS(trap, entry) NOTHING
#define trap_serve_POST(trap, entry)    (1)

/** Make a process of the program that is file i.  Returns its thread, NIL if there is none. */
link_t proc_launch(image_t i);
#define proc_launch_PRE(i)     (MBoot.ready == 1 && (i) < NIMAGES)
#define proc_launch_ASSIGNS(i) NOTHING
#define proc_launch_POST(i)    (1)

/** Let processes run, and bury those that have ended, until there is none. */
void proc_main(void);
#define proc_main_PRE()     (MBoot.ready == 1)
#define proc_main_ASSIGNS() NOTHING
#define proc_main_POST()    (1)

#endif
