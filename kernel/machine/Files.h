/** @file
 * Files: the ground: what the boot loader brought, with names.
 *
 * Programs are the first of them.
 */
#ifndef FILES_H
#define FILES_H
#include <deep.h>
#include <devices.h>

struct Files_state {
	u32 bytes[NFILES];              /**< of a file, 0 for none */
	word_t word[NFILES][FILE_WORDS];
	word_t name[NFILES][NAME_WORDS]; /**< its name, a byte a character, filled with zeroes */
};
STATE(Files)

/** Words of n bytes, the last of which may be filled with zeroes. */
#define WORDS_OF(n) ((n) / 4 + ((n) % 4 == 0 ? 0 : 1))

#define Files_INVARIANT (ALL(i, NFILES, Files.bytes[i] <= FILE_WORDS * 4))

/** Nothing is known of what the boot loader brings. */
#define Files_START (1)

/** Bytes of file i; 0 if there is no such file. */
u32 file_bytes(index_t i);
#define file_bytes_PRE(i)     ((i) < NFILES)
#define file_bytes_ASSIGNS(i) NOTHING
#define file_bytes_POST(i)    (CLAUSE(RESULT == Files.bytes[i]))

/** Word k of file i. */
word_t file_word(index_t i, u32 k);
#define file_word_PRE(i, k)     ((i) < NFILES && (k) < WORDS_OF(Files.bytes[i]))
#define file_word_ASSIGNS(i, k) NOTHING
#define file_word_POST(i, k)    (CLAUSE(RESULT == Files.word[i][k]))

/** Word k of the name of file i. */
word_t file_name(index_t i, index_t k);
#define file_name_PRE(i, k)     ((i) < NFILES && (k) < NAME_WORDS)
#define file_name_ASSIGNS(i, k) NOTHING
#define file_name_POST(i, k)    (CLAUSE(RESULT == Files.name[i][k]))

#endif
