/* VNPTInit: the executable specification. */
#include <VNPTInit.h>

/* For the proof: the call gives the program a page where it had none, so that none that is lent
 * changes. */
#define VNPTInit_proc_page_KEEPS(va) \
	ALL(t, NTHREADS, ALL(p, USER_PAGES, IMPLIES(\at(MPTIntro.page[t][p], Pre) != 0, \
	    MPTIntro.page[t][p] == \at(MPTIntro.page[t][p], Pre))))

void spec_npt_init(void)
{
	spec_ipc_init();
	VNPTIntro.root = 1;
	/*@ loop invariant 0 <= s <= NPT_TABLES && ALL(k, s, VNPTIntro.table[k] == 1);
	    loop assigns s, VNPTIntro.table[0 .. NPT_TABLES - 1];
	    loop variant NPT_TABLES - s; */
	for (nslot_t s = 0; s < NPT_TABLES; s++)
		VNPTIntro.table[s] = 1;
}

link_t spec_vm_owner(void)
{
	return VNPTInit.owner == 0 ? NIL : VNPTInit.owner - 1;
}

void spec_vm_take(void)
{
	VNPTInit.owner = PCID.current + 1;
}

void spec_vm_drop(void)
{
	/*@ loop invariant 0 <= g <= GUEST_PAGES;
	    loop invariant ALL(k, g, VNPTIntro.page[k] == 0 && VNPTInit.lent[k] == 0);
	    loop assigns g, VNPTIntro.page[0 .. GUEST_PAGES - 1],
	        VNPTInit.lent[0 .. GUEST_PAGES - 1];
	    loop variant GUEST_PAGES - g; */
	for (gpage_t g = 0; g < GUEST_PAGES; g++) {
		VNPTIntro.page[g] = 0;
		VNPTInit.lent[g] = 0;
	}
	VNPTInit.owner = 0;
}

void spec_npt_insert(gpage_t g, uaddr_t va)
{
	VNPTIntro.page[g] = MPTIntro.page[PCID.current][PAGE_OF(va)] / PAGE_SIZE;
	VNPTInit.lent[g] = PAGE_OF(va);
	//@ assert IS_LENT_BY(PCID.current, g) && VNPTIntro.page[g] < NFRAMES && HAS_ENTRY(g);
	//@ assert invariant_VNPTIntro && invariant_VNPTInit;
}
