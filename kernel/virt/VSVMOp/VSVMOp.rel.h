/* VSVMOp: how its module represents that a page was taken. */
#define VSVMOp_RELATION (changed == VSVMOp.changed)
#define VSVMOp_PRIVATE  VAR(changed)
