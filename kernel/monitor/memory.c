/* memory.c: the monitor's picture of memory.
 *
 * It sees what a layer sees and no more: rows of the memory map through MBoot's primitives, frames
 * through MATIntro's.  Both are hidden further up, but a picture of the inside needs the inside.
 */
#include "monitor.h"

#include <sizes.h>
#include <machine.h>

#define PICTURE_WIDTH 64u

enum use { USE_KERNEL, USE_NONE, USE_FREE, USE_ALLOCATED, USES };

static const char use_letter[USES] = { 'K', '-', '.', '#' };
static const char *const use_name[USES] = { "kernel", "not usable", "free", "allocated" };

static u32 has_all(const char *const *names, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		if (!find_primitive(names[i]))
			return 0;
	}
	return 1;
}

/* Bytes in the largest unit that divides them. */
static void print_size(u32 bytes)
{
	if (bytes % (1u << 20) == 0)
		console_print("%7u MiB", bytes >> 20);
	else if (bytes % (1u << 10) == 0)
		console_print("%7u KiB", bytes >> 10);
	else
		console_print("%7u B  ", bytes);
}

static void print_row(u32 row, u32 start, u32 length)
{
	console_print("  %2u  0x%08x..0x%08x ", row, start, start + length - 1);
	print_size(length);
	console_print("  %s\n", call_named("mi_usable", 1, &row) ? "usable" : "not usable");
}

static void print_map(void)
{
	static const char *const needed[] = { "mi_rows", "mi_start", "mi_length", "mi_usable" };
	u32 rows;

	if (!has_all(needed, 4)) {
		console_print("this stack has no memory map (MBoot)\n");
		return;
	}
	rows = call_named("mi_rows", 0, 0);
	console_print("memory map (MBoot): %u rows\n", rows);
	for (u32 row = 0; row < rows; row++) {
		u32 start = call_named("mi_start", 1, &row);
		u32 length = call_named("mi_length", 1, &row);

		if (length == 0)
			console_print("  %2u  nothing below 4 GiB\n", row);
		else
			print_row(row, start, length);
	}
}

static enum use use_of(frame_t frame)
{
	if (frame < LEAST_FRAME)
		return USE_KERNEL;
	if (!call_named("is_norm", 1, &frame))
		return USE_NONE;
	return call_named("at_get", 1, &frame) ? USE_ALLOCATED : USE_FREE;
}

/* Frames first to first + count - 1 as one letter: their use, or '+' where it is mixed. */
static char letter_of(frame_t first, u32 count)
{
	enum use use = use_of(first);

	for (u32 i = 1; i < count; i++) {
		if (use_of(first + i) != use)
			return '+';
	}
	return use_letter[use];
}

static void print_picture(u32 frames)
{
	u32 each = 1;

	while (frames > each * PICTURE_WIDTH)
		each *= 2;
	console_print("  one letter is %u frames: K kernel, . free, # allocated, - not usable, "
		      "+ mixed\n  |", each);
	for (frame_t f = 0; f < frames; f += each)
		console_putc(letter_of(f, frames - f < each ? frames - f : each));
	console_print("|\n");
}

static void print_runs(u32 frames)
{
	frame_t first = 0;

	for (frame_t f = 1; f <= frames; f++) {
		if (f < frames && use_of(f) == use_of(first))
			continue;
		console_print("  %6u..%-6u ", first, f - 1);
		print_size((f - first) * PAGE_SIZE);
		console_print("  %s\n", use_name[use_of(first)]);
		first = f;
	}
}

void print_memory(void)
{
	static const char *const needed[] = { "is_norm", "at_get", "nps_get" };
	u32 frames;

	print_map();
	if (!has_all(needed, 3))
		return;
	frames = call_named("nps_get", 0, 0);
	console_print("frames (MATIntro): %u\n", frames);
	if (frames == 0)
		return;
	print_runs(frames);
	print_picture(frames);
}
