/* MPTBit: how its module represents the bits. */
#define MPTBit_RELATION ALL(n, NMAPS, used[n] == MPTBit.used[n])
#define MPTBit_PRIVATE  EACH(used, NMAPS)
