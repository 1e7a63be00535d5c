/* pit.h: the timer. */
#ifndef PIT_H
#define PIT_H

#include <types.h>

/* Raise the interrupt if its time has come. */
void pit_update(void);

/* Let channel 2 stand still: it reads as 0.  A guest that would measure time by it gives up. */
void pit_stop_speaker(void);

u32 pit_read(u32 port);
void pit_write(u32 port, u32 value);

/* Port 0x61: the gate and the output of channel 2, and the speaker. */
u32 pit_read_gate(u32 port);
void pit_write_gate(u32 port, u32 value);

#endif
