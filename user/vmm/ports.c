/* ports.c: which device is at which port.
 *
 * Where there is none, nobody drives the bus: it reads as all ones.
 */
#include "ports.h"
#include "pic.h"
#include "pit.h"
#include "rtc.h"
#include "run.h"
#include "tiny.h"
#include "uart.h"

struct device {
	u32 first;
	u32 last;
	u32 width; /* bytes that it takes at a time; more of them are taken one by one, */
	u32 step;  /* from as many ports, 1, or from this one, 0 */
	u32 (*read)(u32 port);
	void (*write)(u32 port, u32 value);
};

/* The keyboard controller, of which there is just the command that resets the machine.  Read, it
 * says that it is ready for a command, and that a byte waits however many are taken: so a guest
 * finds out soon that there is none. */
#define KEYBOARD_RESET 0xfeu
#define KEYBOARD_READY 0xfdu

static u32 read_keyboard(u32 port)
{
	(void)port;
	return KEYBOARD_READY;
}

static void write_keyboard(u32 port, u32 value)
{
	(void)port;
	if (value == KEYBOARD_RESET)
		run_end("resets the machine, by its keyboard controller", 0);
}

/* The chip set's reset. */
#define RESET_NOW 0x04u

static u32 read_ones(u32 port)
{
	(void)port;
	return 0xffffffff;
}

static void write_reset(u32 port, u32 value)
{
	(void)port;
	if (value & RESET_NOW)
		run_end("resets the machine, by its chip set", 0);
}

static const struct device devices[] = {
	{ 0x3f8, 0x3ff, 1, 1, uart_read, uart_write },
	{ 0x20, 0x21, 1, 1, pic_read, pic_write },
	{ 0xa0, 0xa1, 1, 1, pic_read, pic_write },
	{ 0x40, 0x43, 1, 1, pit_read, pit_write },
	{ 0x61, 0x61, 1, 1, pit_read_gate, pit_write_gate },
	{ 0x64, 0x64, 1, 1, read_keyboard, write_keyboard },
	{ 0x70, 0x71, 1, 1, rtc_read, rtc_write },
	{ 0xcf9, 0xcf9, 1, 1, read_ones, write_reset },
	{ TINY_PRINT, TINY_PRINT, 1, 1, tiny_read, tiny_write },
	{ TINY_COUNT, TINY_COUNT, 1, 0, tiny_read, tiny_write },
	{ TINY_KEEP, TINY_KEEP, 4, 1, tiny_read, tiny_write },
};

#define DEVICES (sizeof(devices) / sizeof(devices[0]))

/* The device at the port; 0: there is none. */
static const struct device *device_at(u32 port)
{
	for (u32 i = 0; i < DEVICES; i++)
		if (devices[i].first <= port && port <= devices[i].last)
			return &devices[i];
	return 0;
}

u32 ports_read(u32 port, u32 width)
{
	const struct device *d = device_at(port);
	u32 value = 0;

	if (!d)
		return 0xffffffff;
	if (width <= d->width)
		return d->read(port);
	for (u32 i = 0; i < width; i++)
		value |= (ports_read(port + i * d->step, 1) & 0xff) << i * 8;
	return value;
}

void ports_write(u32 port, u32 width, u32 value)
{
	const struct device *d = device_at(port);

	if (!d)
		return;
	if (width <= d->width) {
		d->write(port, value);
		return;
	}
	for (u32 i = 0; i < width; i++)
		ports_write(port + i * d->step, 1, value >> i * 8 & 0xff);
}
