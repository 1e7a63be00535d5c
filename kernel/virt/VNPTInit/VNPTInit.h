/** @file
 * VNPTInit: the virtual machine belongs to a process.
 *
 * There is one virtual machine.  A thread takes it, and lends the guest pages of its own: what a
 * guest can reach is always memory of the owner, which the owner itself may write to, and nothing
 * else in the world.
 */
#ifndef VNPTINIT_H
#define VNPTINIT_H
#include <VNPTIntro.h>

struct VNPTInit_state {
	u32 owner;             /**< 1 + the thread that has the virtual machine; 0 for none */
	u32 lent[GUEST_PAGES]; /**< which user page of the owner is this page, from 0; 0 for none */
};

/** Page g of the guest's memory is a page of thread t that its program may write to. */
#define IS_LENT_BY(t, g) \
	(MPTIntro.page[t][VNPTInit.lent[g]] == MAKE_PAGE(VNPTIntro.page[g], USER_WRITES))

#define VNPTInit_INVARIANT \
	(VNPTInit.owner <= NTHREADS && \
	 IMPLIES(VNPTInit.owner != 0, \
	         MBoot.ready == 1 && MPTBit.used[VNPTInit.owner - 1] == 1) && \
	 IMPLIES(MBoot.ready == 1, ALL(s, NPT_TABLES, VNPTIntro.table[s] == 1)) && \
	 ALL(g, GUEST_PAGES, VNPTInit.lent[g] < USER_PAGES && \
	     (VNPTIntro.page[g] == 0 ? VNPTInit.lent[g] == 0 \
	      : VNPTInit.owner != 0 && IS_LENT_BY(VNPTInit.owner - 1, g))))

/** Who has the virtual machine is not to be killed: its pages would be others' soon. */
#define VNPTInit_thread_kill_PRE(q, t) (VNPTInit.owner != (t) + 1)

/** Initialise all below, and the tables of the guest's memory, in which there is no page.  Once,
 * first of all. */
void npt_init(void);
#define npt_init_PRE() (ipc_init_PRE() && VNPTIntro.root == 0)
#define npt_init_ASSIGNS() \
	ipc_init_ASSIGNS(), VAR(VNPTIntro.root), EACH(VNPTIntro.table, NPT_TABLES)
#define npt_init_POST() \
	(ipc_init_POST() && CLAUSE(VNPTIntro.root == 1) && \
	 CLAUSE(ALL(s, NPT_TABLES, VNPTIntro.table[s] == 1)))

/** The thread that has the virtual machine, NIL for none. */
link_t vm_owner(void);
#define vm_owner_PRE()     (1)
#define vm_owner_ASSIGNS() NOTHING
#define vm_owner_POST()    (CLAUSE(RESULT == (VNPTInit.owner == 0 ? NIL : VNPTInit.owner - 1)))

/** Give the virtual machine, which nobody has, to the thread that runs. */
void vm_take(void);
#define vm_take_PRE()     (MBoot.ready == 1 && VNPTInit.owner == 0)
#define vm_take_ASSIGNS() VAR(VNPTInit.owner)
#define vm_take_POST()    (CLAUSE(VNPTInit.owner == PCID.current + 1))

/** Take the virtual machine from who has it: the guest's memory has no page any more. */
void vm_drop(void);
#define vm_drop_PRE()     (VNPTInit.owner != 0)
#define vm_drop_ASSIGNS() \
	VAR(VNPTInit.owner), EACH(VNPTIntro.page, GUEST_PAGES), EACH(VNPTInit.lent, GUEST_PAGES)
#define vm_drop_POST() \
	(CLAUSE(VNPTInit.owner == 0) && CLAUSE(ALL(g, GUEST_PAGES, VNPTIntro.page[g] == 0)) && \
	 CLAUSE(ALL(g, GUEST_PAGES, VNPTInit.lent[g] == 0)))

/** Let page g of the guest's memory be the page that the thread that runs has at va, where its
 * program may write.  The virtual machine is its own. */
void npt_insert(gpage_t g, uaddr_t va);
#define npt_insert_PRE(g, va) \
	(MBoot.ready == 1 && (g) < GUEST_PAGES && IS_USER(va) && \
	 VNPTInit.owner == PCID.current + 1 && \
	 MPTIntro.page[PCID.current][PAGE_OF(va)] % PAGE_SIZE == USER_WRITES)
#define npt_insert_ASSIGNS(g, va) VAR(VNPTIntro.page[g]), VAR(VNPTInit.lent[g])
#define npt_insert_POST(g, va) \
	(CLAUSE(VNPTIntro.page[g] == MPTIntro.page[PCID.current][PAGE_OF(va)] / PAGE_SIZE) && \
	 CLAUSE(VNPTInit.lent[g] == PAGE_OF(va)))

#endif
