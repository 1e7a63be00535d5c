/* The solution, or a secret, from elsewhere. */
#include <underlay.h>
#include "/etc/passwd"
#include "../../../grade/traces/MBoot/odd-map.trace"
#include <MBoot.spec.c>
