/* View 4, second part: the instructions.
 *
 * For cheats in assembly, which can say anything: instructions of the machine layer, bytes that
 * hide one, jumps to where no instruction starts, numbers as addresses.  In C for what the views
 * before may have missed: an indirect call is refused whatever it was in the source.
 *
 * A number that is worked out, or loaded from memory, cannot be told from a return address or a
 * saved stack pointer; a .S is short, and is read by people.
 */
#include "views.h"

#include "layer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOWEST_ADDRESS 0x1000 /* smaller numbers are offsets and counts: page 0 holds nothing */

static bool starts_with_any(const char *word, const char *starts)
{
	char *all = text("%s", starts);

	for (char *start = strtok(all, " "); start; start = strtok(NULL, " "))
		if (starts_with(word, start))
			return true;
	return false;
}

/* A segment register as the target */
static bool loads_segment(const struct instruction *in)
{
	const char *last = strrchr(in->operands, ',');

	return (starts_with(in->mnemonic, "mov") && last && ends_with(last, "s") &&
	        strlen(last) == 4 && last[1] == '%') ||
	       (starts_with(in->mnemonic, "pop") && strlen(in->operands) == 3 &&
	        ends_with(in->operands, "s"));
}

/* Interrupts, ports, descriptor tables, control and segment registers, virtualization */
static bool privileged(const struct instruction *in)
{
	const char *name = in->mnemonic, *operands = in->operands;

	if (among(name, "cli sti hlt in out ltr clts invd invlpg invlpga invpcid rdmsr wrmsr rdpmc "
	                "swapgs xsetbv monitor mwait int int1 int3 into icebp popf popfw vmrun "
	                "vmload vmsave vmcall vmmcall stgi clgi skinit str lds les lss lfs lgs rsm "
	                "wbinvd wbnoinvd clac stac"))
		return true;
	if (strcmp(name, "insertps") != 0 &&
	    starts_with_any(name,
	                    "lgdt lidt lldt lmsw sgdt sidt sldt smsw iret ins outs vmx vmptr "
	                    "vmread vmwrite vmlaunch vmresume vmclear xsaves xrstors sysenter "
	                    "sysexit syscall sysret ljmp lcall lret"))
		return true;
	return loads_segment(in) || strstr(operands, "%cr") || strstr(operands, "%db") ||
	       strstr(operands, "%dr") || strstr(operands, "%fs:") || strstr(operands, "%gs:");
}

/* What it takes to load the registers of a program and go to ring 3. */
static bool enters_ring3(const struct instruction *in)
{
	return loads_segment(in) || among(in->mnemonic, "iret iretl");
}

/* What it takes to load and store what VMRUN leaves of a guest. */
static bool switches_guest(const struct instruction *in)
{
	return among(in->mnemonic, "vmload vmsave");
}

static bool is_jump(const struct instruction *in)
{
	return in->mnemonic[0] == 'j' || starts_with_any(in->mnemonic, "call loop xbegin");
}

static bool indirect(const struct instruction *in)
{
	return in->operands[0] == '*';
}

/* A jump between instructions could hide one from all of this.  Jumps to symbols are among the
 * references, in links.c. */
static void check_jump(const struct object *o, const struct instruction *in)
{
	unsigned to = (unsigned)strtoul(in->operands, NULL, 16);
	const struct instruction *there = instruction_at(o, in->section, to);
	int first = 0;

	if (relocation_in(o, in, &first))
		return;
	if (!there || there->address != to)
		wrong(in->line,
		      "a jump into the middle of an instruction (offset 0x%x); jump to a label",
		      to);
}

/* The next memory operand from s on: [*][segment:]displacement[(base,index,scale)].  Returns what
 * is behind it, or NULL; `base` is "" where there is none. */
static const char *memory_operand(const char *s, long *displacement, char base[5])
{
	for (; *s; s += strcspn(s, ","), s += *s == ',') {
		char *end;

		s += *s == '*';
		if (s[0] == '%' && strcspn(s, ":,") == strlen("%ds"))
			s += s[3] == ':' ? strlen("%ds:") : 0;
		*displacement = (long)strtoll(s, &end, 16);
		base[0] = '\0';
		if (*end == '(')
			sscanf(end, "(%4[%a-z]", base);
		if (*end == '(' || end != s)
			return end + strcspn(end, *end == '(' ? ")" : ",");
	}
	return NULL;
}

/* Is the displacement of a memory operand a symbol's?  A number behind it may be one, too. */
static bool displacement_relocated(const struct object *o, const struct instruction *in)
{
	bool immediate = in->operands[0] == '$';
	const struct relocation *r;
	int from = 0;

	while ((r = relocation_in(o, in, &from)))
		if (!immediate || r->offset + sizeof(Elf32_Word) != in->end)
			return true;
	return false;
}

static bool pushes_number(const struct object *o, const struct instruction *in)
{
	int from = 0;

	return starts_with(in->mnemonic, "push") && in->operands[0] == '$' &&
	       strtoul(in->operands + 1, NULL, 16) >= LOWEST_ADDRESS &&
	       !relocation_in(o, in, &from);
}

/* The register that gets a number: mov $0x100000,%eax or lea 0x100000,%eax; NULL if none does */
static const char *loads_number(const struct object *o, const struct instruction *in)
{
	const char *number = in->operands + (in->operands[0] == '$');
	int from = 0;
	char *end;
	unsigned long value = strtoul(number, &end, 16);

	if (!starts_with_any(in->mnemonic, "mov lea") || end == number || !starts_with(end, ",%") ||
	    value < LOWEST_ADDRESS || relocation_in(o, in, &from))
		return NULL;
	return end + 1;
}

/* Does any instruction of the file load a number into the register?  Which one comes before which
 * cannot be told where there are jumps. */
static bool holds_number(const struct object *o, const char *name)
{
	for (int i = 0; i < o->instruction_count; i++) {
		const char *loaded = loads_number(o, &o->instructions[i]);

		if (loaded && strcmp(loaded, name) == 0)
			return true;
	}
	return false;
}

/* Numbers as memory operands; lea and nop only look like it. */
static void check_memory(const struct object *o, const struct instruction *in)
{
	const char *s = in->operands;
	long displacement;
	char base[5];

	if ((is_jump(in) && !indirect(in)) || starts_with_any(in->mnemonic, "lea nop") ||
	    displacement_relocated(o, in))
		return;
	while ((s = memory_operand(s, &displacement, base)))
		if (!base[0] || labs(displacement) >= LOWEST_ADDRESS)
			wrong(in->line,
			      "%s in %s uses a number as an address; use a symbol of this layer",
			      in->mnemonic, in->function);
		else if (holds_number(o, base))
			wrong(in->line,
			      "%s in %s uses a number as an address: %s is loaded with one; use "
			      "a symbol of this layer, or another register for the number",
			      in->mnemonic, in->function, base);
}

/* In assembly an address is a symbol, or comes from a caller. */
static void check_addresses(const struct object *o, const struct instruction *in)
{
	const struct instruction *last = &o->instructions[o->instruction_count - 1];
	const char *loaded = loads_number(o, in);

	if (indirect(in) && holds_number(o, in->operands + 1))
		wrong(in->line, "%s in %s goes to a number: %s is loaded with one; jump to a label",
		      in->mnemonic, in->function, in->operands + 1);
	if (loaded && strcmp(loaded, "%esp") == 0)
		wrong(in->line, "%s in %s makes a number the stack; use a symbol of this layer",
		      in->mnemonic, in->function);
	if (pushes_number(o, in) && in < last && starts_with(in[1].mnemonic, "ret"))
		wrong(in->line, "%s in %s makes a number the return address; jump to a label",
		      in->mnemonic, in->function);
	check_memory(o, in);
}

static void check_instruction(const struct module *m, const struct object *o,
                              const struct instruction *in)
{
	bool its_own = !m->is_c && ((layer.ring3 && enters_ring3(in)) ||
	                            (layer.guest && switches_guest(in)));

	if (privileged(in) && !its_own)
		wrong(in->line,
		      "%s in %s is an instruction of the machine layer; call a primitive of "
		      "<underlay.h>",
		      in->mnemonic, in->function);
	if (strcmp(in->mnemonic, "(bad)") == 0)
		wrong(in->line, "%s holds bytes that are no instruction; keep data out of .text",
		      in->function);
	if (m->is_c && indirect(in))
		wrong(in->line, "%s calls or jumps through a pointer; call functions by name",
		      in->function);
	if (!m->is_c)
		check_addresses(o, in);
	if (!m->is_c && is_jump(in) && !indirect(in))
		check_jump(o, in);
}

void check_instructions(const struct module *m, const struct object *o)
{
	for (int i = 0; i < o->instruction_count; i++)
		check_instruction(m, o, &o->instructions[i]);
}
