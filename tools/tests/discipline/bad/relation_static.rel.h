/* expect: MAT: relation_static.rel.h:2: static: only #define and comments */
static u32 count;
#define MAT_RELATION (count == 0)
