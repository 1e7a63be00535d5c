/* expect: MAT: relation_include.rel.h:2: only #define and comments */
#include <MAT.h>
#define MAT_RELATION (1)
