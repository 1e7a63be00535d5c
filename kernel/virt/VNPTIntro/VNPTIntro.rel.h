/* VNPTIntro: how its module represents a guest's memory in nested tables. */
#define ENTRY_IS(k, low) (Nested.word[k] == (low) && IS_LOW(k))

#define RELATED_ROOT ENTRY_IS(ROOT_WORD, VNPTIntro.root == 1 ? ROOT_ENTRY : 0)
#define RELATED_SLOTS \
	ALL(s, NPT_TABLES, \
	    ENTRY_IS(DIRECTORY_WORD(s), VNPTIntro.table[s] == 1 ? TABLE_ENTRY(s) : 0))
#define ENTRY_IS_PAGE(g) \
	ENTRY_IS(TABLE_WORD(NPT_SLOT(g), g), \
	         VNPTIntro.page[g] == 0 ? 0 : GUEST_ENTRY(VNPTIntro.page[g]))
#define RELATED_GUEST_PAGES ALL(g, GUEST_PAGES, ENTRY_IS_PAGE(g))

#define VNPTIntro_RELATION (RELATED_ROOT && RELATED_SLOTS && RELATED_GUEST_PAGES)
#define VNPTIntro_PRIVATE  NOTHING
