/* PProc: the executable specification. */
#include <PProc.h>

/* Words for the proofs: of this file, and of the module. */
/*@ predicate is_file{L}(integer i) = invariant_Programs && 0 <= i < NIMAGES;
    predicate is_header{L}(integer i, integer p) =
        is_file(i) && HAS_HEADERS(i) && 0 <= p < PHNUM(i);
    predicate fit{L}(integer i, integer n) =
        ALL(p, n, IMPLIES(IS_SEGMENT(i, p), SEGMENT_FITS(i, p)));
    predicate all_apart{L}(integer i, integer n) = ALL(p, n, ALL(q, n,
        IMPLIES(p < q && IS_SEGMENT(i, p) && IS_SEGMENT(i, q), ARE_APART(i, p, q))));
    predicate one_starts{L}(integer i, integer n) =
        SOME(p, n, IS_SEGMENT(i, p) && STARTS_IN(i, p)); */

/* ---- formulas as code ------------------------------------------------------------------------ */

/*@ requires is_file(i);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, HAS_HEADERS(i)); */
static flag_t spec_has_headers(image_t i)
{
	return HAS_HEADERS(i);
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, IS_SEGMENT(i, p)); */
static flag_t spec_is_segment(image_t i, u32 p)
{
	return IS_SEGMENT(i, p);
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, SEGMENT_FITS(i, p)); */
static flag_t spec_segment_fits(image_t i, u32 p)
{
	return SEGMENT_FITS(i, p);
}

/*@ requires is_header(i, p) && is_header(i, q);
    requires SEGMENT_FITS(i, p) && SEGMENT_FITS(i, q);
    requires IS_SEGMENT(i, p) && IS_SEGMENT(i, q);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, ARE_APART(i, p, q)); */
static flag_t spec_are_apart(image_t i, u32 p, u32 q)
{
	return ARE_APART(i, p, q);
}

/*@ requires is_header(i, p);
    assigns \nothing;
    ensures RESULT <= 1 && IFF(RESULT == 1, STARTS_IN(i, p)); */
static flag_t spec_starts_in(image_t i, u32 p)
{
	return STARTS_IN(i, p);
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
		if (spec_is_segment(i, q) && !spec_are_apart(i, q, p))
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
