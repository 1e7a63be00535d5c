/* monitor.c: a prompt on the serial console, on top of the whole stack.
 *
 * The monitor is a context like any other: it observes the kernel through primitives and touches no
 * memory but its own.
 */
#include "monitor.h"

#include <machine.h>
#include <sizes.h>

void stack_init(void); /* table.c: the outermost initialisation */

#define LINE_SIZE 128u
#define WORDS     8u
#define ARGUMENTS 6u

#define CTRL_U    0x15
#define BACKSPACE 0x08
#define DELETE    0x7f

struct command {
	const char *name;
	const char *usage;
	const char *purpose;
	u32 most; /* words after the name */
	void (*run)(u32 count, char **words);
};

static u32 equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static const struct layer *top_layer(void)
{
	return &layer_table[layer_count - 1];
}

const struct primitive *find_primitive(const char *name)
{
	for (u32 i = 0; i < primitive_count; i++) {
		if (equal(primitive_table[i].name, name))
			return &primitive_table[i];
	}
	return 0;
}

u32 call_named(const char *name, u32 count, const u32 *arguments)
{
	return primitive_call(find_primitive(name)->function, count, arguments);
}

static u32 is_visible(const struct primitive *p, const struct layer *layer)
{
	for (u32 i = 0; i < layer->visible_count; i++) {
		if (&primitive_table[layer->visible[i]] == p)
			return 1;
	}
	return 0;
}

/* Read a number, decimal or 0x...; returns 0 if it is none or has more than 32 bits. */
static u32 read_number(const char *s, u32 *value)
{
	u32 base = 10;
	u64 n = 0;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		s += 2;
	}
	if (!*s)
		return 0;
	for (; *s; s++) {
		u32 digit;

		if (*s >= '0' && *s <= '9')
			digit = (u32)(*s - '0');
		else if (base == 16 && (*s | 0x20) >= 'a' && (*s | 0x20) <= 'f')
			digit = (u32)((*s | 0x20) - 'a') + 10;
		else
			return 0;
		n = n * base + digit;
		if (n > 0xffffffffull)
			return 0;
	}
	*value = (u32)n;
	return 1;
}

/* A line as it is typed; backspace takes back a character, ^U all of them. */
static void read_line(char *line)
{
	u32 length = 0;
	char c;

	for (;;) {
		c = console_getc();
		if (c == '\r' || c == '\n')
			break;
		if ((c == BACKSPACE || c == DELETE || c == CTRL_U) && length > 0) {
			do {
				console_print("\b \b");
				length--;
			} while (c == CTRL_U && length > 0);
		} else if (c >= ' ' && c < DELETE && length < LINE_SIZE - 1) {
			line[length++] = c;
			console_putc(c);
		}
	}
	line[length] = '\0';
	console_putc('\n');
}

/* Cut the line at its blanks; returns the number of words, WORDS + 1 if there are more. */
static u32 split(char *line, char **words)
{
	u32 count = 0;

	for (;;) {
		while (*line == ' ')
			*line++ = '\0';
		if (!*line)
			return count;
		if (count == WORDS)
			return WORDS + 1;
		words[count++] = line;
		while (*line && *line != ' ')
			line++;
	}
}

static void command_layers(u32 count, char **words)
{
	(void)count;
	(void)words;
	for (u32 i = layer_count; i-- > 0;) {
		const struct layer *layer = &layer_table[i];

		if (layer->number == 0)
			console_print("== %-10s %s\n", layer->name, layer->purpose);
		else
			console_print("%2u %-10s %s\n", layer->number, layer->name,
			              layer->purpose);
		console_print("   %-10s adds", "");
		for (u32 p = 0; p < primitive_count; p++) {
			if (equal(primitive_table[p].layer, layer->name))
				console_print(" %s", primitive_table[p].name);
		}
		console_putc('\n');
	}
}

static void command_mem(u32 count, char **words)
{
	(void)count;
	(void)words;
	print_memory();
}

static u32 read_argument(const char *word, u32 *value)
{
	if (read_number(word, value))
		return 1;
	console_print("%s is not a number of 32 bits: write 4096 or 0x1000\n", word);
	return 0;
}

static void command_pt(u32 count, char **words)
{
	vaddr_t va;
	map_t n;

	if (!find_primitive("pt_loaded")) {
		console_print("this stack has no page maps (MPTIntro)\n");
		return;
	}
	if (count == 0) {
		console_print("usage: pt ADDRESS [MAP]\n");
		return;
	}
	n = call_named("pt_loaded", 0, 0);
	if (!read_argument(words[0], &va) || (count > 1 && !read_argument(words[1], &n)))
		return;
	if (n < NMAPS)
		print_walk(va, n);
	else
		console_print("there are maps 0 to %u\n", NMAPS - 1);
}

static void print_visible(void)
{
	const struct layer *top = top_layer();

	console_print("%s shows:", top->name);
	for (u32 i = 0; i < top->visible_count; i++) {
		const struct primitive *p = &primitive_table[top->visible[i]];

		console_print(" %s(%u)", p->name, p->arguments);
	}
	console_putc('\n');
}

static void command_call(u32 count, char **words)
{
	const struct primitive *p = 0;
	u32 arguments[ARGUMENTS];
	u32 result;

	if (count > 0)
		p = find_primitive(words[0]);
	if (count == 0 || !p) {
		if (count > 0)
			console_print("no primitive is called %s; ", words[0]);
		print_visible();
		return;
	}
	if (!is_visible(p, top_layer())) {
		console_print("%s (of %s) is hidden at the topmost layer, %s\n", p->name, p->layer,
			      top_layer()->name);
		return;
	}
	if (count - 1 != p->arguments) {
		console_print("%s takes %u argument%s, not %u\n", p->name, p->arguments,
			      p->arguments == 1 ? "" : "s", count - 1);
		return;
	}
	for (u32 i = 0; i < p->arguments; i++) {
		if (!read_argument(words[1 + i], &arguments[i]))
			return;
	}
	result = primitive_call(p->function, p->arguments, arguments);
	if (p->returns)
		console_print("%u (0x%x)\n", result, result);
}

/* The program image of that name, or NIMAGES. */
static u32 image_called(const char *name)
{
	u32 i = 0;

	while (i < NIMAGES && !equal(machine_image_name(i), name))
		i++;
	return i;
}

/* Processes run until there is none, if the command line names a program that is to be the first:
 * the prompt is for what then is left. */
static void run_programs(void)
{
	const char *name = machine_first_program();
	u32 i = image_called(name);

	if (!*name)
		return;
	if (!find_primitive("proc_launch"))
		console_print("no program can run: this stack ends below TSysCall\n");
	else if (i == NIMAGES)
		console_print("no program can run: there is no boot module called %s\n", name);
	else if (call_named("proc_launch", 1, &i) == NIL)
		console_print("no program can run: %s is none\n", name);
	else
		call_named("proc_main", 0, 0);
}

/* The program image of that name or number; prints and returns NIMAGES if there is none. */
static u32 find_image(const char *name)
{
	u32 i = 0;

	if (machine_private_size) {
		console_print("no guest can run: in lockstep, the specification says only what the "
			      "grader's does\n");
		return NIMAGES;
	}
	if (!find_primitive("svm_run") || !call_named("svm_present", 0, 0)) {
		console_print("no guest can run: %s\n", find_primitive("svm_run")
		              ? "this processor has no SVM with nested paging"
		              : "this stack has no virtual machine (VSVM)");
		return NIMAGES;
	}
	if (read_number(name, &i) && i < NIMAGES && call_named("image_size", 1, &i) > 0)
		return i;
	i = image_called(name);
	if (i == NIMAGES)
		console_print("no boot module is a guest called %s: type guest for a list\n",
		              name);
	return i;
}

static void command_guest(u32 count, char **words)
{
	u32 i;

	if (count == 0) {
		for (i = 0; i < NIMAGES; i++)
			if (*machine_image_name(i))
				console_print("%u %s\n", i, machine_image_name(i));
		return;
	}
	i = find_image(words[0]);
	if (i < NIMAGES)
		run_guest(i);
}

static void command_wild(u32 count, char **words)
{
	u32 guests = 100;
	u32 seed = 1;
	u32 i;

	if ((count > 0 && !read_argument(words[0], &guests)) ||
	    (count > 1 && !read_argument(words[1], &seed)))
		return;
	i = find_image("hello");
	if (i < NIMAGES)
		run_wild_guests(i, guests, seed);
}

static void command_quit(u32 count, char **words)
{
	(void)count;
	(void)words;
	machine_exit(MACHINE_DONE);
}

static void command_reboot(u32 count, char **words)
{
	(void)count;
	(void)words;
	machine_reboot();
}

#ifdef DEBUG
static void command_selftest(u32 count, char **words)
{
	for (u32 i = 0; i < selftest_count; i++) {
		if (count == 0) {
			console_print("%-9s %s\n", selftests[i].name, selftests[i].effect);
		} else if (equal(selftests[i].name, words[0])) {
			selftests[i].run();
			return;
		}
	}
	if (count > 0)
		console_print("no selftest is called %s: type selftest for a list\n", words[0]);
}
#endif

static void command_help(u32 count, char **words);

static const struct command commands[] = {
	{ "help", "", "this list", 0, command_help },
	{ "layers", "", "the stack, topmost layer first", 0, command_layers },
	{ "mem", "", "the memory map and the use of every frame", 0, command_mem },
	{ "pt", "ADDRESS [MAP]", "how the paging unit translates an address", 2, command_pt },
	{ "call", "[PRIMITIVE ARGUMENTS]", "call a primitive of the topmost layer, or list them",
	  1 + ARGUMENTS, command_call },
	{ "guest", "[NAME]", "run a guest, or list them", 1, command_guest },
	{ "wild", "[COUNT [SEED]]", "run guests of random bytes; nothing of the kernel changes", 2,
	  command_wild },
#ifdef DEBUG
	{ "selftest", "[NAME]", "damage the kernel on purpose", 1, command_selftest },
#endif
	{ "reboot", "", "start again", 0, command_reboot },
	{ "quit", "", "leave the emulator", 0, command_quit },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void command_help(u32 count, char **words)
{
	(void)count;
	(void)words;
	for (u32 i = 0; i < COMMANDS; i++)
		console_print("%-9s %-22s %s\n", commands[i].name, commands[i].usage,
			      commands[i].purpose);
	console_print("call does not ask whether a precondition holds; the kernel of\n"
		      "make monitor LOCKSTEP=1 checks every call.\n");
}

static void run_line(u32 count, char **words)
{
	if (count == 0)
		return;
	if (count > WORDS) {
		console_print("too many words: at most %u\n", WORDS);
		return;
	}
	for (u32 i = 0; i < COMMANDS; i++) {
		const struct command *c = &commands[i];

		if (!equal(c->name, words[0]))
			continue;
		if (count > 1 && c->most == 0)
			console_print("%s takes no argument\n", c->name);
		else if (count - 1 > c->most)
			console_print("usage: %s %s\n", c->name, c->usage);
		else
			c->run(count - 1, words + 1);
		return;
	}
	console_print("no command is called %s: type help\n", words[0]);
}

_Noreturn void monitor_run(void)
{
	char line[LINE_SIZE];
	char *words[WORDS];

	stack_init();
	run_programs();
	console_print("Type help.\n");
	for (;;) {
		console_print("strata> ");
		read_line(line);
		run_line(split(line, words), words);
	}
}
