/* TSysCall: the executable specification. */
#include <TSysCall.h>
