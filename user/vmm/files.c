/* files.c: parts of files.
 *
 * The kernel copies a page of a file to a page that the program has.  Where a part lies in the file
 * as it is to lie in memory, its whole pages go there at once; the rest goes by a page in between.
 */
#include "files.h"
#include "memory.h"

#include <sizes.h>
#include <string.h>
#include <sys.h>

static _Alignas(PAGE_SIZE) u8 between[PAGE_SIZE];

/* A page of a program is there once it is written to. */
static u32 copy_page(u32 file, u32 offset, u8 *to)
{
	*(volatile u8 *)to = 0;
	return sys_file_page(file, offset / PAGE_SIZE, to);
}

static u32 copy_piece(u32 file, u32 offset, u8 *to, u32 bytes)
{
	u32 error = copy_page(file, offset, between);

	if (!error)
		memcpy(to, between + offset % PAGE_SIZE, bytes);
	return error;
}

u32 file_read(u32 file, u32 offset, void *to, u32 bytes)
{
	u8 *at = to;
	u32 size = 0;
	u32 piece;
	u32 error = sys_file_size(file, &size);

	if (!error && (offset > size || bytes > size - offset))
		error = SYS_E_SIZE;
	for (; bytes > 0 && !error; bytes -= piece, offset += piece, at += piece) {
		piece = PAGE_SIZE - offset % PAGE_SIZE;
		if (piece > bytes)
			piece = bytes;
		if (piece == PAGE_SIZE && (u32)at % PAGE_SIZE == 0)
			error = copy_page(file, offset, at);
		else
			error = copy_piece(file, offset, at, piece);
	}
	return error;
}

u32 file_to_guest(u32 file, u32 offset, u32 address, u32 bytes)
{
	u8 *to = memory_at(address, bytes);

	return to ? file_read(file, offset, to, bytes) : SYS_E_ADDR;
}
