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

static u32 file_left(u32 p, vaddr_t a)
{
	return FILE_LEFT(p, a);
}

/* The word that the program has at address a, in a page of a segment. */
static word_t content(vaddr_t a)
{
	word_t word = 0;
	u32 left;

	for (u32 p = 0; p < PHNUM(MY_IMAGE); p++) {
		if (!IN_SEGMENT(a, p))
			continue;
		left = file_left(p, a);
		word = FIRST_BYTES(left, FILE_WORD(p, a));
	}
	return word;
}

static flag_t is_from_file(uaddr_t va)
{
	for (u32 p = 0; p < PHNUM(MY_IMAGE); p++)
		for (u32 w = 0; IN_SEGMENT(va, p) && w < ENTRIES; w++)
			if (file_left(p, PAGE_WORD(va, w)) != 0)
				return 1;
	return 0;
}

frame_t spec_proc_page(uaddr_t va)
{
	frame_t f = 0;

	if (IS_MISSING(va))
		f = spec_pt_resv(ME, va, USER_PERM(va));
	if (f != 0 && is_from_file(va))
		for (u32 w = 0; w < ENTRIES; w++)
			spec_page_store(f * PAGE_SIZE + w * 4, content(PAGE_WORD(va, w)));
	return f;
}

u32 spec_proc_run(void)
{
	spec_set_pt(ME);
	return spec_uctx_run(ME);
}
