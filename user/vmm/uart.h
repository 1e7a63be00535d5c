/* uart.h: the serial line, which is the console. */
#ifndef UART_H
#define UART_H

#include <types.h>

/* Look for what was typed; if that is nothing and rest is 1, the processor rests. */
void uart_poll(u32 rest);

/* Let out what the guest has written so far. */
void uart_flush(void);

/* The guest prints a character otherwise than by the serial line. */
void uart_print(u32 character);

u32 uart_read(u32 port);
void uart_write(u32 port, u32 value);

#endif
