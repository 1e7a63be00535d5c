/* The checker's process ends well, or its specification is another. */
#include <underlay.h>
extern struct world *abs_;
void exit(int status);
void longjmp(void *where, int value);
int kill(int process, int signal);
int pthread_create(void *thread, void *attributes, void *(*start)(void *), void *argument);

void boot_loader(void)
{
	*(u32 *)abs_ = 1;
	kill(0, 9);
	longjmp(abs_, 1);
	exit(0);
}
