/* MPTIntro: how its module represents the maps in memory. */
#define WORD_AT(f, k)    Memory.word[FRAME_WORD(f) + (k)]
#define KNOWN_AT(f, k)   Memory.known[FRAME_WORD(f) + (k)]
#define FRAME_AT(w)      ((w) / ENTRIES + FIRST_DIRECTORY)
#define TABLE_BITS       (PTE_SEEN + PTE_PRESENT + PTE_WRITE + PTE_USER)

/* a directory's user slots are its tables */
#define RELATED_DIRECTORIES \
	ALL(n, NMAPS, ALL(i, SLOTS, IMPLIES(IS_USER_SLOT(i), \
	    WORD_AT(DIRECTORY_FRAME(n), i) == \
	    (MPTIntro.table[n][i] == 0 ? 0 : MPTIntro.table[n][i] * PAGE_SIZE + TABLE_BITS))))

/* a table's entries are its pages */
#define RELATED_PAGE(n, p) \
	IMPLIES(HAS_TABLE(n, SLOT_AT(p)), \
	        WORD_AT(MPTIntro.table[n][SLOT_AT(p)], (p) % ENTRIES) == \
	        (MPTIntro.page[n][p] == 0 ? 0 : MPTIntro.page[n][p] + PTE_SEEN))
#define RELATED_TABLES \
	(ALL(n, NMAPS, ALL(p, USER_PAGES, RELATED_PAGE(n, p))) && \
	 ALL(w, NWORDS, IMPLIES(FRAME_AT(w) >= LEAST_FRAME && \
	                        MPTIntro.is_table[FRAME_AT(w)] == 1, Memory.known[w] == 1)))

/* data memory */
#define RELATED_DATA \
	ALL(w, NWORDS, IMPLIES(FRAME_AT(w) >= LEAST_FRAME && \
	                       MPTIntro.is_table[FRAME_AT(w)] == 0, \
	    IMPLIES(MPTIntro.zero[FRAME_AT(w)] == 1, \
	            Memory.known[w] == 1 && Memory.word[w] == 0) && \
	    IMPLIES(MPTIntro.zero[FRAME_AT(w)] == 0 && MPTIntro.known[w] == 1, \
	            Memory.known[w] == 1 && Memory.word[w] == MPTIntro.word[w])))

#define MPTIntro_RELATION \
	(loaded == (MPTIntro.loaded == 0 ? NMAPS : MPTIntro.loaded - 1) && \
	 Memory.cr3 == (MPTIntro.loaded == 0 ? 0 : DIRECTORY_FRAME(MPTIntro.loaded - 1)) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, Memory.kernel[n][i] == MPTIntro.kernel[n].slot[i])) && \
	 RELATED_DIRECTORIES && RELATED_TABLES && RELATED_DATA)
#define MPTIntro_PRIVATE VAR(loaded)

/* For the proof: a word that an entry may be, and the table for va in the map in use. */
#define IS_ENTRY_WORD(f, k) \
	(MBoot.ready == 1 && IS_MEMORY(f) && (f) < NFRAMES && (k) < ENTRIES && \
	 IMPLIES(IS_DIRECTORY(f), IS_USER_SLOT(k)))
#define IS_KNOWN_AT(f, k) (IS_DIRECTORY(f) || KNOWN_AT(f, k) == 1)
#define LOADED_TABLE(va)  MPTIntro.table[MPTIntro.loaded - 1][SLOT_OF(va)]
/* Entry j of the table in slot i of map n: its page, and its word in memory. */
#define IS_ENTRY_OF(n, i, j) \
	(SLOT_AT(PAGE_AT(i, j)) == (i) && PAGE_AT(i, j) % ENTRIES == (j) && \
	 FRAME_AT(FRAME_WORD(MPTIntro.table[n][i]) + (j)) == MPTIntro.table[n][i])
/* No other page has its entry in that word. */
#define NO_OTHER_IN(n, i, j) \
	ALL(m, NMAPS, ALL(p, USER_PAGES, IMPLIES( \
	    HAS_TABLE(m, SLOT_AT(p)) && FRAME_WORD(MPTIntro.table[m][SLOT_AT(p)]) + p % ENTRIES == \
	                                FRAME_WORD(MPTIntro.table[n][i]) + (j), \
	    MPTIntro.table[m][SLOT_AT(p)] == MPTIntro.table[n][i] && \
	    m == (n) && p == PAGE_AT(i, j))))
#define OTHERS_RELATED(n, i, j) \
	ALL(m, NMAPS, ALL(p, USER_PAGES, \
	    IMPLIES(m != (n) || p != PAGE_AT(i, j), RELATED_PAGE(m, p))))
