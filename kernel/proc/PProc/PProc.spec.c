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

/* ---- formulas -------------------------------------------------------------------------------- */

/*@ requires is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_PROGRAM(i)); */
static flag_t is_program(image_t i) COMPUTED(IS_PROGRAM(i))

/*@ requires runs(MY_IMAGE) && p < PHNUM(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IN_SEGMENT(va, p)); */
static flag_t in_segment(uaddr_t va, u32 p) COMPUTED(IN_SEGMENT(va, p))

/*@ requires runs(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_MISSING(va)); */
static flag_t is_missing(uaddr_t va) COMPUTED(IS_MISSING(va))

/*@ requires runs(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_READ_ONLY(va)); */
static flag_t is_read_only(uaddr_t va) COMPUTED(IS_READ_ONLY(va))

/*@ requires runs(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_FROM_FILE(va)); */
static flag_t is_from_file(uaddr_t va) COMPUTED(IS_FROM_FILE(va))

/*@ requires runs_in(MY_IMAGE, p);
    assigns \nothing;
    ensures RESULT == CONTENT(MY_IMAGE, p, a); */
static word_t content_of(u32 p, vaddr_t a) COMPUTED(CONTENT(MY_IMAGE, p, a))

/* ---- steps ----------------------------------------------------------------------------------- */

/* The segment with the page of va, or the number of all. */
/*@ requires runs(MY_IMAGE);
    assigns \nothing;
    ensures RESULT <= PHNUM(MY_IMAGE);
    ensures ALL(p, PHNUM(MY_IMAGE), IFF(IN_SEGMENT(va, p), p == RESULT)); */
static u32 segment_with(uaddr_t va)
{
	/*@ loop invariant 0 <= p <= PHNUM(MY_IMAGE) && ALL(q, p, !IN_SEGMENT(va, q));
	    loop assigns p;
	    loop variant PHNUM(MY_IMAGE) - p; */
	for (u32 p = 0; p < PHNUM(MY_IMAGE); p++)
		if (in_segment(va, p))
			return p;
	return PHNUM(MY_IMAGE);
}

/* Store v in word w of frame f. */
/*@ requires at_PProc && IS_DATA(f) && LEAST_FRAME <= f && w < ENTRIES;
    assigns page_store_ASSIGNS(f * PAGE_SIZE, 0);
    ensures at_PProc && FRAME_STORED(f, w, v); */
static void store_word(frame_t f, u32 w, word_t v)
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
static void fill_page(frame_t f, u32 p, uaddr_t va)
{
	/*@ loop invariant 0 <= w <= ENTRIES && at_PProc;
	    loop invariant IMPLIES(0 < w, MPTIntro.zero[f] == 0);
	    loop invariant FILLED(f, w, MY_IMAGE, p, va);
	    loop assigns w, page_store_ASSIGNS(f * PAGE_SIZE, 0);
	    loop variant ENTRIES - w; */
	for (u32 w = 0; w < ENTRIES; w++) {
		vaddr_t at = PAGE_WORD(va, w);

		//@ assert at == PAGE_WORD(va, w);
		store_word(f, w, content_of(p, at));
	}
}

link_t spec_proc_create(image_t i, code_t entry)
{
	link_t t = NIL;

	if (is_program(i))
		t = spec_thread_spawn(entry);
	if (t != NIL)
		spec_uctx_new(t, i, ELF(i, ELF_ENTRY), USER_END);
	return t;
}

frame_t spec_proc_page(uaddr_t va)
{
	u32 p = segment_with(va);
	frame_t f;

	if (!is_missing(va))
		return 0;
	f = spec_pt_resv(ME, va, is_read_only(va) ? USER_READS : USER_WRITES);
	if (f != 0 && is_from_file(va))
		fill_page(f, p, va);
	return f;
}

u32 spec_proc_run(void)
{
	spec_set_pt(ME);
	return spec_uctx_run(ME);
}
