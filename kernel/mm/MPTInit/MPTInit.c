/* MPTInit: the kernel's own map is loaded.  Underlay: MPTKern.  Spec: MPTInit.h */
#include <underlay.h>

void pt_init(void)
{
	pt_init_comm();
	set_pt(0);
}
