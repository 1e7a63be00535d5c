/* options.h: the guest's command line, and what of it is for the monitor. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <types.h>

#define COMMAND_LINE_MOST 2047u /* characters */

/* Take the text of that file for the command line.  Returns an error. */
u32 options_read(u32 file);

const char *options_line(void);

/* Add a word to the line, if it fits. */
void options_add(const char *word);

/* Is this word of the line, or the beginning of one up to its "="? */
u32 option_given(const char *name);

/* The number behind "name="; `otherwise` if there is none. */
u32 option_number(const char *name, u32 otherwise);

#endif
