/** @file
 * TLB: the ground: what the processor remembers of page maps.
 *
 * An entry that the paging unit has used stays in the processor, whatever becomes of it in memory,
 * until the processor is told to forget it.
 */
#ifndef TLB_H
#define TLB_H
#include <deep.h>

struct TLB_state {
	u32 entry[USER_PAGES]; /**< the entry that is remembered of a page, 0 for none */
};
STATE(TLB)

/** The map of the boot has no user pages. */
#define TLB_START ALL(p, USER_PAGES, TLB.entry[p] == 0)

/** A user address, word by word, and its page: numbered from the first user address. */
#define IS_USER(va) \
	((va) % 4 == 0 && FIRST_USER_SLOT * ENTRIES <= (va) / PAGE_SIZE && \
	 (va) / PAGE_SIZE < END_USER_SLOT * ENTRIES)
#define PAGE_OF(va) ((va) / PAGE_SIZE - FIRST_USER_SLOT * ENTRIES)

/** Forget what is remembered of the page of va. */
void invlpg(uaddr_t va);
#define invlpg_PRE(va)     (IS_USER(va))
#define invlpg_ASSIGNS(va) VAR(TLB.entry[PAGE_OF(va)])
#define invlpg_POST(va)    (CLAUSE(TLB.entry[PAGE_OF(va)] == 0))

#endif
