/* expect: MATOp: typedef_function\.c:4: fn is a type of functions */
#include <underlay.h>

typedef void fn(void);

void mem_init(void)
{
	fn *p = mem_init;
	
	p();
}
