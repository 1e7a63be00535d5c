/* layout.h: what shim.S knows of probe.c's data, as an assembler reads it; probe.c checks it. */
#ifndef LAYOUT_H
#define LAYOUT_H

#define ENTRY_POINTS 8 /* STREAM_ENTRIES */

/* struct landing */
#define LANDING_EAX    0
#define LANDING_EBX    4
#define LANDING_ESI    8
#define LANDING_EDI    12
#define LANDING_EBP    16
#define LANDING_ESP    20
#define LANDING_EFLAGS 24

#endif
