/* View 4, first part: what the objects define, need, and refer to.
 *
 * For cheats that only the linker would see: a name that a macro or the assembler put together, a
 * second global function, memory where the layer owns none (static variables, .bss, .comm), weak
 * and absolute symbols, sections that the linker script knows, an address of code in a table, and
 * in assembly sym+N where N leads out of what sym names.
 */
#include "views.h"

#include "layer.h"

#include <ctype.h>
#include <string.h>

/* A static variable `count` inside a function f is count.0 for gcc, f.count for clang. */
static const char *plain_name(const char *name)
{
	const char *dot = strchr(name, '.');

	if (dot && dot[1] && !isdigit((unsigned char)dot[1]))
		return plain_name(dot + 1);
	return copy(name, strcspn(name, "."));
}

static void check_symbol(const struct module *m, const struct symbol *s)
{
	int line = line_of(m->raw, plain_name(s->name));
	bool shared = (s->section || s->entry.st_shndx == SHN_COMMON) && !is_code(s->section) &&
	              shared_name(s->name);

	if (s->binding != STB_LOCAL && (s->binding != STB_GLOBAL || s->type == STT_GNU_IFUNC))
		wrong(line, "%s is weak or indirect; define it plainly", s->name);
	else if (is_global(s) && !has(&layer.exports, s->name) && !shared)
		wrong(line, "%s is not static and no primitive of %s%s; %s", s->name, layer.name,
		      belongs(s->name), m->is_c ? "make it static" : "leave .globl out");
	else if (is_global(s) && has(&layer.exports, s->name) && !is_code(s->section))
		wrong(line, "%s must be a function; define it as one", s->name);
	if (is_memory(s) && !layer.owns)
		wrong(line,
		      "%s is memory, and %s owns none; keep state in the layers below, or make a "
		      "table const",
		      plain_name(s->name), layer.name);
}

/* Memory without a name is memory all the same, and a section that the linker script puts
 * elsewhere could become part of the machine layer. */
static void check_section(const struct module *m, const struct section *s)
{
	unsigned type = s->header.sh_type;

	if (type == SHT_NULL || type == SHT_SYMTAB || type == SHT_STRTAB || type == SHT_REL)
		return;
	if (!m->is_c && !starts_with(s->name, ".debug_") &&
	    !among(s->name, ".text .data .bss .rodata .note.GNU-stack"))
		wrong(1, "section %s; use .text, .data, .bss or .rodata", s->name);
	if (!layer.owns && !violations && s->header.sh_size && s->header.sh_flags & SHF_WRITE)
		wrong(1,
		      "%u bytes of memory in %s, and %s owns none; keep state in the layers below",
		      s->header.sh_size, s->name, layer.name);
}

void check_symbols(const struct module *m, const struct object *o)
{
	for (int i = 0; i < o->symbol_count; i++)
		check_symbol(m, &o->symbols[i]);
	for (int i = 0; i < o->section_count; i++)
		check_section(m, &o->sections[i]);
}

/* The line of a call that stands in no text: the compiler made it. */
static int line_of_call(const struct object *o, const struct symbol *s)
{
	for (int i = 0; i < o->relocation_count; i++) {
		const struct relocation *r = &o->relocations[i];
		const struct instruction *in = instruction_at(o, r->section, r->offset);

		if (r->symbol == s && in)
			return in->line;
	}
	return 1;
}

void check_undefined(const struct module *m, const struct object *o, const struct module *other)
{
	for (int i = 0; i < o->symbol_count; i++) {
		const struct symbol *s = &o->symbols[i];
		bool written = in_text(m->raw, s->name);
		int line = written ? line_of(m->raw, s->name) : line_of_call(o, s);

		if (!is_undefined(s) || has(&layer.allowed, s->name) ||
		    (other && global(&other->objects[0], s->name)))
			continue;
		/* The compiler makes calls of these four for arrays and structs; the kernel has
		 * them. */
		if (m->is_c && !written && among(s->name, "memcpy memset memmove memcmp"))
			continue;
		if (m->is_c && !written && starts_with(s->name, "__"))
			wrong(line,
			      "needs %s of the compiler's library (64-bit division?), which the "
			      "kernel does not have; use u32 or shifts",
			      s->name);
		else
			not_visible(line, s->name);
	}
}

static bool defines_or_uses_function(const struct object *o, const char *name)
{
	for (int i = 0; i < o->symbol_count; i++)
		if (is_function(&o->symbols[i]) && strcmp(o->symbols[i].name, name) == 0)
			return true;
	return false;
}

/* C: an address of code, found in the text as a function's name that no ( follows */
static void check_c_reference(const struct module *m, const struct object *o,
                              const struct relocation *r, int line)
{
	if (r->type != R_386_32 || !is_function(r->symbol))
		return;
	for (const struct token *t = m->raw; t->kind != END; t++)
		if (t->kind == NAME && !is(t + 1, "(") && defines_or_uses_function(o, t->text)) {
			wrong(t->line, "takes the address of %s%s; call functions by name", t->text,
			      belongs(t->text));
			return;
		}
	wrong(line, "takes the address of code; call functions by name");
}

/* Where the relocation leads, counted from the start of its section or symbol */
static long distance(const struct object *o, const struct relocation *r)
{
	const struct instruction *in = instruction_at(o, r->section, r->offset);
	long relative = r->type == R_386_32 || !in ? 0 : (long)in->end - (long)r->offset;

	return r->addend + relative;
}

/* How far it may lead.  The size of data in the .c is known there; that of a label in the .S is
 * not, so its whole section counts. */
static long reach(const struct symbol *s, const struct module *other)
{
	const struct symbol *data = s;

	if (is_undefined(s))
		data = other ? global(&other->objects[0], s->name) : NULL;
	if (!data || is_code(data->section))
		return 0;
	if (is_undefined(s) || !data->section)
		return (long)data->entry.st_size;
	return (long)data->section->header.sh_size - (long)data->entry.st_value;
}

/* Assembly: a symbol, or something inside of the layer's own data */
static void check_assembly_reference(const struct object *o, const struct relocation *r,
                                     const struct module *other, int line)
{
	const struct symbol *s = r->symbol;
	const struct instruction *in;
	long at = distance(o, r);

	if (r->type != R_386_32 && r->type != R_386_PC32 && r->type != R_386_PLT32) {
		wrong(line, "an address of %s in an odd form; use a plain 32-bit one", s->name);
	} else if (!s->name[0] || s->entry.st_shndx == SHN_ABS) {
		wrong(line, "a number as an address; use a symbol of this layer");
	} else if (s->type == STT_SECTION && is_code(s->section)) {
		in = instruction_at(o, s->section, (unsigned)at);
		if (!in || in->address != (unsigned)at)
			wrong(line, "an address in the middle of an instruction; use a label");
	} else if (at < 0 || at > reach(s, other)) {
		wrong(line, "%s%+ld leads out of what %s names; stay inside the layer's own data",
		      s->name, at, s->name);
	}
}

void check_references(const struct module *m, const struct object *o, const struct module *other)
{
	for (int i = 0; i < o->relocation_count; i++) {
		const struct relocation *r = &o->relocations[i];
		const struct instruction *in = instruction_at(o, r->section, r->offset);
		int line = in ? in->line : 1;

		if (m->is_c)
			check_c_reference(m, o, r, line);
		else
			check_assembly_reference(o, r, other, line);
	}
}
