/* expect: MAT: relation_backslash.rel.h:4: MAT: only #define and comments stand in a relation; is a backslash missing */
#define MAT_RELATION \
	(MAT.frame[0] == 0 &&
	 MAT.frame[1] == 0)
