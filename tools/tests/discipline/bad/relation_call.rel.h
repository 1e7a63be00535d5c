/* expect: MAT: relation_call.rel.h:2: palloc: a relation calls nothing */
#define MAT_RELATION (palloc() == 0)
