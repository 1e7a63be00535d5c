/* expect: MAT: relation_call_named.rel.h:2: spec_palloc: a relation calls nothing */
#define ANY spec_palloc
#define MAT_RELATION (ANY() == 0)
