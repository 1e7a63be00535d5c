/* expect: MAT: relation_redefines.rel.h:2: redefines ALL; give the macro another name */
#define ALL(i, n, e) (1)
#define MAT_RELATION ALL(f, NFRAMES, MAT.frame[f] == 0)
