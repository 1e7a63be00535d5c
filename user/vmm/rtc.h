/* rtc.h: the clock with the date, and its memory. */
#ifndef RTC_H
#define RTC_H

#include <types.h>

/* The guest has that much memory. */
void rtc_start(u32 bytes);

u32 rtc_read(u32 port);
void rtc_write(u32 port, u32 value);

#endif
