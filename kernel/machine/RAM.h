/** @file
 * RAM: the ground: how much memory the machine has.
 */
#ifndef RAM_H
#define RAM_H
#include <deep.h>

struct RAM_state {
	u32 kib; /**< what the firmware's map calls usable, in KiB */
};
STATE(RAM)

#define RAM_INVARIANT (1)

/** Any number. */
#define RAM_START (1)

/** How much memory the machine has, in KiB, without what the boot loader's files are in. */
u32 ram_kib(void);
#define ram_kib_PRE()     (1)
#define ram_kib_ASSIGNS() NOTHING
#define ram_kib_POST()    (CLAUSE(RESULT == RAM.kib))

#endif
