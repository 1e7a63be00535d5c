/* pic.h: the interrupt controllers. */
#ifndef PIC_H
#define PIC_H

#include <types.h>

#define IRQ_TIMER 0u
#define IRQ_COM1  4u

/* A device lets its line be high, 1, or low, 0. */
void pic_set(u32 irq, u32 level);

/* A device lets its line go down and up again. */
void pic_pulse(u32 irq);

/* Is there an interrupt for the processor? */
u32 pic_pending(void);

/* The processor takes it.  Returns its vector. */
u32 pic_take(void);

u32 pic_read(u32 port);
void pic_write(u32 port, u32 value);

#endif
