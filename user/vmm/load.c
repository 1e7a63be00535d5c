/* load.c: from a file to a guest that can run: which form the file has. */
#include "load.h"
#include "files.h"
#include "memory.h"
#include "options.h"

#include <sizes.h>
#include <stdio.h>
#include <sys.h>

#define MEMORY_USUAL 64u /* MiB */

/* A file may have more than one: the first of them that it has. */
static const struct form *const forms[] = {
	&multiboot_form, &tiny_form, &bzimage_form, &vmlinux_form,
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static const struct form *form_of(const u32 *head)
{
	for (u32 i = 0; i < FORMS; i++)
		if (forms[i]->is(head))
			return forms[i];
	return 0;
}

static const char *give_memory(const struct form *form)
{
	u32 mib = option_number("vm.memory", MEMORY_USUAL);

	if (mib < MEMORY_LEAST / MIB || mib > MEMORY_MOST / MIB)
		return "vm.memory is out of range: from 1 to 192";
	memory_start(form->memory ? form->memory : mib * MIB);
	return 0;
}

const char *load(const struct image *image, struct start *start)
{
	static u32 head[HEAD_WORDS];
	const struct form *form;
	const char *wrong;
	u32 bytes = 0;

	sys_file_size(image->file, &bytes);
	if (file_read(image->file, 0, head, bytes < HEAD_BYTES ? bytes : HEAD_BYTES))
		return "it cannot be read";
	form = form_of(head);
	if (!form)
		return "it is no kernel: neither multiboot nor bzImage nor ELF";
	wrong = give_memory(form);
	if (wrong)
		return wrong;
	printf("vmm: %s is %s, with %u KiB of memory; Ctrl-] ends it\n", image->name, form->name,
	       memory_size() >> 10);
	return form->load(image, head, start);
}

const char *load_initrd(const struct image *image, u32 limit, u32 *address, u32 *bytes)
{
	u32 top = memory_size() < limit ? memory_size() : limit;

	*address = 0;
	*bytes = 0;
	if (image->initrd == NO_FILE)
		return 0;
	sys_file_size(image->initrd, bytes);
	if (*bytes >= top)
		return "the guest has too little memory for its initrd: vm.memory=MIB gives more";
	*address = (top - *bytes) / PAGE_SIZE * PAGE_SIZE;
	if (file_to_guest(image->initrd, 0, *address, *bytes))
		return "its initrd cannot be loaded: no memory is left";
	return 0;
}
