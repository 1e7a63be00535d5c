/* expect: MAT: relation_builtin.rel.h:2: __builtin_trap: names that start like this */
#define MAT_RELATION (__builtin_trap(), 1)
