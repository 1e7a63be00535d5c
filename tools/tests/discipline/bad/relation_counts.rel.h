/* expect: MAT: relation_counts.rel.h:2: \+\+: a relation changes nothing */
#define MAT_RELATION (MAT.frame[0]++ == 0)
