/* expect: MAT: relation_conditional.rel.h:2: only #define and comments */
#ifdef SMALL_SCOPE
#define MAT_RELATION (1)
#endif
