/* sys_error.c: the errors of system calls, in words. */
#include <sys.h>

static const char *const errors[SYS_ERRORS] = {
	[SYS_OK] = "no error",
	[SYS_E_MEMORY] = "out of memory, or of processes",
	[SYS_E_FULL] = "the channel is full",
	[SYS_E_CALL] = "no such system call",
	[SYS_E_ADDR] = "not an address that can be used",
	[SYS_E_PID] = "no such process",
	[SYS_E_REG] = "no such register of a guest, or not a value for it",
	[SYS_E_SEG] = "no such segment of a guest, or not a value for it",
	[SYS_E_EVENT] = "no such event, or one is to be delivered already",
	[SYS_E_EMPTY] = "nothing to receive or to read",
	[SYS_E_VM] = "the virtual machine is not this program's, or there is none",
	[SYS_E_CHAN] = "nobody receives from this channel",
	[SYS_E_FILE] = "no such file, or not a program",
	[SYS_E_SIZE] = "too many bytes, or behind the end of the file",
};

const char *sys_error(u32 error)
{
	return error < SYS_ERRORS ? errors[error] : "an error without a name";
}
