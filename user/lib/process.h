/* process.h: what programs that work together have in common. */
#ifndef PROCESS_H
#define PROCESS_H

#include <sys.h>

/* The next word that whoever started this program has for it; `otherwise` if there is none. */
u32 start_word(u32 otherwise);

/* Put a word into a channel, as soon as there is room; an error if nobody will take it. */
u32 send_word(u32 channel, u32 word);

/* The next word that comes into the own channel; an error if none has come and that process, of
 * which one is expected, has ended. */
u32 receive_from(u32 pid, u32 *word);

/* Send a word to that process, and wait for the word that comes back: send_word and receive_from,
 * with one system call if the other runs and answers at once. */
u32 exchange(u32 pid, u32 word, u32 *answer);

/* Start the program of that name.  Returns an error. */
u32 start_program(const char *name, u32 *pid);

/* The file of that name; an error if there is none. */
u32 find_file(const char *name, u32 *file);

/* The file whose program this is. */
u32 own_file(void);

/* 1 if the process runs, or has still to give back what it has; else its status is stored, unless
 * that is NULL.  Numbers are given out again: who wants to see the end of a process has to look
 * each time that it is its turn. */
u32 process_runs(u32 pid, u32 *status);

/* Let others run until the process has ended.  Returns its status. */
u32 wait_for_end(u32 pid);

/* The same, asleep.  It puts words into the channel of the process, so this is for one that takes
 * no more. */
u32 sleep_until_end(u32 pid);

#endif
