/* MPTOp: what the processor remembers is so. */
#define IS_SO(p) \
	IMPLIES(TLB.entry[p] != 0, \
	        MPTIntro.loaded != 0 && MPTIntro.page[MPTIntro.loaded - 1][p] != 0 && \
	        TLB.entry[p] == MPTIntro.page[MPTIntro.loaded - 1][p] + PTE_SEEN)

#define MPTOp_RELATION ALL(p, USER_PAGES, IS_SO(p))
#define MPTOp_PRIVATE  NOTHING
