/* expect: MAT: relation_program.rel.h:2: \{: a relation is a formula */
#define MAT_RELATION ({ u32 n = 0; n == 0; })
