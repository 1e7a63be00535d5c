/* sys.h: the system calls, as C functions.
 *
 * Each returns an error, SYS_OK if there is none, and stores its results where the pointers say;
 * after an error these are as they were.  What cannot fail returns its result.
 */
#ifndef SYS_H
#define SYS_H

#include <syscall.h>
#include <types.h>

/* What is in the registers before and behind the gate. */
struct sys_registers {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
	u32 esi;
	u32 edi;
};

struct sys_status {
	u32 state; /* PROC_RUNS, PROC_ENDS or PROC_ENDED */
	u32 file;
	u32 status;
	u32 pages;
};

#define SYS_NAME_SIZE 17u /* of a file's name, with the zero behind it */

/* Any call: go through the gate with these registers. */
void sys_gate(struct sys_registers *r);

/* What the error means, in words. */
const char *sys_error(u32 error);

/* Processes. */
u32 sys_getpid(void);
void sys_yield(void);
_Noreturn void sys_exit(u32 status);
u32 sys_spawn(u32 file, u32 *pid);
u32 sys_kill(u32 pid);
u32 sys_status(u32 pid, struct sys_status *status);

/* Channels.  Behind a word that is sent the caller goes on, or the others run first, or they do and
 * a word is received: then SYS_E_EMPTY says that the word was sent, and that there is none. */
u32 sys_send(u32 channel, u32 word);
u32 sys_send_yield(u32 channel, u32 word);
u32 sys_send_receive(u32 channel, u32 word, u32 *received);
u32 sys_check(void);
u32 sys_recv(u32 *word);
u32 sys_wait(u32 channel);

/* The console: at most SYS_CHARS bytes are written.  Where there is none to read, the processor may
 * rest a moment. */
u32 sys_write(const char *bytes, u32 count);
u32 sys_read(char *byte, u32 rest);

/* Files.  The page goes to an address that is a multiple of a page, and where a program has memory
 * to write to. */
u32 sys_file_size(u32 file, u32 *bytes);
u32 sys_file_name(u32 file, char name[SYS_NAME_SIZE]);
u32 sys_file_page(u32 file, u32 page, void *to);

/* RDTSC counts `khz` times a millisecond; programs are interrupted `ticks` times a second. */
u32 sys_clock(u32 *khz, u32 *ticks);

/* How much memory the machine has, in KiB. */
u32 sys_memory(u32 *kib);

#endif
