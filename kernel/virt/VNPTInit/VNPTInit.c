/* VNPTInit: the virtual machine and its owner.  Spec: VNPTInit.h */
#include <underlay.h>

static link_t owner = NIL;

void npt_init(void)
{
	ipc_init();
	npt_root();
	/*@ loop invariant 0 <= s <= NPT_TABLES && at_VNPTIntro && VNPTIntro.root == 1;
	    loop invariant ALL(k, NPT_TABLES, VNPTIntro.table[k] == (k < s ? 1 : 0));
	    loop assigns s, VNPTIntro.table[0 .. NPT_TABLES - 1];
	    loop variant NPT_TABLES - s; */
	for (nslot_t s = 0; s < NPT_TABLES; s++)
		npt_table(s);
}

link_t vm_owner(void)
{
	return owner;
}

void vm_take(void)
{
	owner = get_curid();
	SPEC(spec_vm_take());
}

/* The pages first: nobody's guest may reach what was somebody's. */
void vm_drop(void)
{
	/*@ loop invariant 0 <= g <= GUEST_PAGES && at_VNPTIntro;
	    loop invariant ALL(k, g, VNPTIntro.page[k] == 0 && VNPTInit.lent[k] == 0);
	    loop assigns g, VNPTIntro.page[0 .. GUEST_PAGES - 1],
	        VNPTInit.lent[0 .. GUEST_PAGES - 1];
	    loop variant GUEST_PAGES - g; */
	for (gpage_t g = 0; g < GUEST_PAGES; g++) {
		npt_set(g, 0);
		SPEC(VNPTInit.lent[g] = 0);
	}
	owner = NIL;
	SPEC(VNPTInit.owner = 0);
}

void npt_insert(gpage_t g, uaddr_t va)
{
	npt_set(g, pt_read(get_curid(), va) / PAGE_SIZE);
	SPEC(VNPTInit.lent[g] = PAGE_OF(va));
	//@ assert IS_LENT_BY(PCID.current, g) && HAS_ENTRY(g);
	//@ assert invariant_VNPTInit;
}
