/** @file
 * MBoot: the machine as the boot loader left it.
 *
 * The lowest layer.  It takes the firmware's memory map, whose rows are 64-bit and may be anything,
 * and offers it in 32 bits with rows that never wrap; and it offers the words of the RAM that the
 * map calls usable.
 */
#ifndef MBOOT_H
#define MBOOT_H
#include <Machine.h>
#include <Memory.h>

struct MBoot_state {
	u8 ready;             /**< boot_loader has run */
	u32 rows;             /**< rows of the memory map */
	u32 start[MAX_ROWS];  /**< byte address */
	u32 length[MAX_ROWS]; /**< bytes; 0 for a row at or above 4 GiB */
	u8 usable[MAX_ROWS];  /**< 1 for RAM, 0 for what must not be touched */
};
STATE(MBoot)

/** The part of firmware row i below 4 GiB, in bytes: its last byte is at most 0xFFFFFFFE, so that
 * start + length fits a word. */
#define ROW_LENGTH(i) \
	(Machine.field[i][ROW_BASE_HIGH] != 0 ? 0 \
	 : Machine.field[i][ROW_LENGTH_HIGH] != 0 || \
	   Machine.field[i][ROW_LENGTH_LOW] > 0xFFFFFFFF - Machine.field[i][ROW_BASE_LOW] \
	   ? 0xFFFFFFFF - Machine.field[i][ROW_BASE_LOW] \
	   : Machine.field[i][ROW_LENGTH_LOW])

#define MBoot_INVARIANT \
	(MBoot.ready <= 1 && MBoot.rows <= MAX_ROWS && \
	 ALL(i, MBoot.rows, MBoot.usable[i] <= 1 && MBoot.length[i] <= 0xFFFFFFFF - MBoot.start[i]))

/** Row i is usable and frame f is whole in it. */
#define ROW_COVERS(i, f) \
	(MBoot.usable[i] == 1 && MBoot.start[i] <= (f) * PAGE_SIZE && \
	 ((f) + 1) * PAGE_SIZE <= MBoot.start[i] + MBoot.length[i])
/** Row i is not usable and some byte of frame f is in it. */
#define ROW_TOUCHES(i, f) \
	(MBoot.usable[i] == 0 && MBoot.length[i] > 0 && \
	 MBoot.start[i] < ((f) + 1) * PAGE_SIZE && \
	 (f) * PAGE_SIZE < MBoot.start[i] + MBoot.length[i])
/** Frame f is RAM that the kernel may hand out: where rows overlap, "not usable" wins. */
#define FRAME_USABLE(f) \
	((f) >= LEAST_FRAME && SOME(i, MBoot.rows, ROW_COVERS(i, f)) && \
	 !SOME(i, MBoot.rows, ROW_TOUCHES(i, f)))

/** FRAME_USABLE as code, for the executable specifications. */
/*@ requires MBoot_INVARIANT && f < NFRAMES;
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, FRAME_USABLE(f)); */
flag_t spec_frame_usable(frame_t f);

/** Take over the firmware's memory map.  Once, first of all. */
void boot_loader(void);
#define boot_loader_PRE() (MBoot.ready == 0)
#define boot_loader_ASSIGNS() \
	VAR(MBoot.ready), VAR(MBoot.rows), EACH(MBoot.start, MAX_ROWS), \
	EACH(MBoot.length, MAX_ROWS), EACH(MBoot.usable, MAX_ROWS)
#define boot_loader_POST() \
	(CLAUSE(MBoot.ready == 1) && CLAUSE(MBoot.rows == Machine.rows) && \
	 CLAUSE(ALL(i, Machine.rows, MBoot.start[i] == Machine.field[i][ROW_BASE_LOW])) && \
	 CLAUSE(ALL(i, Machine.rows, MBoot.length[i] == ROW_LENGTH(i))) && \
	 CLAUSE(ALL(i, Machine.rows, MBoot.usable[i] == Machine.field[i][ROW_USABLE])) && \
	 CLAUSE(ALL(i, MAX_ROWS, IMPLIES(i >= Machine.rows, \
	            MBoot.start[i] == OLD(MBoot.start[i]) && \
	            MBoot.length[i] == OLD(MBoot.length[i]) && \
	            MBoot.usable[i] == OLD(MBoot.usable[i])))))

/** Number of rows of the memory map. */
u32 mi_rows(void);
#define mi_rows_PRE()     (MBoot.ready == 1)
#define mi_rows_ASSIGNS() NOTHING
#define mi_rows_POST()    (CLAUSE(RESULT == MBoot.rows))

/** First byte of row i; undefined for a row that does not exist. */
u32 mi_start(index_t i);
#define mi_start_PRE(i)     (MBoot.ready == 1 && (i) < MBoot.rows)
#define mi_start_ASSIGNS(i) NOTHING
#define mi_start_POST(i)    (CLAUSE(RESULT == MBoot.start[i]))

/** Length of row i in bytes; start + length never exceeds 32 bits. */
u32 mi_length(index_t i);
#define mi_length_PRE(i)     (MBoot.ready == 1 && (i) < MBoot.rows)
#define mi_length_ASSIGNS(i) NOTHING
#define mi_length_POST(i)    (CLAUSE(RESULT == MBoot.length[i]))

/** 1 if row i is RAM to use, 0 if it must not be touched. */
flag_t mi_usable(index_t i);
#define mi_usable_PRE(i)     (MBoot.ready == 1 && (i) < MBoot.rows)
#define mi_usable_ASSIGNS(i) NOTHING
#define mi_usable_POST(i)    (CLAUSE(RESULT == MBoot.usable[i]))

/** Memory that a layer may use: frame f is usable, or one of the directories. */
#define IS_MEMORY(f) (IS_DIRECTORY(f) || FRAME_USABLE(f))

/** The word of physical memory at byte address a, which lies in a usable frame or a directory and
 * was stored before: what RAM holds when the machine starts is nobody's business. */
u32 fload(paddr_t a);
#define fload_PRE(a)     (MBoot.ready == 1 && IS_MEMORY((a) / PAGE_SIZE) && mem_load_PRE(a))
#define fload_ASSIGNS(a) NOTHING
#define fload_POST(a)    mem_load_POST(a)

/** Store v in the word of physical memory at byte address a, which lies in a usable frame or a
 * directory. */
void fstore(paddr_t a, word_t v);
#define fstore_PRE(a, v) (MBoot.ready == 1 && IS_MEMORY((a) / PAGE_SIZE) && mem_store_PRE(a, v))
#define fstore_ASSIGNS(a, v) mem_store_ASSIGNS(a, v)
#define fstore_POST(a, v)    mem_store_POST(a, v)

/** A frame to clear must be usable, too. */
#define MBoot_mem_clear_PRE(f) (MBoot.ready == 1 && FRAME_USABLE(f))

/** And the paging unit is to see usable memory only. */
#define MBoot_virt_load_PRE(va) \
	(MBoot.ready == 1 && FRAME_USABLE(PTE_ADDRESS(va) / PAGE_SIZE) && \
	 FRAME_USABLE(TARGET(va) / PAGE_SIZE))

#endif
