/* pit.c: the timer, an 8254: channel 0 interrupts, channel 2 is for measuring.
 *
 * Nothing counts here: what a channel has counted down to follows from the time and from when it
 * was loaded.  An interrupt that the guest has not taken when the next one is due is one, as
 * it is with the real timer.
 *
 * Not here: counting in decimal digits, the status of the read-back command, the gate as a brake
 * (its rising edge does start a count).
 */
#include "pit.h"
#include "clock.h"
#include "pic.h"

#define CHANNELS 3u
#define SPEAKER  2u /* its channel */
#define CONTROL  3u /* port % 4 */

/* The control byte: channel, access, mode. */
#define CHANNEL(v)  ((v) >> 6)
#define READ_BACK   3u /* for a channel: */
#define NO_LATCH    0x20u
#define ACCESS(v)   ((v) >> 4 & 3)
#define LATCH       0u /* for an access */
#define LOW_BYTE    1u
#define HIGH_BYTE   2u
#define MODE(v)     ((v) >> 1 & 7)
#define RATE        2u
#define SQUARE      3u
#define SAME_MODE   4u /* 6 and 7 are 2 and 3 */

/* Port 0x61. */
#define GATE    0x01u
#define DATA    0x02u
#define REFRESH 0x10u /* goes to and fro */
#define OUTPUT  0x20u

struct channel {
	u32 access;
	u32 mode;
	u32 is_second;  /* of the two bytes of a count, the high one is next */
	u32 low;        /* the byte written before it */
	u32 reload;     /* ticks; 0: the channel was not loaded */
	u64 loaded;     /* when */
	u32 is_latched; /* and to what: */
	u32 latched;
};

static struct channel channels[CHANNELS];
static u32 is_still; /* the speaker's channel */
static u64 due; /* when channel 0 interrupts, if it is to */
static u32 is_due;
static u32 gate;

static u32 is_periodic(const struct channel *c)
{
	return c->mode == RATE || c->mode == SQUARE;
}

/* What it has counted down to. */
static u32 count(const struct channel *c)
{
	u64 passed = clock_ticks() - c->loaded;
	u32 rest;

	if (!c->reload || (is_still && c == &channels[SPEAKER]))
		return 0;
	if (!is_periodic(c))
		return c->reload - (u32)passed;
	divide(c->mode == SQUARE ? passed * 2 : passed, c->reload, &rest);
	return c->reload - rest;
}

static u32 output(const struct channel *c)
{
	u64 passed = clock_ticks() - c->loaded;
	u32 rest;

	if (!c->reload || c->mode == RATE)
		return c->mode != 0;
	if (c->mode != SQUARE)
		return passed >= c->reload;
	divide(passed, c->reload, &rest);
	return rest < c->reload / 2;
}

static void start(struct channel *c)
{
	c->loaded = clock_ticks();
	if (c != &channels[0])
		return;
	due = c->loaded + c->reload;
	is_due = 1;
}

void pit_stop_speaker(void)
{
	is_still = 1;
}

void pit_update(void)
{
	const struct channel *c = &channels[0];
	u64 now = clock_ticks();
	u32 late;

	if (!is_due || now < due)
		return;
	pic_pulse(IRQ_TIMER);
	is_due = is_periodic(c);
	if (is_due) {
		divide(now - due, c->reload, &late);
		due = now - late + c->reload;
	}
}

static void latch(struct channel *c)
{
	if (c->is_latched)
		return;
	c->latched = count(c);
	c->is_latched = 1;
}

static void control(u32 value)
{
	struct channel *c = &channels[CHANNEL(value) % CHANNELS];

	if (CHANNEL(value) == READ_BACK) {
		for (u32 i = 0; i < CHANNELS; i++)
			if (!(value & NO_LATCH) && value >> (i + 1) & 1)
				latch(&channels[i]);
	} else if (ACCESS(value) == LATCH) {
		latch(c);
	} else {
		*c = (struct channel){ .access = ACCESS(value), .mode = MODE(value) };
		if (c->mode > 5)
			c->mode -= SAME_MODE;
		if (c == &channels[0])
			is_due = 0;
	}
}

/* A count begins with its last byte; of 16 bits, 0 means 2^16. */
static void load(struct channel *c, u32 value)
{
	u32 reload = c->access == HIGH_BYTE ? value << 8 : value;

	if (c->access == (LOW_BYTE | HIGH_BYTE)) {
		c->is_second = !c->is_second;
		if (c->is_second) {
			c->low = value;
			return;
		}
		reload = value << 8 | c->low;
	}
	c->reload = reload ? reload : 0x10000;
	start(c);
}

void pit_write(u32 port, u32 value)
{
	if (port % 4 == CONTROL)
		control(value);
	else
		load(&channels[port % 4], value);
}

u32 pit_read(u32 port)
{
	struct channel *c = &channels[port % 4 % CHANNELS];
	u32 is_high = c->access == HIGH_BYTE || c->is_second;
	u32 value;

	if (port % 4 == CONTROL)
		return 0xff;
	value = c->is_latched ? c->latched : count(c);
	if (c->access == (LOW_BYTE | HIGH_BYTE))
		c->is_second = !c->is_second;
	if (!c->is_second)
		c->is_latched = 0;
	return value >> (is_high ? 8 : 0) & 0xff;
}

u32 pit_read_gate(u32 port)
{
	(void)port;
	gate ^= REFRESH;
	return gate | (output(&channels[SPEAKER]) ? OUTPUT : 0);
}

void pit_write_gate(u32 port, u32 value)
{
	(void)port;
	if (value & ~gate & GATE)
		start(&channels[SPEAKER]);
	gate = (gate & REFRESH) | (value & (GATE | DATA));
}
