/* MATOp: no state of its own, so nothing to relate. */
#define MATOp_RELATION (1)
#define MATOp_PRIVATE  NOTHING
