/* TTrap: the executable specification. */
#include <TTrap.h>
