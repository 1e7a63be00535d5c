/* MPTNew, by ranges: where the pages and the tables of a map are, some range of it says so. */
#define PAGE_NUMBER(p) ((p) + FIRST_PAGE) /* of a page that is numbered as PAGE_OF does */

/* Page number v, or a part of the table in slot i, is in range k of map n. */
#define IN_RANGE(n, k, v) (ranges[n].first[k] <= (v) && (v) < ranges[n].end[k])
#define MEETS_RANGE(n, k, i) \
	(ranges[n].first[k] < ((i) + 1) * ENTRIES && (i) * ENTRIES < ranges[n].end[k])

#define MPTNew_RELATION \
	(ALL(n, NMAPS, ranges[n].count <= RANGES && ALL(k, ranges[n].count, \
	     FIRST_PAGE <= ranges[n].first[k] && ranges[n].first[k] < ranges[n].end[k] && \
	     ranges[n].end[k] <= END_PAGE)) && \
	 ALL(n, NMAPS, ALL(p, USER_PAGES, IMPLIES(HAS_PAGE(n, p), \
	     SOME(k, ranges[n].count, IN_RANGE(n, k, PAGE_NUMBER(p)))))) && \
	 ALL(n, NMAPS, ALL(i, SLOTS, IMPLIES(HAS_TABLE(n, i), \
	     SOME(k, ranges[n].count, MEETS_RANGE(n, k, i))))))
#define MPTNew_PRIVATE EACH(ranges, NMAPS)
