/* expect: MATOp: function_member\.c:5: f is a function pointer */
#include <underlay.h>

struct s {
	void (*f)(void);
};

void mem_init(void)
{
	struct s s = {mem_init};
	
	s.f();
}
