/** @file
 * MPTInit: the kernel's own map is loaded.
 *
 * Little code, and a strong statement: once memory is initialised, one of our maps is in use.
 */
#ifndef MPTINIT_H
#define MPTINIT_H
#include <MPTKern.h>

#define MPTInit_INVARIANT (IMPLIES(MBoot.ready == 1, MPTIntro.loaded != 0))

/** Find the frames to hand out, make the maps and use map 0.  Once, first of all. */
void pt_init(void);
#define pt_init_PRE()     pt_init_comm_PRE()
#define pt_init_ASSIGNS() pt_init_comm_ASSIGNS(), VAR(MPTIntro.loaded)
#define pt_init_POST()    (pt_init_comm_POST() && CLAUSE(IS_LOADED(0)))

#endif
