/* shell.h: the parts of the shell.
 *
 * keys: bytes that were typed, read ahead while a program runs
 * line: a line as it is edited, with a history
 * complete: how a word may go on
 * jobs: programs that run
 * commands: what can be typed
 */
#ifndef SHELL_H
#define SHELL_H

#include <types.h>

#define CTRL(c)   ((c) - '@')
#define BACKSPACE '\b'
#define ESCAPE    0x1b
#define DELETE    0x7f

/* A line, with the zero at its end: with a prompt it fits into a row of 80. */
#define LINE_SIZE 72u
#define WORDS     16u

/* Look whether something was typed.  Returns 1 if the keys of Ctrl-C were; what else was is kept
 * for key_next. */
u32 key_interrupts(void);

/* The next byte that was typed; others run until there is one. */
char key_next(void);

/* Let somebody type a line.  Empty, if it is given up by Ctrl-C. */
void line_read(const char *prompt, char line[LINE_SIZE]);

/* How the word that ends at the cursor can go on: as far as this is certain it is stored in `more`
 * (LINE_SIZE).  Returns 1 if there are several ways: if nothing is certain, they are shown. */
u32 complete(const char *line, u32 cursor, char *more);

/* A command's name, in the order of the list; NULL behind it. */
const char *command_name(u32 i);
void command_run(char *line);

/* Start a program, with words for it.  In the foreground: until it has ended. */
void job_run(u32 file, const u32 *words, u32 count, u32 in_background);
/* The same for one that reads the keys itself. */
void job_run_alone(u32 file, u32 word);
/* Say which programs in the background have ended. */
void jobs_report(void);
/* Until all of them have ended, or by Ctrl-C. */
void jobs_wait(void);

#endif
