/* expect: MATOp: embed\.c:4: #embed */
#include <underlay.h>
static const u8 bytes[] = {
#embed "x.h"
};

void mem_init(void)
{
	nps_set(bytes[0]);
}
