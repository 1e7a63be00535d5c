/** @file
 * Nested: the ground: nested page tables, and the processor that translates by them.
 *
 * What a guest takes for its physical memory are pages that these tables find.  They lie at a fixed
 * place of memory, of which layers see the words, and nothing else is there.
 */
#ifndef NESTED_H
#define NESTED_H
#include <deep.h>

struct Nested_state {
	word_t word[NPT_WORDS]; /**< from frame NPT_FRAME on */
};

/** Before the first call all tables are empty. */
#define Nested_START (ALL(k, NPT_WORDS, Nested.word[k] == 0))

/** The page of a guest's memory at gpa, and where the three steps of a translation look: in the
 * root, the directory, and the table that the directory names.  Of each entry the low word. */
#define GPAGE_OF(gpa)     ((gpa) / PAGE_SIZE)
#define NPT_SLOT(g)       ((g) / NPT_ENTRIES)
#define ROOT_WORD         0
#define DIRECTORY_WORD(s) (ENTRIES + (s) * 2)
#define TABLE_WORD(t, g)  ((2 + (t)) * ENTRIES + (g) % NPT_ENTRIES * 2)
#define NDE(gpa)          Nested.word[DIRECTORY_WORD(NPT_SLOT(GPAGE_OF(gpa)))]
#define TABLE_AT(gpa)     (NDE(gpa) / PAGE_SIZE - (NPT_FRAME + 2))
#define NTE(gpa)          Nested.word[TABLE_WORD(TABLE_AT(gpa), GPAGE_OF(gpa))]
#define NESTED_TARGET(gpa) (NTE(gpa) / PAGE_SIZE * PAGE_SIZE + (gpa) % PAGE_SIZE)

/** The entry of the root for the directory, which allows what its tables allow; a directory's entry
 * for table t, and a table's for frame f, which allow everything. */
#define ROOT_ENTRY      ((NPT_FRAME + 1) * PAGE_SIZE + PTE_PRESENT)
#define TABLE_ENTRY(t)  GUEST_ENTRY(NPT_FRAME + 2 + (t))
#define GUEST_ENTRY(f)  ((f) * PAGE_SIZE + PTE_SEEN + PTE_PRESENT + PTE_WRITE + PTE_USER)

/** An address that a guest may read, in the part of its memory that the tables are for. */
#define IS_GUEST_ADDRESS(gpa) ((gpa) % 4 == 0 && GPAGE_OF(gpa) < GUEST_PAGES)
/** Step by step: the processor finds the directory, in it a table, in that a frame of data memory.
 * The high word of an entry is for memory above 4 GiB: there is none. */
#define IS_LOW(k) (Nested.word[(k) + 1] == 0)
#define FINDS_DIRECTORY (Nested.word[ROOT_WORD] == ROOT_ENTRY && IS_LOW(ROOT_WORD))
#define FINDS_TABLE(gpa) \
	(TABLE_AT(gpa) < NPT_TABLES && NDE(gpa) == TABLE_ENTRY(TABLE_AT(gpa)) && \
	 IS_LOW(DIRECTORY_WORD(NPT_SLOT(GPAGE_OF(gpa)))))
#define FINDS_DATA(gpa) \
	(NTE(gpa) == GUEST_ENTRY(NTE(gpa) / PAGE_SIZE) && IS_DATA(NTE(gpa) / PAGE_SIZE) && \
	 IS_LOW(TABLE_WORD(TABLE_AT(gpa), GPAGE_OF(gpa))))
#define NESTED_FINDS(gpa) (FINDS_DIRECTORY && FINDS_TABLE(gpa) && FINDS_DATA(gpa))
/** Or at one of these steps it finds an entry of two zeroes, and nothing. */
#define IS_EMPTY(k) (Nested.word[k] == 0 && IS_LOW(k))
#define NESTED_MISSES(gpa) \
	(IS_EMPTY(ROOT_WORD) || \
	 (FINDS_DIRECTORY && IS_EMPTY(DIRECTORY_WORD(NPT_SLOT(GPAGE_OF(gpa))))) || \
	 (FINDS_DIRECTORY && FINDS_TABLE(gpa) && \
	  IS_EMPTY(TABLE_WORD(TABLE_AT(gpa), GPAGE_OF(gpa)))))

/** Word k of the nested tables. */
word_t nested_load(index_t k);
#define nested_load_PRE(k)     ((k) < NPT_WORDS)
#define nested_load_ASSIGNS(k) NOTHING
#define nested_load_POST(k)    (CLAUSE(RESULT == Nested.word[k]))

/** Store v in word k of the nested tables. */
void nested_store(index_t k, word_t v);
#define nested_store_PRE(k, v)     ((k) < NPT_WORDS)
#define nested_store_ASSIGNS(k, v) VAR(Nested.word[k])
#define nested_store_POST(k, v)    (CLAUSE(Nested.word[k] == (v)))

/** Does a guest find anything at its physical address gpa?  The processor says it, by a guest that
 * does nothing but try. */
flag_t nested_finds(gaddr_t gpa);
#define nested_finds_PRE(gpa) \
	(IS_GUEST_ADDRESS(gpa) && (NESTED_FINDS(gpa) || NESTED_MISSES(gpa)))
#define nested_finds_ASSIGNS(gpa) NOTHING
#define nested_finds_POST(gpa)    (CLAUSE(RESULT == (NESTED_FINDS(gpa) ? 1 : 0)))

/** The word that it reads there. */
word_t nested_read(gaddr_t gpa);
#define nested_read_PRE(gpa) \
	(IS_GUEST_ADDRESS(gpa) && NESTED_FINDS(gpa) && IS_STORED(NESTED_TARGET(gpa)))
#define nested_read_ASSIGNS(gpa) NOTHING
#define nested_read_POST(gpa)    (CLAUSE(RESULT == DATA_WORD(NESTED_TARGET(gpa))))

/** It writes v there. */
void nested_write(gaddr_t gpa, word_t v);
#define nested_write_PRE(gpa, v)     (IS_GUEST_ADDRESS(gpa) && NESTED_FINDS(gpa))
#define nested_write_ASSIGNS(gpa, v) page_store_ASSIGNS(NESTED_TARGET(gpa), v)
#define nested_write_POST(gpa, v)    page_store_POST(NESTED_TARGET(gpa), v)

#endif
