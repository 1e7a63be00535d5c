/* VSVMSwitch: how its module represents the registers of a guest that does not run.  The kernel's
 * lie on its stack. */
#define VSVMSwitch_RELATION \
	IMPLIES(VSVMSwitch.running == 0, ALL(r, GREGS, VSVMSwitch_reg[r] == VSVMSwitch.reg[r]))
#define VSVMSwitch_PRIVATE EACH(VSVMSwitch_reg, GREGS)
