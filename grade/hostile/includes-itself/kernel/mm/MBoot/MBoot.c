/* Without an end. */
#include <underlay.h>
#include __FILE__
