/* MPTIntro: how its module represents the maps in memory. */
#define WORD_AT(f, k)    Memory.word[FRAME_WORD(f) + (k)]
#define TABLE_BITS       (PTE_SEEN + PTE_PRESENT + PTE_WRITE + PTE_USER)
#define FRAME_AT(w)      ((w) / ENTRIES + FIRST_DIRECTORY)

#define MPTIntro_RELATION \
	(loaded == MPTIntro.loaded && \
	 Memory.cr3 == (loaded == 0 ? 0 : DIRECTORY_FRAME(loaded - 1)) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, Memory.kernel[n][i] == MPTIntro.kernel[n].slot[i])) && \
	 /* a directory's user slots are its tables */ \
	 ALL(n, NMAPS, ALL(i, SLOTS, IMPLIES(IS_USER_SLOT(i), \
	     WORD_AT(DIRECTORY_FRAME(n), i) == \
	     (MPTIntro.table[n][i] == 0 ? 0 : MPTIntro.table[n][i] * PAGE_SIZE + TABLE_BITS)))) && \
	 /* a table's entries are its pages */ \
	 ALL(n, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_TABLE(n, SLOT_AT(p)), \
	     WORD_AT(MPTIntro.table[n][SLOT_AT(p)], p % ENTRIES) == \
	     (MPTIntro.page[n][p] == 0 ? 0 : MPTIntro.page[n][p] + PTE_SEEN)))) && \
	 ALL(w, NWORDS, IMPLIES(FRAME_AT(w) >= LEAST_FRAME && \
	                        MPTIntro.is_table[FRAME_AT(w)] == 1, Memory.known[w] == 1)) && \
	 /* data memory */ \
	 ALL(w, NWORDS, IMPLIES(FRAME_AT(w) >= LEAST_FRAME && \
	                        MPTIntro.is_table[FRAME_AT(w)] == 0, \
	     IMPLIES(MPTIntro.zero[FRAME_AT(w)] == 1, \
	             Memory.known[w] == 1 && Memory.word[w] == 0) && \
	     IMPLIES(MPTIntro.zero[FRAME_AT(w)] == 0 && MPTIntro.known[w] == 1, \
	             Memory.known[w] == 1 && Memory.word[w] == MPTIntro.word[w]))))
#define MPTIntro_PRIVATE VAR(loaded)
