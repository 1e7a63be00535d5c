/** @file
 * Console: the ground: a keyboard and a screen, as bytes.
 *
 * What is typed comes from outside, at any time.  Of what is written the latest bytes are kept, so
 * that it can be seen what was written.
 */
#ifndef CONSOLE_H
#define CONSOLE_H
#include <deep.h>
#include <devices.h>

struct Console_state {
	u32 typed;                     /**< bytes that were typed and not read */
	u8 input[CONSOLE_TYPED];       /**< they, first the one to be read next; the rest is 0 */
	u8 output[CONSOLE_WRITTEN];    /**< the latest bytes written, the last one first */
};
STATE(Console)

#define Console_INVARIANT \
	(Console.typed <= CONSOLE_TYPED && \
	 ALL(k, CONSOLE_TYPED, IMPLIES(Console.typed <= k, Console.input[k] == 0)))

/** Nobody has typed yet. */
#define Console_START (Console.typed == 0)

/** Somebody types a byte.  It is lost if too many others wait to be read. */
void console_type(word_t byte);
#define console_type_PRE(byte)     ((byte) < 256)
#define console_type_ASSIGNS(byte) VAR(Console.typed), EACH(Console.input, CONSOLE_TYPED)
#define console_type_POST(byte) \
	(CLAUSE(Console.typed == OLD(Console.typed) + (OLD(IS_CONSOLE_FULL) ? 0 : 1)) && \
	 CLAUSE(ALL(k, CONSOLE_TYPED, Console.input[k] == \
	            (!OLD(IS_CONSOLE_FULL) && k == OLD(Console.typed) \
	             ? (byte) : OLD(Console.input[k])))))
#define IS_CONSOLE_FULL (Console.typed == CONSOLE_TYPED)

/** The next byte that was typed; CONSOLE_NONE if there is none. */
u32 console_read(void);
#define console_read_PRE()     (1)
#define console_read_ASSIGNS() VAR(Console.typed), EACH(Console.input, CONSOLE_TYPED)
#define console_read_POST() \
	(CLAUSE(RESULT == (OLD(Console.typed) == 0 ? CONSOLE_NONE : OLD(Console.input[0]))) && \
	 READ_IF(OLD(Console.typed) != 0))
/** If s, the byte that was typed first is read; else all is as it was. */
#define READ_IF(s) \
	(CLAUSE(Console.typed == OLD(Console.typed) - ((s) ? 1 : 0)) && \
	 CLAUSE(ALL(k, CONSOLE_TYPED, Console.input[k] == \
	            (!(s) ? OLD(Console.input[k]) \
	             : k + 1 == CONSOLE_TYPED ? 0 : OLD(INPUT_BEHIND(k))))))
#define INPUT_BEHIND(k) Console.input[((k) + 1) % CONSOLE_TYPED]

/** Write a byte. */
void console_write(word_t byte);
#define console_write_PRE(byte)     ((byte) < 256)
#define console_write_ASSIGNS(byte) EACH(Console.output, CONSOLE_WRITTEN)
#define console_write_POST(byte) \
	(CLAUSE(ALL(k, CONSOLE_WRITTEN, Console.output[k] == \
	            (k == 0 ? (byte) : OLD(OUTPUT_BEFORE(k))))))
#define OUTPUT_BEFORE(k) Console.output[((k) + CONSOLE_WRITTEN - 1) % CONSOLE_WRITTEN]

/** Of the bytes written, the one before the k latest. */
u32 console_written(index_t k);
#define console_written_PRE(k)     ((k) < CONSOLE_WRITTEN)
#define console_written_ASSIGNS(k) NOTHING
#define console_written_POST(k)    (CLAUSE(RESULT == Console.output[k]))

/** Let the processor rest until something comes from outside, at most a moment. */
void console_wait(void);
#define console_wait_PRE()     (1)
#define console_wait_ASSIGNS() NOTHING
#define console_wait_POST()    (1)

/** Say on the console why the program of thread t ends: which trap it took, and at which address
 * the memory is that it missed, if it did.  This is for people: it is not kept as written. */
void console_report(thread_t t, word_t trap, vaddr_t address);
#define console_report_PRE(t, trap, address)     (1)
#define console_report_ASSIGNS(t, trap, address) NOTHING
#define console_report_POST(t, trap, address)    (1)

#endif
