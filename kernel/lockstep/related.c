/* related.c: a module, and beside it the question whether its relation holds between the abstract
 * state and its variables, or the layers below it, as they are now.
 *
 * lockstep.mk compiles it once a layer and says which MODULE and RELATION; GDB calls RELATED.
 */
#include MODULE
#include <world.h>
#include RELATION

_Bool RELATED(void);
_Bool RELATED(void)
{
	return FORMULA;
}
