/* pic.c: the interrupt controllers: two 8259, the second one on line 2 of the first.
 *
 * A line that goes up is a request until it is taken or goes down again.  A request passes if its
 * line is not masked and no line that comes before it, or it itself, is being served.
 *
 * Not here: priorities that rotate, the special mask mode, polling.
 */
#include "pic.h"

#define LINES   8u /* also: no line */
#define CASCADE 2u

#define IS_COMMAND(port) (((port) & 1) == 0)
#define IS_SECOND(port)  (((port) & 0x80) != 0)

/* What is written to the command port: */
#define ICW1           0x10 /* the initialisation begins; its words follow at the other port */
#define ICW1_SINGLE    0x02 /* without ICW3 */
#define ICW1_FOUR      0x01 /* with ICW4 */
#define ICW4_AUTOMATIC 0x02 /* what is taken is served at once */
#define OCW3           0x08
#define OCW3_CHOOSES   0x02 /* what the command port reads as: */
#define OCW3_SERVING   0x01
#define OCW2_END       0x20 /* a line has been served, */
#define OCW2_THIS      0x40 /* the one that is told */

struct chip {
	u8 lines;    /* that are high */
	u8 requests;
	u8 serving;
	u8 masked;
	u8 base;     /* vector of line 0 */
	u8 icw1;
	u8 step;     /* ICW that comes next; 0: none */
	u8 is_automatic;
	u8 reads_serving;
};

static struct chip chips[2];

static u32 bit(u32 line)
{
	return 1u << line;
}

/* The line whose request passes; LINES if none does. */
static u32 first(const struct chip *c)
{
	for (u32 line = 0; line < LINES; line++) {
		if (c->serving & bit(line))
			return LINES;
		if (c->requests & ~c->masked & bit(line))
			return line;
	}
	return LINES;
}

static void set_line(struct chip *c, u32 line, u32 level)
{
	if (level && !(c->lines & bit(line)))
		c->requests |= bit(line);
	if (!level)
		c->requests &= ~bit(line);
	c->lines = (c->lines & ~bit(line)) | level << line;
}

/* The second chip's output is a line of the first. */
static void cascade(void)
{
	set_line(&chips[0], CASCADE, first(&chips[1]) != LINES);
}

void pic_set(u32 irq, u32 level)
{
	set_line(&chips[irq / LINES], irq % LINES, level);
	cascade();
}

void pic_pulse(u32 irq)
{
	pic_set(irq, 0);
	pic_set(irq, 1);
}

u32 pic_pending(void)
{
	return first(&chips[0]) != LINES;
}

static u32 take(struct chip *c)
{
	u32 line = first(c);

	c->requests &= ~bit(line);
	if (!c->is_automatic)
		c->serving |= bit(line);
	return line;
}

u32 pic_take(void)
{
	u32 line = take(&chips[0]);

	if (line != CASCADE)
		return chips[0].base + line;
	line = take(&chips[1]);
	cascade();
	return chips[1].base + line;
}

static void begin(struct chip *c, u8 value)
{
	*c = (struct chip){ .lines = c->lines, .icw1 = value, .step = 2 };
}

static void initialise(struct chip *c, u8 value)
{
	if (c->step == 2)
		c->base = value & 0xf8;
	if (c->step == 4)
		c->is_automatic = (value & ICW4_AUTOMATIC) != 0;
	c->step++;
	if (c->step == 3 && (c->icw1 & ICW1_SINGLE))
		c->step++;
	if (c->step == 4 && !(c->icw1 & ICW1_FOUR))
		c->step++;
	if (c->step > 4)
		c->step = 0;
}

/* Without a line told, it is the one that comes first of those that are being served. */
static void end(struct chip *c, u8 value)
{
	if (value & OCW2_THIS)
		c->serving &= ~bit(value % LINES);
	else
		c->serving &= c->serving - 1;
}

static void command(struct chip *c, u8 value)
{
	if (value & ICW1)
		begin(c, value);
	else if (value & OCW3)
		c->reads_serving = value & OCW3_CHOOSES ? value & OCW3_SERVING : c->reads_serving;
	else if (value & OCW2_END)
		end(c, value);
}

void pic_write(u32 port, u32 value)
{
	struct chip *c = &chips[IS_SECOND(port)];

	if (IS_COMMAND(port))
		command(c, (u8)value);
	else if (c->step)
		initialise(c, (u8)value);
	else
		c->masked = (u8)value;
	cascade();
}

u32 pic_read(u32 port)
{
	const struct chip *c = &chips[IS_SECOND(port)];

	if (!IS_COMMAND(port))
		return c->masked;
	return c->reads_serving ? c->serving : c->requests;
}
