/* The solution, or a secret, as bytes of the module. */
#include <underlay.h>
__asm__(".incbin \"/etc/passwd\"\n.include \"kernel/mm/MBoot/MBoot.spec.c\"");
