/** @file
 * Machine: the ground that the lowest layer stands on.
 *
 * What the trusted code of kernel/machine offers: the firmware's memory map and the processor's
 * registers; the other grounds have the rest.  It is not one of the 37 layers and nobody is graded
 * on it; its specification states what all the others rely on.
 */
#ifndef MACHINE_SPEC_H
#define MACHINE_SPEC_H
#include <deep.h>

/** The fields of a row of the firmware's memory map. */
#define ROW_BASE_LOW    0u
#define ROW_BASE_HIGH   1u
#define ROW_LENGTH_LOW  2u
#define ROW_LENGTH_HIGH 3u
#define ROW_USABLE      4u
#define ROW_FIELDS      5u

/** The registers that outlive a call, and where control continues. */
struct registers {
	u32 ebx, esi, edi, ebp, esp, eip;
};

/** Those that do not. */
struct scratch {
	u32 known; /**< how many of the next have a meaning for who goes on: 0, 1 (a result) or 3 */
	u32 eax, ecx, edx;
};

struct Machine_state {
	u32 rows;                        /**< rows of the firmware's memory map */
	u32 field[MAX_ROWS][ROW_FIELDS]; /**< base and length in bytes, 64 bits; usable 0 or 1 */
	struct registers cpu;            /**< set from outside before each call */
	struct scratch scratch;          /**< likewise */
};

#define Machine_INVARIANT \
	(Machine.rows <= MAX_ROWS && ALL(i, Machine.rows, Machine.field[i][ROW_USABLE] <= 1))

/** Nothing is known of how the firmware leaves it. */
#define Machine_START (1)

/** Number of rows of the firmware's memory map. */
u32 firmware_rows(void);
#define firmware_rows_PRE()     (1)
#define firmware_rows_ASSIGNS() NOTHING
#define firmware_rows_POST()    (CLAUSE(RESULT == Machine.rows))

/** One field of a row; undefined for a row or a field that does not exist. */
u32 firmware_field(index_t row, u32 field);
#define firmware_field_PRE(row, field)     ((row) < Machine.rows && (field) < ROW_FIELDS)
#define firmware_field_ASSIGNS(row, field) NOTHING
#define firmware_field_POST(row, field)    (CLAUSE(RESULT == Machine.field[row][field]))

#endif
