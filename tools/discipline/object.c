/* Reads an object file: sections, symbols and relocations from its ELF tables, instructions from
 * objdump.  The file comes from our own run of the compiler or the assembler, so its tables are
 * sound; what they say is not trusted. */
#include "object.h"

#include "layer.h"
#include "run.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 256 /* elements to make room for at a time */

bool is_code(const struct section *s)
{
	return s && s->header.sh_flags & SHF_EXECINSTR;
}

bool is_undefined(const struct symbol *s)
{
	return s->entry.st_shndx == SHN_UNDEF && s->name[0];
}

bool is_global(const struct symbol *s)
{
	return s->entry.st_shndx != SHN_UNDEF && s->binding != STB_LOCAL;
}

bool is_memory(const struct symbol *s)
{
	const unsigned writable = SHF_ALLOC | SHF_WRITE;

	if (s->type == STT_SECTION)
		return false;
	return s->entry.st_shndx == SHN_COMMON ||
	       (s->section && (s->section->header.sh_flags & writable) == writable);
}

bool is_function(const struct symbol *s)
{
	return (is_undefined(s) && !shared_name(s->name)) || is_code(s->section);
}

const struct symbol *global(const struct object *o, const char *name)
{
	for (int i = 0; i < o->symbol_count; i++)
		if (is_global(&o->symbols[i]) && strcmp(o->symbols[i].name, name) == 0)
			return &o->symbols[i];
	return NULL;
}

const struct relocation *relocation_in(const struct object *o, const struct instruction *in,
                                       int *from)
{
	while (*from < o->relocation_count) {
		const struct relocation *r = &o->relocations[(*from)++];

		if (r->section == in->section && r->offset >= in->address && r->offset < in->end)
			return r;
	}
	return NULL;
}

const struct instruction *instruction_at(const struct object *o, const struct section *s,
                                         unsigned address)
{
	for (int i = 0; i < o->instruction_count; i++) {
		const struct instruction *in = &o->instructions[i];

		if (in->section == s && address >= in->address && address < in->end)
			return in;
	}
	return NULL;
}

static const struct section *section_of(const struct object *o, unsigned index)
{
	return index != SHN_UNDEF && index < (unsigned)o->section_count ? &o->sections[index]
	                                                                : NULL;
}

static void read_sections(struct object *o, const unsigned char *file)
{
	const Elf32_Ehdr *elf = (const Elf32_Ehdr *)file;
	const Elf32_Shdr *headers = (const Elf32_Shdr *)(file + elf->e_shoff);
	const char *names = (const char *)file + headers[elf->e_shstrndx].sh_offset;

	o->section_count = elf->e_shnum;
	o->sections = grow(NULL, elf->e_shnum * sizeof(*o->sections));
	for (int i = 0; i < elf->e_shnum; i++)
		o->sections[i] = (struct section){.name = names + headers[i].sh_name,
		                                  .header = headers[i],
		                                  .bytes = file + headers[i].sh_offset};
}

static void read_symbols(struct object *o, const struct section *table)
{
	const Elf32_Sym *entries = (const Elf32_Sym *)table->bytes;
	const char *names = (const char *)o->sections[table->header.sh_link].bytes;

	o->symbol_count = (int)(table->header.sh_size / sizeof(*entries));
	o->symbols = grow(NULL, (size_t)o->symbol_count * sizeof(*o->symbols));
	for (int i = 0; i < o->symbol_count; i++) {
		struct symbol *s = &o->symbols[i];

		*s = (struct symbol){.name = names + entries[i].st_name,
		                     .entry = entries[i],
		                     .type = ELF32_ST_TYPE(entries[i].st_info),
		                     .binding = ELF32_ST_BIND(entries[i].st_info),
		                     .section = section_of(o, entries[i].st_shndx)};
		if (s->type == STT_SECTION)
			s->name = s->section->name;
	}
}

/* Of sections that are loaded; the others are for debuggers. */
static void read_relocations(struct object *o, const struct section *table)
{
	const struct section *section = &o->sections[table->header.sh_info];
	const Elf32_Rel *entries = (const Elf32_Rel *)table->bytes;
	int count = (int)(table->header.sh_size / sizeof(*entries));

	if (!(section->header.sh_flags & SHF_ALLOC))
		return;
	o->relocations = grow(o->relocations,
	                      (size_t)(o->relocation_count + count) * sizeof(*o->relocations));
	for (int i = 0; i < count; i++) {
		unsigned offset = entries[i].r_offset;
		Elf32_Sword addend = 0;

		if (offset + sizeof(addend) <= section->header.sh_size)
			memcpy(&addend, section->bytes + offset, sizeof(addend));
		o->relocations[o->relocation_count++] =
			(struct relocation){.section = section,
		                            .offset = offset,
		                            .type = ELF32_R_TYPE(entries[i].r_info),
		                            .addend = addend,
		                            .symbol = &o->symbols[ELF32_R_SYM(entries[i].r_info)]};
	}
}

/* Takes "mnemonic operands <function+offset>" apart; a prefix such as rep is left out. */
static void read_words(struct instruction *in, const char *words)
{
	size_t n = strcspn(words, " ");
	const char *name;

	while (words[n] && among(copy(words, n), "rep repz repnz lock cs ds es ss fs gs notrack "
	                                         "data16 addr16 bnd")) {
		words += n + 1;
		n = strcspn(words, " ");
	}
	in->mnemonic = copy(words, n);
	words += n + strspn(words + n, " ");
	in->operands = copy(words, strcspn(words, "\t #"));
	name = strchr(words, '<');
	in->target = name ? copy(name + 1, strcspn(name + 1, ">+")) : "";
}

static struct instruction *new_instruction(struct object *o)
{
	int n = o->instruction_count++;

	if (n % CHUNK == 0)
		o->instructions =
			grow(o->instructions, (size_t)(n + CHUNK) * sizeof(*o->instructions));
	return &o->instructions[n];
}

static const struct section *section_named(const struct object *o, const char *name)
{
	for (int i = 0; i < o->section_count; i++)
		if (strcmp(o->sections[i].name, name) == 0)
			return &o->sections[i];
	return NULL;
}

/* objdump writes, each on a line of its own: "Disassembly of section .text:", "00000000
 * <function>:",
 * "FILE:LINE", and "  1e:<tab>jmp    25 <function+0x25>". */
static void read_instructions(struct object *o)
{
	static const char heading[] = "Disassembly of section ";
	struct instruction now = {.function = "", .line = 1}, *last = NULL;
	const char *objdump = getenv("OBJDUMP") ? getenv("OBJDUMP") : "objdump";
	char *rest, *line, *end;

	if (run(text("%s -dlw --no-show-raw-insn %s", objdump, o->path)) != 0)
		die("%s cannot read the object of %s", objdump, source);
	rest = slurp(in_scratch("out"), NULL);
	while ((line = next_line(&rest))) {
		unsigned address = (unsigned)strtoul(line, &end, 16);

		if (starts_with(line, heading)) {
			line += strlen(heading);
			now.section = section_named(o, copy(line, strcspn(line, ":")));
			last = NULL;
		} else if (isxdigit((unsigned char)*line) && starts_with(end, " <")) {
			now.function = copy(end + 2, strcspn(end + 2, ">"));
		} else if (isspace((unsigned char)*line) && starts_with(end, ":\t")) {
			if (last)
				last->end = address;
			now.address = address;
			now.end = now.section ? now.section->header.sh_size : address;
			read_words(&now, end + 2);
			last = new_instruction(o);
			*last = now;
		} else if (strstr(line, text("%s:", source))) {
			now.line = atoi(strrchr(line, ':') + 1);
		}
	}
}

void object_read(struct object *o)
{
	size_t length;
	const unsigned char *file = (const unsigned char *)slurp(o->path, &length);
	const Elf32_Ehdr *elf = (const Elf32_Ehdr *)file;

	if (length < sizeof(*elf) || memcmp(elf->e_ident, ELFMAG, SELFMAG) != 0 ||
	    elf->e_ident[EI_CLASS] != ELFCLASS32 || elf->e_machine != EM_386)
		die("the object of %s is not for an i386; set CC to a compiler that can do -m32",
		    source);
	read_sections(o, file);
	for (int i = 0; i < o->section_count; i++)
		if (o->sections[i].header.sh_type == SHT_SYMTAB)
			read_symbols(o, &o->sections[i]);
	for (int i = 0; i < o->section_count; i++)
		if (o->sections[i].header.sh_type == SHT_REL)
			read_relocations(o, &o->sections[i]);
	read_instructions(o);
}
