/* VNPTInit: how its module represents the owner. */
#define VNPTInit_RELATION (owner == (VNPTInit.owner == 0 ? NIL : VNPTInit.owner - 1))
#define VNPTInit_PRIVATE  VAR(owner)
