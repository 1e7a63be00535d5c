/* expect: MAT: relation_none.rel.h:1: there is no #define MAT_RELATION; write one */
#define MAT_PRIVATE NOTHING
