/* PProc: the executable specification. */
#include <PProc.h>

/* Words for the proofs: of this file, and of the module. */
/*@ predicate in_kernel{L} = at_Programs && !PUCtx_IN_RING3;
    predicate is_file{L}(integer i) = invariant_Programs && 0 <= i < NIMAGES;
    predicate is_header{L}(integer i, integer p) =
        is_file(i) && HAS_HEADERS(i) && 0 <= p < PHNUM(i);
    predicate fit{L}(integer i, integer n) =
        ALL(p, n, IMPLIES(IS_SEGMENT(i, p), SEGMENT_FITS(i, p)));
    predicate all_apart{L}(integer i, integer n) = ALL(p, n, ALL(q, n,
        IMPLIES(p < q && IS_SEGMENT(i, p) && IS_SEGMENT(i, q), ARE_APART(i, p, q))));
    predicate one_starts{L}(integer i, integer n) =
        SOME(p, n, IS_SEGMENT(i, p) && STARTS_IN(i, p));
    predicate runs{L}(integer i) =
        ME < NTHREADS && i == MY_IMAGE && is_file(i) && IS_PROGRAM(i);
    predicate runs_in{L}(integer i, integer p) =
        runs(i) && 0 <= p < PHNUM(i) && IS_SEGMENT(i, p) && SEGMENT_FITS(i, p); */
/* v is stored in word w of frame f; the first n words of frame f are what segment p has at va. */
#define FRAME_STORED(f, w, v) \
	(MPTIntro.zero[f] == 0 && WORD_OF(f, w) == (v) && KNOWN_OF(f, w) == 1 && \
	 ALL_FROM(x, FRAME_WORD(f), ENTRIES, IMPLIES(x != FRAME_WORD(f) + (w), \
	     MPTIntro.word[x] == (OLD(MPTIntro.zero[f]) == 1 ? 0 : OLD(MPTIntro.word[x])) && \
	     MPTIntro.known[x] == (OLD(MPTIntro.zero[f]) == 1 ? 1 : OLD(MPTIntro.known[x])))))
#define FILLED(f, n, i, p, va) \
	ALL_FROM(x, FRAME_WORD(f), n, MPTIntro.known[x] == 1 && \
	         MPTIntro.word[x] == CONTENT(i, p, PAGE_WORD(va, x - FRAME_WORD(f))))

/* ---- formulas as code ------------------------------------------------------------------------ */

/*@ requires is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, HAS_HEADERS(i)); */
static flag_t spec_has_headers(image_t i)
{
	return HAS_HEADERS(i);
}

/*@ requires is_header(i, p) && k < PH_WORDS;
    assigns \nothing;
    ensures RESULT == PH(i, p, k); */
static word_t spec_header(image_t i, u32 p, u32 k)
{
	return HEADER(i, p, k);
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_SEGMENT(i, p)); */
static flag_t spec_is_segment(image_t i, u32 p)
{
	return spec_header(i, p, PH_TYPE) == PH_IS_LOAD && spec_header(i, p, PH_MEMSZ) != 0;
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SEGMENT_FITS(i, p)); */
static flag_t spec_segment_fits(image_t i, u32 p)
{
	vaddr_t start = spec_header(i, p, PH_VADDR);
	u32 offset = spec_header(i, p, PH_OFFSET);
	u32 in_file = spec_header(i, p, PH_FILESZ);
	u32 bytes = spec_header(i, p, PH_MEMSZ);

	return start % 4 == 0 && offset % 4 == 0 && USER_BASE <= start && start < USER_STACK &&
	       bytes <= USER_STACK - start && in_file <= bytes &&
	       offset / 4 <= Programs.size[i] && in_file <= (Programs.size[i] - offset / 4) * 4;
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT == FIRST_PAGE(i, p); */
static u32 spec_first_page(image_t i, u32 p)
{
	return spec_header(i, p, PH_VADDR) / PAGE_SIZE;
}

/*@ requires is_header(i, p) && IS_SEGMENT(i, p) && SEGMENT_FITS(i, p);
    assigns \nothing;
    ensures RESULT == LAST_PAGE(i, p); */
static u32 spec_last_page(image_t i, u32 p)
{
	return (spec_header(i, p, PH_VADDR) + (spec_header(i, p, PH_MEMSZ) - 1)) / PAGE_SIZE;
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, STARTS_IN(i, p)); */
static flag_t spec_starts_in(image_t i, u32 p)
{
	vaddr_t start = spec_header(i, p, PH_VADDR);

	return spec_header(i, p, PH_FLAGS) % 2 == 1 && start <= ELF(i, ELF_ENTRY) &&
	       ELF(i, ELF_ENTRY) - start < spec_header(i, p, PH_MEMSZ);
}

/*@ requires is_header(i, p) && IS_SEGMENT(i, p) && fit(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SEGMENT_FITS(i, p) &&
        ALL(q, p, IMPLIES(IS_SEGMENT(i, q), ARE_APART(i, q, p)))); */
static flag_t spec_is_good(image_t i, u32 p)
{
	if (!spec_segment_fits(i, p))
		return 0;
	/*@ loop invariant 0 <= q <= p;
	    loop invariant ALL(r, q, IMPLIES(IS_SEGMENT(i, r), ARE_APART(i, r, p)));
	    loop assigns q;
	    loop variant p - q; */
	for (u32 q = 0; q < p; q++)
		if (spec_is_segment(i, q) && spec_first_page(i, p) <= spec_last_page(i, q) &&
		    spec_first_page(i, q) <= spec_last_page(i, p))
			return 0;
	return 1;
}

/*@ requires is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_PROGRAM(i)); */
static flag_t spec_is_program(image_t i)
{
	flag_t starts = 0;

	if (!spec_has_headers(i))
		return 0;
	/*@ loop invariant 0 <= p <= PHNUM(i) && fit(i, p) && all_apart(i, p);
	    loop invariant starts <= 1 && IFF(starts == 1, one_starts(i, p));
	    loop assigns p, starts;
	    loop variant PHNUM(i) - p; */
	for (u32 p = 0; p < PHNUM(i); p++) {
		if (!spec_is_segment(i, p))
			continue;
		if (!spec_is_good(i, p))
			return 0;
		if (spec_starts_in(i, p))
			starts = 1;
	}
	return starts;
}

/*@ requires runs(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= PHNUM(MY_IMAGE);
    ensures ALL(p, PHNUM(MY_IMAGE), IFF(IN_SEGMENT(va, p), p == RESULT)); */
static u32 spec_segment_at(uaddr_t va)
{
	image_t i = MY_IMAGE;

	/*@ loop invariant 0 <= p <= PHNUM(i) && ALL(q, p, !IN_SEGMENT(va, q));
	    loop assigns p;
	    loop variant PHNUM(i) - p; */
	for (u32 p = 0; p < PHNUM(i); p++)
		if (spec_is_segment(i, p) && spec_first_page(i, p) <= va / PAGE_SIZE &&
		    va / PAGE_SIZE <= spec_last_page(i, p))
			return p;
	return PHNUM(i);
}

/*@ requires runs_in(MY_IMAGE, p);
    assigns \nothing;
    ensures RESULT == FILE_LEFT(MY_IMAGE, p, a); */
static u32 spec_file_left(u32 p, vaddr_t a)
{
	vaddr_t start = spec_header(MY_IMAGE, p, PH_VADDR);
	u32 in_file = spec_header(MY_IMAGE, p, PH_FILESZ);

	return start <= a && a - start < in_file ? in_file - (a - start) : 0;
}

/*@ requires runs_in(MY_IMAGE, p);
    assigns \nothing;
    ensures RESULT == CONTENT(MY_IMAGE, p, a); */
static word_t spec_content(u32 p, vaddr_t a)
{
	u32 left = spec_file_left(p, a);
	u32 at = spec_header(MY_IMAGE, p, PH_OFFSET) + (a - spec_header(MY_IMAGE, p, PH_VADDR));

	return FIRST_BYTES(left, ELF(MY_IMAGE, at / 4));
}

/*@ requires runs_in(MY_IMAGE, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, REACHES(MY_IMAGE, p, va)); */
static flag_t spec_reaches(u32 p, uaddr_t va)
{
	vaddr_t start = spec_header(MY_IMAGE, p, PH_VADDR);
	u32 in_file = spec_header(MY_IMAGE, p, PH_FILESZ);

	return in_file != 0 && va / PAGE_SIZE <= (start + (in_file - 1)) / PAGE_SIZE;
}

/* Store v in word w of frame f. */
/*@ requires at_PProc && IS_DATA(f) && LEAST_FRAME <= f && w < ENTRIES;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_PProc && FRAME_STORED(f, w, v); */
static void spec_store(frame_t f, u32 w, word_t v)
{
	paddr_t a = f * PAGE_SIZE + w * 4;

	//@ assert a / PAGE_SIZE == f && WORD_INDEX(a) == FRAME_WORD(f) + w;
	spec_page_store(a, v);
	//@ assert invariant_MPTIntro && invariant_MPTNew;
	//@ assert at_PUCtx && invariant_PProc;
}

/* Fill frame f, a new page for va, with what segment p has there. */
/*@ requires at_PProc && runs_in(MY_IMAGE, p) && IS_DATA(f) && LEAST_FRAME <= f;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_PProc && MPTIntro.zero[f] == 0;
    ensures FILLED(f, ENTRIES, MY_IMAGE, p, va); */
static void spec_fill(frame_t f, u32 p, uaddr_t va)
{
	/*@ loop invariant 0 <= w <= ENTRIES && at_PProc;
	    loop invariant IMPLIES(0 < w, MPTIntro.zero[f] == 0);
	    loop invariant FILLED(f, w, MY_IMAGE, p, va);
	    loop assigns w, page_store_ASSIGNS(f * PAGE_SIZE, 0);
	    loop variant ENTRIES - w; */
	for (u32 w = 0; w < ENTRIES; w++) {
		vaddr_t at = PAGE_WORD(va, w);

		//@ assert at == PAGE_WORD(va, w);
		spec_store(f, w, spec_content(p, at));
	}
}

link_t spec_proc_create(image_t i, code_t entry)
{
	link_t t = NIL;

	if (spec_is_program(i))
		t = spec_thread_spawn(entry);
	if (t != NIL)
		spec_uctx_new(t, i, ELF(i, ELF_ENTRY), USER_END);
	return t;
}

frame_t spec_proc_page(uaddr_t va)
{
	u32 p = spec_segment_at(va);
	flag_t in_segment = p < PHNUM(MY_IMAGE);
	perm_t perm = USER_WRITES;
	frame_t f;

	if (PAGE(ME, va) != 0 || (!in_segment && !IN_STACK_PAGES(va)))
		return 0;
	if (in_segment && spec_header(MY_IMAGE, p, PH_FLAGS) / PH_WRITE % 2 == 0)
		perm = USER_READS;
	f = spec_pt_resv(ME, va, perm);
	if (f != 0 && in_segment && spec_reaches(p, va))
		spec_fill(f, p, va);
	return f;
}

u32 spec_proc_run(void)
{
	spec_set_pt(ME);
	return spec_uctx_run(ME);
}
