/* expect: MAT: relation_assigns.rel.h:3: =: a relation changes nothing; to compare write == */
#define MAT_RELATION \
	ALL(f, NFRAMES, MAT.frame[f] = MATIntro.used[f])
#define MAT_PRIVATE NOTHING
