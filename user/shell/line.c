/* line.c: a line as it is edited, with a history.
 *
 * The line on the screen is written anew from the first column that may have changed.  Backspace
 * moves the cursor, and nothing else is asked of the terminal; so a line has to fit into a row.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "shell.h"

#define HISTORY 16u

/* Keys that are several bytes: ESCAPE, [, a letter; or ESCAPE, [, digits, ~. */
enum key {
	KEY_UP = 0x100,
	KEY_DOWN,
	KEY_RIGHT,
	KEY_LEFT,
	KEY_HOME,
	KEY_END,
	KEY_DELETE,
	KEY_NONE,
};

static struct {
	const char *prompt;
	char text[LINE_SIZE];
	u32 length;
	u32 cursor;
	u32 back; /* how far up the history; 0: the line that is new */
} line;

static char history[HISTORY][LINE_SIZE]; /* a ring */
static u32 remembered;                   /* lines in all, since the beginning */
static char new_line[LINE_SIZE];         /* what was typed before the history was looked at */

/* ---- the screen ------------------------------------------------------------------------------ */

/* Show the text from there on, where the screen's cursor stands, and blanks for what is no more. */
static void show_from(u32 at, u32 erased)
{
	printf("%s%*s", line.text + at, (int)erased, "");
	for (u32 i = line.length + erased; i > line.cursor; i--)
		putchar('\b');
}

static void show_all(u32 erased)
{
	printf("\r%s", line.prompt);
	show_from(0, erased);
}

static void move_to(u32 cursor)
{
	for (; line.cursor > cursor; line.cursor--)
		putchar('\b');
	for (; line.cursor < cursor; line.cursor++)
		putchar(line.text[line.cursor]);
}

/* ---- the line -------------------------------------------------------------------------------- */

static void insert(char c)
{
	if (line.length == LINE_SIZE - 1)
		return;
	memmove(line.text + line.cursor + 1, line.text + line.cursor,
	        line.length - line.cursor + 1);
	line.text[line.cursor] = c;
	line.length++;
	line.cursor++;
	show_from(line.cursor - 1, 0);
}

/* Take out what is between there and the cursor. */
static void erase_back_to(u32 from)
{
	u32 cursor = line.cursor;

	move_to(from);
	memmove(line.text + from, line.text + cursor, line.length - cursor + 1);
	line.length -= cursor - from;
	show_from(from, cursor - from);
}

static void clear(void)
{
	line.text[0] = '\0';
	line.length = 0;
	line.cursor = 0;
}

static u32 start_of_word(void)
{
	u32 at = line.cursor;

	while (at > 0 && line.text[at - 1] == ' ')
		at--;
	while (at > 0 && line.text[at - 1] != ' ')
		at--;
	return at;
}

static void set(const char *text)
{
	u32 before = line.length;

	strcpy(line.text, text);
	line.length = strlen(text);
	line.cursor = line.length;
	show_all(before > line.length ? before - line.length : 0);
}

/* ---- the history ----------------------------------------------------------------------------- */

static char *history_line(u32 back)
{
	return history[(remembered - back) % HISTORY];
}

static void look_back(u32 back)
{
	if (back > remembered || back > HISTORY)
		return;
	if (line.back == 0)
		strcpy(new_line, line.text);
	line.back = back;
	set(back == 0 ? new_line : history_line(back));
}

static void remember(void)
{
	if (line.length == 0 || (remembered > 0 && strcmp(history_line(1), line.text) == 0))
		return;
	strcpy(history[remembered++ % HISTORY], line.text);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void complete_word(void)
{
	char more[LINE_SIZE] = "";
	u32 shown = complete(line.text, line.cursor, more);

	for (const char *c = more; *c; c++)
		insert(*c);
	if (shown)
		show_all(0);
}

static enum key key_of_letter(char c)
{
	switch (c) {
	case 'A':
		return KEY_UP;
	case 'B':
		return KEY_DOWN;
	case 'C':
		return KEY_RIGHT;
	case 'D':
		return KEY_LEFT;
	case 'H':
		return KEY_HOME;
	case 'F':
		return KEY_END;
	default:
		return KEY_NONE;
	}
}

static enum key key_of_number(u32 number)
{
	switch (number) {
	case 1:
	case 7:
		return KEY_HOME;
	case 4:
	case 8:
		return KEY_END;
	case 3:
		return KEY_DELETE;
	default:
		return KEY_NONE;
	}
}

static u32 read_key(void)
{
	u32 number = 0;
	char c = key_next();

	if (c != ESCAPE)
		return (u8)c;
	c = key_next();
	if (c != '[' && c != 'O')
		return KEY_NONE;
	for (c = key_next(); isdigit(c) || c == ';'; c = key_next())
		number = isdigit(c) ? number * 10 + (u32)(c - '0') : 0;
	return c == '~' ? key_of_number(number) : key_of_letter(c);
}

static void edit(u32 key)
{
	switch (key) {
	case BACKSPACE:
	case DELETE:
		if (line.cursor > 0)
			erase_back_to(line.cursor - 1);
		break;
	case KEY_DELETE:
		if (line.cursor < line.length) {
			move_to(line.cursor + 1);
			erase_back_to(line.cursor - 1);
		}
		break;
	case CTRL('U'):
		erase_back_to(0);
		break;
	case CTRL('W'):
		erase_back_to(start_of_word());
		break;
	case KEY_LEFT:
	case CTRL('B'):
		if (line.cursor > 0)
			move_to(line.cursor - 1);
		break;
	case KEY_RIGHT:
	case CTRL('F'):
		if (line.cursor < line.length)
			move_to(line.cursor + 1);
		break;
	case KEY_HOME:
	case CTRL('A'):
		move_to(0);
		break;
	case KEY_END:
	case CTRL('E'):
		move_to(line.length);
		break;
	case KEY_UP:
	case CTRL('P'):
		look_back(line.back + 1);
		break;
	case KEY_DOWN:
	case CTRL('N'):
		if (line.back > 0)
			look_back(line.back - 1);
		break;
	case '\t':
		complete_word();
		break;
	default:
		if (key >= ' ' && key < DELETE)
			insert((char)key);
	}
}

void line_read(const char *prompt, char text[LINE_SIZE])
{
	u32 key;

	line.prompt = prompt;
	line.back = 0;
	clear();
	printf("%s", prompt);
	for (key = read_key(); key != '\r' && key != '\n'; key = read_key()) {
		if (key == CTRL('C')) {
			printf("^C");
			clear();
			break;
		}
		edit(key);
	}
	putchar('\n');
	remember();
	strcpy(text, line.text);
}
