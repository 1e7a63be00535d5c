/* PProc: processes.  Underlay: PUCtx.  Spec: PProc.h */
#include <underlay.h>

/* ---- what an ELF file says: elf.h has the numbers -------------------------------------------- */

/*@ requires in_kernel && is_file(i) && ELF_WORDS <= Programs.size[i];
    assigns \nothing;
    ensures RESULT == PHNUM(i); */
static u32 program_headers(image_t i)
{
	return image_word(i, ELF_PHNUM) % 65536;
}

/* Word k of program header p. */
/*@ requires in_kernel && is_header(i, p) && k < PH_WORDS;
    assigns \nothing;
    ensures RESULT == PH(i, p, k); */
static u32 header(image_t i, u32 p, u32 k)
{
	return image_word(i, image_word(i, ELF_PHOFF) / 4 + p * PH_WORDS + k);
}

/*@ requires in_kernel && is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_SEGMENT(i, p)); */
static flag_t is_segment(image_t i, u32 p)
{
	return header(i, p, PH_TYPE) == PH_IS_LOAD && header(i, p, PH_MEMSZ) != 0;
}

/*@ requires in_kernel && is_header(i, p);
    assigns \nothing;
    ensures RESULT == FIRST_PAGE(i, p); */
static u32 first_page(image_t i, u32 p)
{
	return header(i, p, PH_VADDR) / PAGE_SIZE;
}

/*@ requires in_kernel && is_header(i, p) && IS_SEGMENT(i, p) && SEGMENT_FITS(i, p);
    assigns \nothing;
    ensures RESULT == LAST_PAGE(i, p); */
static u32 last_page(image_t i, u32 p)
{
	return (header(i, p, PH_VADDR) + (header(i, p, PH_MEMSZ) - 1)) / PAGE_SIZE;
}

/* ---- a program that can be run --------------------------------------------------------------- */

/* The file's header, and that all program headers are in the file. */
/*@ requires in_kernel && is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, HAS_HEADERS(i)); */
static flag_t has_headers(image_t i)
{
	u32 size = image_size(i);
	u32 start;

	if (size < ELF_WORDS || image_word(i, ELF_MAGIC) != ELF_IS_MAGIC ||
	    image_word(i, ELF_CLASS) % 0x1000000 != ELF_IS_32 ||
	    image_word(i, ELF_TYPE) != ELF_IS_386 ||
	    image_word(i, ELF_PHENT) / 65536 != ELF_PH_BYTES || program_headers(i) > SEGMENTS)
		return 0;
	start = image_word(i, ELF_PHOFF);
	return start % 4 == 0 && start / 4 <= size &&
	       program_headers(i) * PH_WORDS <= size - start / 4;
}

/* No sum of two numbers of the file: it might wrap.  What is asked for first makes the differences
 * behind it meaningful. */
/*@ requires in_kernel && is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SEGMENT_FITS(i, p)); */
static flag_t segment_fits(image_t i, u32 p)
{
	u32 start = header(i, p, PH_VADDR);
	u32 bytes = header(i, p, PH_MEMSZ);
	u32 from = header(i, p, PH_OFFSET);
	u32 in_file = header(i, p, PH_FILESZ);

	return start % 4 == 0 && from % 4 == 0 && USER_BASE <= start && start < USER_STACK &&
	       bytes <= USER_STACK - start && in_file <= bytes && from / 4 <= image_size(i) &&
	       in_file <= (image_size(i) - from / 4) * 4;
}

/*@ requires in_kernel && is_header(i, p) && IS_SEGMENT(i, p) && SEGMENT_FITS(i, p);
    requires is_header(i, q) && IS_SEGMENT(i, q) && SEGMENT_FITS(i, q);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, ARE_APART(i, p, q)); */
static flag_t are_apart(image_t i, u32 p, u32 q)
{
	return last_page(i, p) < first_page(i, q) || last_page(i, q) < first_page(i, p);
}

/* Segment p fits, and has no page in common with one before it. */
/*@ requires in_kernel && is_header(i, p) && IS_SEGMENT(i, p) && fit(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SEGMENT_FITS(i, p) &&
        ALL(q, p, IMPLIES(IS_SEGMENT(i, q), ARE_APART(i, q, p)))); */
static flag_t is_good(image_t i, u32 p)
{
	if (!segment_fits(i, p))
		return 0;
	/*@ loop invariant 0 <= q <= p;
	    loop invariant ALL(r, q, IMPLIES(IS_SEGMENT(i, r), ARE_APART(i, r, p)));
	    loop assigns q;
	    loop variant p - q; */
	for (u32 q = 0; q < p; q++)
		if (is_segment(i, q) && !are_apart(i, q, p))
			return 0;
	return 1;
}

/*@ requires in_kernel && is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, STARTS_IN(i, p)); */
static flag_t starts_in(image_t i, u32 p)
{
	u32 entry = image_word(i, ELF_ENTRY);
	u32 start = header(i, p, PH_VADDR);

	return header(i, p, PH_FLAGS) % 2 == PH_EXECUTE && start <= entry &&
	       entry - start < header(i, p, PH_MEMSZ);
}

/*@ requires in_kernel && is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_PROGRAM(i)); */
static flag_t is_program(image_t i)
{
	flag_t starts = 0;

	if (!has_headers(i))
		return 0;
	/*@ loop invariant 0 <= p <= PHNUM(i) && fit(i, p) && all_apart(i, p);
	    loop invariant starts <= 1 && IFF(starts == 1, one_starts(i, p));
	    loop assigns p, starts;
	    loop variant PHNUM(i) - p; */
	for (u32 p = 0; p < program_headers(i); p++) {
		if (!is_segment(i, p))
			continue;
		if (!is_good(i, p))
			return 0;
		if (starts_in(i, p))
			starts = 1;
	}
	return starts;
}

/* Nothing is made for a file that cannot be run, so there is nothing to undo. */
link_t proc_create(image_t i, code_t entry)
{
	link_t t;

	if (!is_program(i))
		return NIL;
	t = thread_spawn(entry);
	if (t != NIL)
		uctx_new(t, i, image_word(i, ELF_ENTRY), USER_END);
	return t;
}

/* ---- pages ----------------------------------------------------------------------------------- */

/* The segment of image i that has the page of va, or the number of program headers. */
/*@ requires in_kernel && runs(i);
    assigns \nothing;
    ensures RESULT <= PHNUM(i) && ALL(p, PHNUM(i), IFF(IN_SEGMENT(va, p), p == RESULT)); */
static u32 segment_at(image_t i, uaddr_t va)
{
	u32 p = 0;

	/*@ loop invariant 0 <= p <= PHNUM(i) && ALL(q, p, !IN_SEGMENT(va, q));
	    loop assigns p;
	    loop variant PHNUM(i) - p; */
	while (p < program_headers(i) &&
	       !(is_segment(i, p) && first_page(i, p) <= va / PAGE_SIZE &&
	         va / PAGE_SIZE <= last_page(i, p)))
		p++;
	return p;
}

/* The word of segment p at address a, where its part of the file ends: what is behind is zero. */
/*@ requires in_kernel && is_header(i, p) && SEGMENT_FITS(i, p) && PH(i, p, PH_VADDR) <= a;
    requires a <= PH(i, p, PH_VADDR) + PH(i, p, PH_FILESZ) < a + 4;
    assigns \nothing;
    ensures RESULT == CONTENT(i, p, a); */
static word_t last_word(image_t i, u32 p, vaddr_t a)
{
	u32 start = header(i, p, PH_VADDR);
	u32 left = start + header(i, p, PH_FILESZ) - a;
	word_t word;

	if (left == 0)
		return 0;
	word = image_word(i, (header(i, p, PH_OFFSET) + (a - start)) / 4);
	return left == 1 ? word % 0x100 : left == 2 ? word % 0x10000 : word % 0x1000000;
}

/* Does what segment p has in the file reach to the page of va? */
/*@ requires in_kernel && is_header(i, p) && SEGMENT_FITS(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, REACHES(i, p, va)); */
static flag_t reaches(image_t i, u32 p, uaddr_t va)
{
	u32 in_file = header(i, p, PH_FILESZ);

	return in_file != 0 &&
	       va / PAGE_SIZE <= (header(i, p, PH_VADDR) + (in_file - 1)) / PAGE_SIZE;
}

/* Store v in word w of frame f. */
/*@ requires in_kernel && at_PProc && IS_DATA(f) && LEAST_FRAME <= f && w < ENTRIES;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_Programs && at_PProc && FRAME_STORED(f, w, v); */
static void store(frame_t f, u32 w, word_t v)
{
	paddr_t a = f * PAGE_SIZE + w * 4;

	//@ assert a / PAGE_SIZE == f && WORD_INDEX(a) == FRAME_WORD(f) + w;
	page_store(a, v);
	//@ assert invariant_PUCtx && invariant_PProc;
}

/* How many words of the page of va lie below address a as a whole. */
/*@ assigns \nothing;
    ensures RESULT <= ENTRIES;
    ensures RESULT == 0 || PAGE_WORD(va, RESULT) <= a;
    ensures RESULT == ENTRIES || a < PAGE_WORD(va, RESULT) + 4; */
static u32 words_below(uaddr_t va, vaddr_t a)
{
	vaddr_t page = va / PAGE_SIZE * PAGE_SIZE;

	//@ assert page == PAGE_WORD(va, 0);
	if (a < page)
		return 0;
	return a - page < PAGE_SIZE ? (a - page) / 4 : ENTRIES;
}

/* The first n words of frame f are what segment p has at va, and the others are zero. */
#define FILLED_TO(f, n, i, p, va) \
	(MPTIntro.zero[f] == 0 && FILLED(f, n, i, p, va) && \
	 ALL_FROM(x, FRAME_WORD(f) + (n), ENTRIES - (n), \
	          MPTIntro.known[x] == 1 && MPTIntro.word[x] == 0))

/* One word more is filled. */
/*@ ghost
    /@ requires FILLED(f, w, i, p, va) && KNOWN_OF(f, w) == 1;
       requires WORD_OF(f, w) == CONTENT(i, p, PAGE_WORD(va, w));
       assigns \nothing;
       ensures FILLED(f, w + 1, i, p, va); @/
    void fills(frame_t f, u32 w, image_t i, u32 p, uaddr_t va)
    {
    } */

/* Fill frame f, which is all zero, with what segment p has in the file for the page of va: words
 * first to end - 1 of it, from word k of the file on, and of the next one perhaps a part. */
/*@ requires in_kernel && at_PProc && runs_in(i, p) && IS_DATA(f) && LEAST_FRAME <= f;
    requires FIRST_PAGE(i, p) <= va / PAGE_SIZE && REACHES(i, p, va) && MPTIntro.zero[f] == 1;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_Programs && at_PProc && MPTIntro.zero[f] == 0;
    ensures FILLED(f, ENTRIES, i, p, va); */
static void fill(frame_t f, image_t i, u32 p, uaddr_t va)
{
	vaddr_t page = va / PAGE_SIZE * PAGE_SIZE;
	vaddr_t start = header(i, p, PH_VADDR);
	u32 first = words_below(va, start);
	u32 end = words_below(va, start + header(i, p, PH_FILESZ));
	u32 k = (header(i, p, PH_OFFSET) + (page + first * 4 - start)) / 4;

	/*@ assert page + first * 4 == PAGE_WORD(va, first) &&
	        PH(i, p, PH_VADDR) + PH(i, p, PH_FILESZ) <= USER_STACK; */
	//@ assert first <= end <= ENTRIES && first < ENTRIES;
	/*@ assert ALL_FROM(x, FRAME_WORD(f), first,
	        CONTENT(i, p, PAGE_WORD(va, x - FRAME_WORD(f))) == 0); */
	/*@ assert ALL_FROM(x, FRAME_WORD(f) + end + 1, ENTRIES - end - 1,
	        CONTENT(i, p, PAGE_WORD(va, x - FRAME_WORD(f))) == 0); */
	/*@ loop invariant first <= w <= end && at_Programs && at_PProc;
	    loop invariant IMPLIES(w == first, MPTIntro.zero[f] == 1);
	    loop invariant IMPLIES(first < w, FILLED_TO(f, w, i, p, va));
	    loop assigns w, page_store_ASSIGNS(f * PAGE_SIZE, 0);
	    loop variant end - w; */
	for (u32 w = first; w < end; w++) {
		/*@ assert PH(i, p, PH_VADDR) <= PAGE_WORD(va, w) &&
		        PAGE_WORD(va, w) + 4 <= PH(i, p, PH_VADDR) + PH(i, p, PH_FILESZ); */
		/*@ assert k + (w - first) ==
		        (PH(i, p, PH_OFFSET) + (PAGE_WORD(va, w) - PH(i, p, PH_VADDR))) / 4; */
		store(f, w, image_word(i, k + (w - first)));
		//@ ghost fills(f, w, i, p, va);
	}
	if (end < ENTRIES) {
		//@ assert page + end * 4 == PAGE_WORD(va, end);
		store(f, end, last_word(i, p, page + end * 4));
		//@ ghost fills(f, end, i, p, va);
	}
}

frame_t proc_page(uaddr_t va)
{
	thread_t me = get_curid();
	image_t i = uctx_image(me);
	u32 p = segment_at(i, va);
	flag_t in_segment = p < program_headers(i);
	perm_t perm = PTE_PRESENT + PTE_USER;
	frame_t f;

	if (pt_read(me, va) != 0 || (!in_segment && va < USER_STACK))
		return 0;
	if (!in_segment || header(i, p, PH_FLAGS) / PH_WRITE % 2 == 1)
		perm += PTE_WRITE;
	f = pt_resv(me, va, perm);
	if (f != 0 && in_segment && reaches(i, p, va))
		fill(f, i, p, va);
	return f;
}

/* The map that is loaded is often that of the process already: loading it again would make the
 * processor forget it. */
u32 proc_run(void)
{
	thread_t me = get_curid();

	if (pt_loaded() != me)
		set_pt(me);
	return uctx_run(me);
}
