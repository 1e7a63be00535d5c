/* No compiler ends with this: ten to the twelfth additions. */
#include <underlay.h>
#define A(x) x + x + x + x + x + x + x + x + x + x
#define B(x) A(A(A(x)))
#define C(x) B(B(x))
u32 mi_rows(void)
{
	return C(C(1u));
}
