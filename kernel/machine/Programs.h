/** @file
 * Programs: the ground: the programs that the boot loader brought.
 *
 * Each is a file of words that nobody has looked into.  What is not a whole word at its end is
 * filled with zeroes.
 */
#ifndef PROGRAMS_H
#define PROGRAMS_H
#include <deep.h>

struct Programs_state {
	u32 size[NIMAGES]; /**< words of a program's image, 0 for none */
	word_t word[NIMAGES][IMAGE_WORDS];
};
STATE(Programs)

#define Programs_INVARIANT (ALL(i, NIMAGES, Programs.size[i] <= IMAGE_WORDS))

/** Nothing is known of what the boot loader brings. */
#define Programs_START (1)

/** Words of the image of program i; 0 if there is no such program. */
u32 image_size(image_t i);
#define image_size_PRE(i)     ((i) < NIMAGES)
#define image_size_ASSIGNS(i) NOTHING
#define image_size_POST(i)    (CLAUSE(RESULT == Programs.size[i]))

/** Word k of the image of program i. */
word_t image_word(image_t i, u32 k);
#define image_word_PRE(i, k)     ((i) < NIMAGES && (k) < Programs.size[i])
#define image_word_ASSIGNS(i, k) NOTHING
#define image_word_POST(i, k)    (CLAUSE(RESULT == Programs.word[i][k]))

#endif
