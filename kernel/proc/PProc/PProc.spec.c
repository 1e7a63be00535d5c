/* PProc: the executable specification. */
#include <PProc.h>

link_t spec_proc_create(image_t i, code_t entry)
{
	link_t t = NIL;

	if (IS_PROGRAM(i))
		t = spec_thread_spawn(entry);
	if (t != NIL)
		spec_uctx_new(t, i, ELF(i, ELF_ENTRY), USER_END);
	return t;
}

/* The word that the program has at address a: of the one segment, if any, that has it in the file. */
static word_t content(vaddr_t a)
{
	for (u32 p = 0; p < PHNUM(MY_IMAGE); p++)
		if (IN_SEGMENT(a, p) && FILE_LEFT(p, a) != 0)
			return FIRST_BYTES(FILE_LEFT(p, a), FILE_WORD(p, a));
	return 0;
}

frame_t spec_proc_page(uaddr_t va)
{
	frame_t f = 0;

	if (IS_MISSING(va))
		f = spec_pt_resv(ME, va, USER_PERM(va));
	if (f != 0 && IS_FROM_FILE(va))
		for (u32 w = 0; w < ENTRIES; w++)
			spec_page_store(f * PAGE_SIZE + w * 4, content(PAGE_WORD(va, w)));
	return f;
}

u32 spec_proc_run(void)
{
	spec_set_pt(ME);
	return spec_uctx_run(ME);
}
