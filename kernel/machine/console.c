/* console.c: the serial line COM1, polled. */
#include "internal.h"

#include <machine/Console.h>

#define COM1 0x3f8u

#define DATA         (COM1 + 0)
#define INTERRUPTS   (COM1 + 1)
#define DIVISOR_LOW  (COM1 + 0)
#define DIVISOR_HIGH (COM1 + 1)
#define LINE         (COM1 + 3)
#define MODEM        (COM1 + 4)
#define STATUS       (COM1 + 5)

#define LINE_8N1     0x03u
#define LINE_DIVISOR 0x80u
#define CAN_READ     0x01u
#define CAN_WRITE    0x20u
#define ALL_WRITTEN  0x40u
#define NO_UART      0xffu

/* The FIFO stays as it is: to switch it on would lose what has been typed already. */
void console_init(void)
{
	outb(INTERRUPTS, 0);
	outb(LINE, LINE_DIVISOR);
	outb(DIVISOR_LOW, 1); /* 115200 baud */
	outb(DIVISOR_HIGH, 0);
	outb(LINE, LINE_8N1);
	outb(MODEM, 0x03); /* ready */
}

static void serial_put(char c)
{
	while (!(inb(STATUS) & CAN_WRITE)) /* true at once where there is no UART */
		;
	outb(DATA, (u8)c);
}

void console_putc(char c)
{
	if (c == '\n')
		serial_put('\r');
	serial_put(c);
}

void console_flush(void)
{
	while (!(inb(STATUS) & ALL_WRITTEN))
		;
}

char console_getc(void)
{
	u32 status;

	for (;;) {
		status = inb(STATUS);
		if (status == NO_UART)
			panic("there is no serial port to read from");
		if (status & CAN_READ)
			return (char)inb(DATA);
		__asm__ volatile("pause");
	}
}

/* ---- for programs: machine/Console.h --------------------------------------------------------- */

#define BACK(k) (written - 1 - (k)) % CONSOLE_WRITTEN

static u8 input[CONSOLE_TYPED];
static u8 output[CONSOLE_WRITTEN];
static u32 typed;   /* bytes of input */
static u32 written; /* bytes in all: output is a ring */

void console_type(word_t byte)
{
	if (typed < CONSOLE_TYPED)
		input[typed++] = (u8)byte;
}

/* What the line has meanwhile; a kernel that runs a stream gets its input from there alone. */
static void take_typed(void)
{
	u32 status = machine_stream() ? NO_UART : inb(STATUS);

	while (status != NO_UART && (status & CAN_READ) && typed < CONSOLE_TYPED) {
		console_type(inb(DATA));
		status = inb(STATUS);
	}
}

u32 console_read(void)
{
	u32 byte;

	take_typed();
	if (typed == 0)
		return CONSOLE_NONE;
	byte = input[0];
	memmove(input, input + 1, --typed);
	return byte;
}

void console_write(word_t byte)
{
	output[written++ % CONSOLE_WRITTEN] = (u8)byte;
	console_putc((char)byte);
}

u32 console_written(index_t k)
{
	return output[BACK(k)];
}

/* The trap's context is where it was put, below the end that PUCtx named. */
void console_report(thread_t t, word_t trap, vaddr_t address)
{
	const struct trapframe *frame = (const struct trapframe *)kernel_task.esp0 - 1;

	console_print("process %u: ", t);
	if (trap == TRAP_PAGE_FAULT)
		console_print("%s 0x%x, where it has no memory%s", frame->err & 2 ? "a store to"
		              : frame->eip == address ? "a jump to" : "a load from", address,
		              frame->err & 1 ? " for that" : ", or none is left");
	else
		console_print("%s", trap_name(trap));
	console_print(", at EIP 0x%x: it ends\n", frame->eip);
}

static void pad(char with, u32 length, u32 width)
{
	for (; length < width; length++)
		console_putc(with);
}

static u32 length_of(const char *s)
{
	u32 n = 0;

	while (s[n])
		n++;
	return n;
}

/* How one conversion is to be laid out: %[-|0][width]. */
struct layout {
	u32 left;
	char fill;
	u32 width;
};

static void print_text(const char *s, struct layout l)
{
	u32 length = length_of(s);

	if (!l.left)
		pad(' ', length, l.width);
	while (*s)
		console_putc(*s++);
	if (l.left)
		pad(' ', length, l.width);
}

static void print_number(u32 value, u32 negative, u32 base, struct layout l)
{
	char digits[12];
	u32 at = sizeof(digits) - 1;

	digits[at] = '\0';
	do {
		digits[--at] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative && l.fill == '0')
		console_putc('-');
	else if (negative)
		digits[--at] = '-';
	if (l.fill == '0') {
		pad('0', sizeof(digits) - 1 - at + negative, l.width);
		l.width = 0;
	}
	print_text(digits + at, l);
}

static const char *read_layout(const char *format, struct layout *l)
{
	*l = (struct layout){ .left = 0, .fill = ' ', .width = 0 };
	for (; *format == '-' || *format == '0'; format++) {
		if (*format == '-')
			l->left = 1;
		else
			l->fill = '0';
	}
	for (; *format >= '0' && *format <= '9'; format++)
		l->width = l->width * 10 + (u32)(*format - '0');
	return format;
}

void console_vprint(const char *format, __builtin_va_list arguments)
{
	struct layout l;
	u32 value;
	const char *s;

	for (; *format; format++) {
		if (*format != '%') {
			console_putc(*format);
			continue;
		}
		format = read_layout(format + 1, &l);
		switch (*format) {
		case 's':
			s = __builtin_va_arg(arguments, const char *);
			print_text(s ? s : "(null)", l);
			break;
		case 'c':
			console_putc((char)__builtin_va_arg(arguments, int));
			break;
		case 'd':
			value = __builtin_va_arg(arguments, u32);
			if (value >> 31)
				print_number(-value, 1, 10, l);
			else
				print_number(value, 0, 10, l);
			break;
		case 'u':
			print_number(__builtin_va_arg(arguments, u32), 0, 10, l);
			break;
		case 'x':
			print_number(__builtin_va_arg(arguments, u32), 0, 16, l);
			break;
		case '\0':
			return;
		default:
			console_putc(*format);
		}
	}
}

void console_print(const char *format, ...)
{
	__builtin_va_list arguments;

	__builtin_va_start(arguments, format);
	console_vprint(format, arguments);
	__builtin_va_end(arguments);
}
