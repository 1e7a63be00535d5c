/** @file
 * MPTOp: page maps by address.
 *
 * Slots and entries give way to addresses.  And what the processor remembers is no part of the
 * world any more: it never remembers anything that is not so.
 */
#ifndef MPTOP_H
#define MPTOP_H
#include <MPTIntro.h>

/** What a map has at a user address. */
#define TABLE(n, va) MPTIntro.table[n][SLOT_OF(va)]
#define PAGE(n, va)  MPTIntro.page[n][PAGE_OF(va)]
/** Map n and a user address. */
#define IS_PLACE(n, va) ((n) < NMAPS && IS_USER(va))

/** Use map n, whose part of the kernel is complete. */
void set_pt(map_t n);
#define set_pt_PRE(n)     use_pt_PRE(n)
#define set_pt_ASSIGNS(n) VAR(MPTIntro.loaded)
#define set_pt_POST(n)    (CLAUSE(IS_LOADED(n)))

/** The word at user address va in the map in use, which has a page of data memory there. */
u32 vload(uaddr_t va);
#define vload_PRE(va)     (IS_MAPPED(va))
#define vload_ASSIGNS(va) NOTHING
#define vload_POST(va)    (CLAUSE(RESULT == DATA_WORD(LOADED_WORD(va))))

/** The page of map n at va: frame * PAGE_SIZE + what it allows; 0 for none. */
u32 pt_read(map_t n, uaddr_t va);
#define pt_read_PRE(n, va)     (MBoot.ready == 1 && IS_PLACE(n, va))
#define pt_read_ASSIGNS(n, va) NOTHING
#define pt_read_POST(n, va)    (CLAUSE(RESULT == PAGE(n, va)))

/** The frame of map n's table for va, 0 for none. */
frame_t pt_table(map_t n, uaddr_t va);
#define pt_table_PRE(n, va)     (MBoot.ready == 1 && IS_PLACE(n, va))
#define pt_table_ASSIGNS(n, va) NOTHING
#define pt_table_POST(n, va)    (CLAUSE(RESULT == TABLE(n, va)))

/** Make frame f, which is allocated, no table and all zero, map n's table for va; it has none. */
void pt_attach(map_t n, uaddr_t va, frame_t f);
#define pt_attach_PRE(n, va, f) (IS_PLACE(n, va) && pde_set_PRE(n, SLOT_OF(va), f))
#define pt_attach_ASSIGNS(n, va, f) VAR(TABLE(n, va)), VAR(MPTIntro.is_table[f])
#define pt_attach_POST(n, va, f) \
	(CLAUSE(TABLE(n, va) == (f)) && CLAUSE(MPTIntro.is_table[f] == 1))

/** Take map n's table for va, which has no page, out of the map, which is not in use.  Its frame is
 * data again, all zero. */
void pt_detach(map_t n, uaddr_t va);
#define pt_detach_PRE(n, va) (IS_PLACE(n, va) && pde_rmv_PRE(n, SLOT_OF(va)))
#define pt_detach_ASSIGNS(n, va) VAR(TABLE(n, va)), EACH(MPTIntro.is_table, NFRAMES)
#define pt_detach_POST(n, va) \
	(CLAUSE(TABLE(n, va) == 0) && \
	 CLAUSE(ALL(f, NFRAMES, MPTIntro.is_table[f] == \
	            (f == OLD(TABLE(n, va)) ? 0 : OLD(MPTIntro.is_table[f])))))

/** Let map n, which has a table for va, have frame f at va, allowing perm. */
void pt_set(map_t n, uaddr_t va, frame_t f, perm_t perm);
#define pt_set_PRE(n, va, f, perm) \
	(IS_PLACE(n, va) && TABLE(n, va) != 0 && LEAST_FRAME <= (f) && (f) < NFRAMES && \
	 IS_PERM(perm))
#define pt_set_ASSIGNS(n, va, f, perm) VAR(PAGE(n, va))
#define pt_set_POST(n, va, f, perm)    (CLAUSE(PAGE(n, va) == MAKE_PAGE(f, perm)))

/** Let map n, which has a table for va, have no page at va. */
void pt_unset(map_t n, uaddr_t va);
#define pt_unset_PRE(n, va)     (IS_PLACE(n, va) && TABLE(n, va) != 0)
#define pt_unset_ASSIGNS(n, va) VAR(PAGE(n, va))
#define pt_unset_POST(n, va)    (CLAUSE(PAGE(n, va) == 0))

#endif
