/* rtc.c: the clock with the date, an MC146818, and the memory in which a BIOS leaves what a PC has.
 *
 * Nobody tells the monitor what day it is: each guest begins on the same.  There is no alarm.
 */
#include "rtc.h"
#include "clock.h"

#define CELLS 128u

/* The cells. */
#define SECONDS  0x00
#define MINUTES  0x02
#define HOURS    0x04
#define WEEKDAY  0x06 /* 1: Sunday */
#define DAY      0x07
#define MONTH    0x08
#define YEAR     0x09
#define STATUS_A 0x0a
#define STATUS_B 0x0b
#define STATUS_D 0x0d
#define BASE_LOW 0x15 /* KiB from 0 on; the high byte follows, as below */
#define MORE_LOW 0x17 /* KiB from 1 MiB on, 64 MiB at most; twice */
#define MORE_TOO 0x30
#define CENTURY  0x32
#define HIGH_LOW 0x34 /* 64 KiB each from 16 MiB on */

#define A_32_KHZ   0x26
#define B_24_HOURS 0x02
#define B_BINARY   0x04 /* else in decimal digits */
#define D_POWER    0x80

/* The first day, 2020-01-01: a Wednesday. */
#define FIRST_YEAR    2020u
#define FIRST_WEEKDAY 3u

static u8 cells[CELLS];
static u32 chosen;

static void put(u32 cell, u32 value)
{
	cells[cell] = (u8)value;
	cells[cell + 1] = (u8)(value >> 8);
}

void rtc_start(u32 bytes)
{
	const u32 mib = 1u << 20;
	u32 more = bytes > mib ? (bytes - mib) >> 10 : 0;
	u32 high = bytes > 16 * mib ? (bytes - 16 * mib) >> 16 : 0;

	cells[STATUS_A] = A_32_KHZ;
	cells[STATUS_B] = B_24_HOURS;
	cells[STATUS_D] = D_POWER;
	put(BASE_LOW, 640);
	put(MORE_LOW, more < 0xffff ? more : 0xffff);
	put(MORE_TOO, more < 0xffff ? more : 0xffff);
	put(HIGH_LOW, high);
}

static u32 days_of_year(u32 year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;
}

static u32 days_of_month(u32 month, u32 year)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 ? days_of_year(year) - 337 : days[month - 1];
}

/* Cell c of the date that many days after the first. */
static u32 date(u32 c, u32 days)
{
	u32 year = FIRST_YEAR;
	u32 month = 1;

	if (c == WEEKDAY)
		return (FIRST_WEEKDAY + days) % 7 + 1;
	for (; days >= days_of_year(year); year++)
		days -= days_of_year(year);
	for (; days >= days_of_month(month, year); month++)
		days -= days_of_month(month, year);
	return c == DAY ? days + 1 : c == MONTH ? month : c == YEAR ? year % 100 : year / 100;
}

static u32 in_digits(u32 value)
{
	return cells[STATUS_B] & B_BINARY ? value : value / 10 * 16 + value % 10;
}

u32 rtc_read(u32 port)
{
	u32 seconds = clock_seconds();

	if (port % 2 == 0)
		return 0xff;
	switch (chosen) {
	case SECONDS:
		return in_digits(seconds % 60);
	case MINUTES:
		return in_digits(seconds / 60 % 60);
	case HOURS:
		return in_digits(seconds / 3600 % 24);
	case WEEKDAY:
	case DAY:
	case MONTH:
	case YEAR:
	case CENTURY:
		return in_digits(date(chosen, seconds / 86400));
	default:
		return cells[chosen];
	}
}

/* The clock cannot be set. */
void rtc_write(u32 port, u32 value)
{
	if (port % 2 == 0)
		chosen = value % CELLS;
	else if (chosen != STATUS_A && chosen != STATUS_D)
		cells[chosen] = (u8)value;
}
