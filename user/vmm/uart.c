/* uart.c: the serial line COM1, a 16550A, whose other end is the console.
 *
 * What the guest sends is sent at once, as far as it can see.  Here it is gathered, since a system
 * call takes several characters: until a line ends, or the guest halts, or a tick of the host's
 * clock comes.
 */
#include "uart.h"
#include "pic.h"
#include "run.h"

#include <stdio.h>
#include <sys.h>

/* Registers; with the divisor chosen, the first two are its bytes. */
#define DATA        0u
#define INTERRUPTS  1u
#define CAUSE       2u /* read */
#define FIFO        2u /* written */
#define LINE        3u
#define MODEM       4u
#define LINE_STATUS 5u
#define MODEM_STATUS 6u
#define SCRATCH     7u

#define INTERRUPTS_RECEIVED 0x01u
#define INTERRUPTS_EMPTY    0x02u /* there is room to send */
#define INTERRUPTS_ALL      0x0fu
#define CAUSE_NONE      0x01u
#define CAUSE_EMPTY     0x02u
#define CAUSE_RECEIVED  0x04u
#define CAUSE_FIFO      0xc0u
#define FIFO_ON         0x01u
#define FIFO_CLEARS     0x02u
#define LINE_DIVISOR    0x80u
#define MODEM_LOOP      0x10u /* what is sent is received */
#define MODEM_ALL       0x1fu
#define LINE_RECEIVED   0x01u
#define LINE_EMPTY      0x60u
#define MODEM_READY     0xb0u /* carrier, data set ready, clear to send */

#define RECEIVED 16u /* characters that wait, at most */
#define ESCAPE   0x1du /* Ctrl-] ends the guest */

static u8 divisor[2] = { 1, 0 };
static u8 interrupts;
static u8 fifo;
static u8 line;
static u8 modem;
static u8 scratch;
static u32 says_empty; /* that there is room to send has not been told yet */

static u8 received[RECEIVED];
static u32 first;
static u32 waiting;

static u32 is_return; /* the latest character, which is held back */

void uart_flush(void)
{
	fflush(stdout);
}

/* The console begins a new line with a return of its own. */
void uart_print(u32 character)
{
	if (is_return && character != '\n')
		putchar('\r');
	is_return = character == '\r';
	if (!is_return)
		putchar((int)character);
}

static u32 cause(void)
{
	if ((interrupts & INTERRUPTS_RECEIVED) && waiting)
		return CAUSE_RECEIVED;
	if ((interrupts & INTERRUPTS_EMPTY) && says_empty)
		return CAUSE_EMPTY;
	return CAUSE_NONE;
}

static void update(void)
{
	pic_set(IRQ_COM1, cause() != CAUSE_NONE);
}

static void receive(u32 character)
{
	if (waiting == RECEIVED)
		return;
	received[(first + waiting++) % RECEIVED] = (u8)character;
	update();
}

void uart_poll(u32 rest)
{
	char character;

	for (; waiting < RECEIVED && sys_read(&character, rest) == SYS_OK; rest = 0) {
		if (character == ESCAPE)
			run_end("was ended by Ctrl-]", 0);
		receive((u8)character);
	}
}

static u32 take_received(void)
{
	u32 character = 0;

	if (waiting) {
		character = received[first];
		first = (first + 1) % RECEIVED;
		waiting--;
		update();
	}
	return character;
}

static void send(u32 character)
{
	if (modem & MODEM_LOOP)
		receive(character);
	else
		uart_print(character);
	says_empty = 1;
	update();
}

/* To read that there is room to send is to be told. */
static u32 read_cause(void)
{
	u32 now = cause();

	if (now == CAUSE_EMPTY)
		says_empty = 0;
	update();
	return now | (fifo & FIFO_ON ? CAUSE_FIFO : 0);
}

/* In a loop, the modem's answers are what the guest tells it, in another order. */
static u32 modem_status(void)
{
	if (!(modem & MODEM_LOOP))
		return MODEM_READY;
	return (modem & 0x0c) << 4 | (modem & 0x02) << 3 | (modem & 0x01) << 5;
}

u32 uart_read(u32 port)
{
	u32 r = port % 8;

	if ((line & LINE_DIVISOR) && r <= INTERRUPTS)
		return divisor[r];
	switch (r) {
	case DATA:
		return take_received();
	case INTERRUPTS:
		return interrupts;
	case CAUSE:
		return read_cause();
	case LINE:
		return line;
	case MODEM:
		return modem;
	case LINE_STATUS:
		return LINE_EMPTY | (waiting ? LINE_RECEIVED : 0);
	case MODEM_STATUS:
		return modem_status();
	default:
		return scratch;
	}
}

/* To allow the interrupt that there is room to send is to ask if there is. */
static void set_interrupts(u32 value)
{
	if (value & ~(u32)interrupts & INTERRUPTS_EMPTY)
		says_empty = 1;
	interrupts = value & INTERRUPTS_ALL;
	update();
}

static void set_fifo(u32 value)
{
	fifo = (u8)value;
	if (value & FIFO_CLEARS)
		waiting = 0;
	update();
}

void uart_write(u32 port, u32 value)
{
	u32 r = port % 8;

	if ((line & LINE_DIVISOR) && r <= INTERRUPTS) {
		divisor[r] = (u8)value;
		return;
	}
	switch (r) {
	case DATA:
		send(value & 0xff);
		break;
	case INTERRUPTS:
		set_interrupts(value);
		break;
	case FIFO:
		set_fifo(value);
		break;
	case LINE:
		line = (u8)value;
		break;
	case MODEM:
		modem = value & MODEM_ALL;
		break;
	case SCRATCH:
		scratch = (u8)value;
		break;
	default:
		break;
	}
}
