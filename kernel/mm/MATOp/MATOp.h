/** @file
 * MATOp: memory initialisation.
 *
 * Fills the allocation table from the memory map: a frame is normal exactly if it is whole in
 * usable RAM, no reserved row touches it, and the kernel's image is not there.
 */
#ifndef MATOP_H
#define MATOP_H
#include <MATIntro.h>

#define MATOp_INVARIANT \
	(IMPLIES(MBoot.ready == 0, MATIntro.nps == 0 && \
	         ALL(f, NFRAMES, MATIntro.norm[f] == 0)) && \
	 IMPLIES(MBoot.ready == 1, \
	         ALL(f, NFRAMES, IFF(MATIntro.norm[f] == 1, FRAME_USABLE(f)))) && \
	 ALL(f, NFRAMES, IMPLIES(MATIntro.norm[f] == 1, f < MATIntro.nps)))

/** Take over the memory map and find the normal frames; none is allocated.  Once, before palloc. */
void mem_init(void);
#define mem_init_PRE() boot_loader_PRE()
#define mem_init_ASSIGNS() \
	boot_loader_ASSIGNS(), EACH(MATIntro.norm, NFRAMES), EACH(MATIntro.used, NFRAMES), \
	VAR(MATIntro.nps)
#define mem_init_POST() \
	(boot_loader_POST() && \
	 CLAUSE(ALL(f, NFRAMES, MATIntro.norm[f] <= 1)) && \
	 CLAUSE(ALL(f, NFRAMES, IFF(MATIntro.norm[f] == 1, FRAME_USABLE(f)))) && \
	 CLAUSE(ALL(f, NFRAMES, MATIntro.used[f] == 0)) && \
	 /* nps is the least bound of the normal frames */ \
	 CLAUSE(IMPLIES(MATIntro.nps > 0, MATIntro.nps <= NFRAMES && \
	                MATIntro.norm[MATIntro.nps - 1] == 1)) && \
	 CLAUSE(ALL(f, NFRAMES, IMPLIES(MATIntro.norm[f] == 1, f < MATIntro.nps))))

#endif
