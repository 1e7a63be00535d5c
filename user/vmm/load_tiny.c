/* load_tiny.c: the small guests of guest/.  They are ELF programs that lie as if the guest's
 * address 0 were the first address of a program in ring 3. */
#include "load_elf.h"
#include "load.h"
#include "tiny.h"

#include <elf.h>
#include <sizes.h>
#include <sys_vm.h>

/* As guest/guest.h says. */
#define TINY_MEMORY 0x10000u
#define TINY_STACK  0x8000u

static u32 is_tiny(const u32 *head)
{
	return elf_is(head) && head[ELF_ENTRY] - USER_BASE < TINY_MEMORY;
}

static const char *load_tiny(const struct image *image, const u32 *head, struct start *start)
{
	tiny_start();
	sys_vm_set(VM_ESP, TINY_STACK);
	return elf_load(image->file, head, USER_BASE, &start->eip);
}

const struct form tiny_form = { "a small guest", TINY_MEMORY, is_tiny, load_tiny };
