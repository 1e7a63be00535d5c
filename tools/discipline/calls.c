/* View 4, third part: the stack.
 *
 * For modules that would need more stack than a context has: big local variables, arrays whose size
 * is known only when they run, and recursion, whose depth nobody knows.  Not a cheat as a rule, but
 * the kernel ends in a double fault.
 */
#include "views.h"

#include "layer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STACK_LIMIT 512 /* bytes that one function may use, of the 8 KiB that a context has */

/* callers.at[i] calls callees.at[i] */
struct calls {
	struct names callers, callees;
};

/* Lines "FILE:LINE:COLUMN:function TAB bytes TAB static"; clang leaves the column out. */
void check_stack_use(const struct object *o)
{
	char *rest, *line;

	if (access(o->stack, R_OK) != 0)
		return; /* no function in it */
	rest = slurp(o->stack, NULL);
	while ((line = next_line(&rest))) {
		const char *where = strtok(line, "\t"), *bytes = strtok(NULL, "\t");
		const char *how = strtok(NULL, "\t");
		const char *colon = how ? strchr(where, ':') : NULL;

		if (!colon)
			continue;
		if (strcmp(how, "dynamic") == 0)
			wrong(atoi(colon + 1),
			      "%s: nobody knows how much stack it uses; give its arrays constant "
			      "sizes",
			      strrchr(where, ':') + 1);
		else if (atoi(bytes) > STACK_LIMIT)
			wrong(atoi(colon + 1),
			      "%s uses %s bytes of stack, %d at most; use less, or memory of the "
			      "layer",
			      strrchr(where, ':') + 1, bytes, STACK_LIMIT);
	}
}

/* Calls, and jumps from one function to another, which are calls that do not come back */
static struct calls read_calls(const struct object *o)
{
	struct calls calls = {{0}, {0}};

	for (int i = 0; i < o->instruction_count; i++) {
		const struct instruction *in = &o->instructions[i];
		bool call = starts_with(in->mnemonic, "call"), jump = in->mnemonic[0] == 'j';
		int from = 0;
		const struct relocation *r = relocation_in(o, in, &from);
		const char *callee = r ? r->symbol->name : in->target;

		if (!call && (!jump || strcmp(callee, in->function) == 0))
			continue;
		add(&calls.callers, in->function);
		add(&calls.callees, callee);
	}
	return calls;
}

static bool reaches(const struct calls *calls, const char *from, const char *to, struct names *seen)
{
	for (int i = 0; i < calls->callers.count; i++) {
		const char *callee = calls->callees.at[i];

		if (strcmp(calls->callers.at[i], from) != 0)
			continue;
		if (strcmp(callee, to) == 0)
			return true;
		if (has(seen, callee))
			continue;
		add(seen, callee);
		if (reaches(calls, callee, to, seen))
			return true;
	}
	return false;
}

/* Only the object without optimisation has a call for every call in the text. */
void check_recursion(const struct module *m, const struct object *o)
{
	struct calls calls = read_calls(o);

	for (int i = 0; i < calls.callers.count; i++) {
		const char *f = calls.callers.at[i], *g = calls.callees.at[i];
		struct names seen = {0};
		int line = line_of(m->raw, f);

		if (strcmp(f, g) == 0)
			wrong(line, "%s calls itself; write a loop", f);
		else if (reaches(&calls, g, f, &seen))
			wrong(line, "%s calls itself through %s; write a loop", f, g);
		else
			continue;
		return;
	}
}
