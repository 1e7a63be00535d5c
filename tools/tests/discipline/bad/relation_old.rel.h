/* expect: MAT: relation_old.rel.h:2: OLD: a relation holds between calls */
#define MAT_RELATION (OLD(MAT.frame[0]) == 0)
