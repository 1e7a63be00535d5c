/* expect: MAT: relation_call_unknown.rel.h:2: memcmp: a relation calls nothing */
#define MAT_RELATION (memcmp(MAT.frame, MATIntro.used, NFRAMES) == 0)
