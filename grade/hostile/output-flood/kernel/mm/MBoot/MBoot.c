/* A million errors. */
#include <underlay.h>
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
void boot_loader(void)
{
	B(B(wrong;))
}
