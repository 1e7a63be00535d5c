/* main.c: the monitor of a virtual machine: a program in ring 3 that runs a guest.
 *
 * Whoever starts it sends it the number of the guest's file.  As the first process it takes the
 * file called "linux", and as that guest has ended it leaves the machine to "init".  Beside a file
 * N there may be N.initrd, and N.append with the command line.
 */
#include "clock.h"
#include "load.h"
#include "memory.h"
#include "options.h"
#include "rtc.h"
#include "run.h"
#include "stats.h"

#include <process.h>
#include <sizes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys_vm.h>

#define FIRST_FILE   "linux"
#define NEXT_PROGRAM "init"

/* The first process is alone as it begins.  Its number tells nothing: another may have it later. */
static u32 am_alone(void)
{
	struct sys_status process;
	u32 count = 0;

	for (u32 pid = 0; pid < NTHREADS; pid++)
		if (sys_status(pid, &process) == SYS_OK && process.state == PROC_RUNS)
			count++;
	return count == 1;
}

static u32 chosen_file(u32 is_first)
{
	u32 file = start_word(NO_FILE);

	if (file == NO_FILE && is_first) {
		find_file(FIRST_FILE, &file);
		return file;
	}
	while (file == NO_FILE)
		file = start_word(NO_FILE);
	return file;
}

/* The file that is called as the other one is, with more behind it. */
static u32 file_beside(const char *name, const char *more)
{
	char other[SYS_NAME_SIZE + 8];
	u32 file = NO_FILE;

	snprintf(other, sizeof(other), "%s%s", name, more);
	find_file(other, &file);
	return file;
}

/* Returns 0; or what is wrong. */
static const char *run_image(const struct image *image)
{
	struct start start = { 0, 0 };
	u32 append = file_beside(image->name, ".append");
	const char *wrong;

	if (append != NO_FILE && options_read(append))
		return "its command line is too long, or no memory is left";
	clock_start();
	wrong = load(image, &start);
	if (wrong)
		return wrong;
	rtc_start(memory_size());
	run(&start);
	return 0;
}

/* Returns 1 if there was a guest. */
static u32 run_file(u32 file)
{
	char name[SYS_NAME_SIZE];
	struct image image = { .name = name, .file = file };
	const char *wrong;
	u32 error = sys_file_name(file, name);

	if (error) {
		printf("vmm: no guest: %s\n", sys_error(error));
		return 0;
	}
	if (sys_vm_take() != SYS_OK) {
		printf("vmm: no virtual machine: another program has it, or this processor has no "
		       "nested paging (QEMU has it with -cpu qemu32,+svm,+npt)\n");
		return 0;
	}
	stats_start();
	image.initrd = file_beside(name, ".initrd");
	wrong = run_image(&image);
	if (wrong)
		printf("vmm: %s: %s\n", name, wrong);
	sys_vm_leave();
	return wrong == 0;
}

int main(void)
{
	u32 is_first = am_alone();
	u32 has_run = run_file(chosen_file(is_first));
	u32 pid;

	if (is_first && start_program(NEXT_PROGRAM, &pid) != SYS_OK)
		printf("vmm: there is no program %s to go on with\n", NEXT_PROGRAM);
	return has_run ? EXIT_SUCCESS : EXIT_FAILURE;
}
