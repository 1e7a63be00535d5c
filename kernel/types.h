/* types.h: the types of every layer interface.
 *
 * All of them are 32-bit numbers: no layer interface has pointers.  The names carry the unit, and
 * the grader chooses the values it tries for a parameter by its type.
 */
#ifndef TYPES_H
#define TYPES_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

typedef u32 frame_t;  /* number of a 4 KiB frame of physical memory */
typedef u32 paddr_t;  /* physical address of a word, in bytes */
typedef u32 vaddr_t;  /* virtual address, in bytes */
typedef u32 uaddr_t;  /* virtual address of a word in the range of ring 3, in bytes */
typedef u32 word_t;   /* any 32-bit value */
typedef u32 flag_t;   /* 0 or 1 */
typedef u32 index_t;  /* row of a table, from 0 */
typedef u32 map_t;    /* number of a page map */
typedef u32 slot_t;   /* entry of a page directory, from 0 */
typedef u32 entry_t;  /* entry of a page table, from 0 */
typedef u32 perm_t;   /* what a page allows: PTE_PRESENT, PTE_WRITE, PTE_USER */
typedef u32 ctx_t;    /* number of a kernel context (and of its stack slot) */
typedef u32 code_t;   /* address of code to start at */
typedef u32 thread_t; /* number of a thread */
typedef u32 link_t;   /* number of a thread, or NIL */
typedef u32 queue_t;  /* number of a queue of threads */
typedef u32 tstate_t; /* state of a thread, THREAD_READY and so on */
typedef u32 chan_t;   /* number of a channel */
typedef u32 uword_t;  /* word of a user context, UCTX_EDI and so on */
typedef u32 image_t;  /* number of a program image */
typedef u32 reg_t;    /* content of a register */
typedef u32 gpage_t;  /* number of a page of a guest's physical memory */
typedef u32 gaddr_t;  /* a guest's physical address of a word, in bytes */
typedef u32 vword_t;  /* word of a guest's control block */
typedef u32 control_t; /* what such a word can be, any 32-bit value */
typedef u32 vreg_t;   /* register of a guest that is not in it, GREG_EBX and so on */
typedef u32 vmreg_t;  /* register of a guest, VM_EAX and so on */
typedef u32 seg_t;    /* segment of a guest, SEG_ES and so on */
typedef u32 selector_t; /* that a segment register holds, 16 bits */
typedef u32 attributes_t; /* of a descriptor, 16 bits */
typedef u32 event_t;  /* type of an event, EVENT_INTERRUPT and so on */
typedef u32 vector_t; /* number of an interrupt or exception */
typedef u32 port_t;   /* number of an input or output port */
typedef u32 width_t;  /* 1, 2 or 4 bytes */
typedef u32 nslot_t;  /* entry of the nested page directory, from 0 */

#endif
