/* disk.c: write a disk for Bochs: the boot sector, then what it loads.  For the host. */
#include "disk.h"

#include <elf.h> /* the host's */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECTOR     512u
#define CYLINDER   516096u   /* Bochs wants whole ones */
#define PAGE       4096u
#define MODULES    0x800000u /* the kernel's image ends below */
#define HEAD       CHUNK     /* bytes before them: a page with their list, then texts */
#define LIST_MOST  (PAGE / sizeof(struct module))

struct module { /* as multiboot describes one */
	uint32_t start, end, name, reserved;
};

struct disk {
	FILE *file;
	struct parameters parameters;
	unsigned parts;
};

struct bytes {
	char *at;
	size_t size;
};

static char message[512];

static const char *complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *complain(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(message, sizeof(message), format, list);
	va_end(list);
	return message;
}

/* Add what a file holds, and zeroes up to a whole page. */
static const char *add_file(struct bytes *to, const char *name)
{
	FILE *file = fopen(name, "rb");
	size_t n = 1;

	if (!file)
		return complain("%s: %s", name, strerror(errno));
	while (n > 0) {
		char *more = realloc(to->at, to->size + PAGE);

		if (!more) {
			fclose(file);
			return complain("%s: out of memory", name);
		}
		to->at = more;
		memset(to->at + to->size, 0, PAGE);
		n = fread(to->at + to->size, 1, PAGE, file);
		to->size += n;
	}
	n = ferror(file) != 0;
	fclose(file);
	return n ? complain("%s: it cannot be read", name) : 0;
}

/* A part of memory, of which the boot sector loads whole chunks. */
static void add_part(struct disk *d, uint32_t address, const void *data, size_t size)
{
	static const char nothing[CHUNK];
	uint32_t chunks = (uint32_t)((size + CHUNK - 1) / CHUNK);

	if (size == 0)
		return;
	fwrite(data, size, 1, d->file);
	fwrite(nothing, chunks * CHUNK - size, 1, d->file);
	d->parameters.part[d->parts].chunks = chunks;
	d->parameters.part[d->parts++].address = address;
}

/* A segment: what is in the file of it, and the zeroes behind that. */
static const char *add_segment(struct disk *d, const struct bytes *elf, const Elf32_Phdr *segment)
{
	if (segment->p_type != PT_LOAD)
		return 0;
	if (segment->p_offset > elf->size || segment->p_filesz > elf->size - segment->p_offset)
		return "the file ends before its last segment";
	if (d->parts == PARTS - 2)
		return "it has more segments than the boot sector can load";
	add_part(d, segment->p_paddr, elf->at + segment->p_offset, segment->p_filesz);
	if (segment->p_memsz == segment->p_filesz)
		return 0;
	if (d->parameters.zero_words)
		return "two of its segments end with zeroes: the boot sector makes one";
	d->parameters.zeroes = segment->p_paddr + segment->p_filesz;
	d->parameters.zero_words = (segment->p_memsz - segment->p_filesz + 3) / 4;
	return 0;
}

static const char *add_kernel(struct disk *d, const struct bytes *elf)
{
	const Elf32_Ehdr *head = (const Elf32_Ehdr *)elf->at;
	const char *wrong = 0;

	if (elf->size < sizeof(*head) || memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
	    head->e_ident[EI_CLASS] != ELFCLASS32 || head->e_phentsize != sizeof(Elf32_Phdr) ||
	    head->e_phoff > elf->size ||
	    head->e_phnum > (elf->size - head->e_phoff) / sizeof(Elf32_Phdr))
		return "it is no kernel: no ELF file of 32 bits with program headers";
	d->parameters.entry = head->e_entry;
	for (unsigned i = 0; i < head->e_phnum && !wrong; i++)
		wrong = add_segment(d, elf, (const Elf32_Phdr *)(elf->at + head->e_phoff) + i);
	return wrong;
}

/* Append a text, and return how far from the start it lies. */
static uint32_t add_text(struct bytes *to, const char *text)
{
	uint32_t at = (uint32_t)to->size;
	size_t size = strlen(text) + 1;

	if (size > HEAD - at)
		return 0;
	memcpy(to->at + at, text, size);
	to->size += size;
	return at;
}

/* The file of a module, of which the kernel is told that text. */
static const char *add_module(struct bytes *to, const char *module)
{
	size_t length = strcspn(module, " ");
	char *name = malloc(length + 1);
	const char *wrong;

	if (!name)
		return complain("out of memory");
	memcpy(name, module, length);
	name[length] = 0;
	wrong = add_file(to, name);
	free(name);
	return wrong;
}

/* Pages that say where the modules are and what is told of them, and these, each from a page on. */
static const char *add_modules(struct disk *d, const char *line, const char *const *modules,
                               unsigned count, unsigned memory)
{
	struct bytes head = { calloc(1, HEAD), PAGE };
	struct bytes all = { 0 };
	struct module *list = (struct module *)head.at;
	const char *wrong = head.at ? 0 : complain("out of memory");

	if (count > LIST_MOST)
		wrong = complain("%u boot modules: at most %zu", count, LIST_MOST);
	if (!wrong)
		d->parameters.command_line = MODULES + add_text(&head, line);
	for (unsigned i = 0; i < count && !wrong; i++) {
		uint32_t name = add_text(&head, modules[i]);

		list[i].start = MODULES + HEAD + (uint32_t)all.size;
		list[i].name = MODULES + name;
		wrong = name ? add_module(&all, modules[i]) : complain("too long: %s", modules[i]);
		list[i].end = MODULES + HEAD + (uint32_t)all.size;
		all.size = (all.size + PAGE - 1) / PAGE * PAGE; /* there are zeroes */
		if (!wrong && all.size > ((uint64_t)memory << 20) - MODULES - HEAD)
			wrong = complain("%s: the boot modules need more memory than %u MiB",
			                 modules[i], memory);
	}
	d->parameters.modules = count;
	d->parameters.module_list = MODULES;
	if (!wrong) {
		add_part(d, MODULES, head.at, HEAD);
		add_part(d, MODULES + HEAD, all.at, all.size);
	}
	free(head.at);
	free(all.at);
	return wrong;
}

/* Whole cylinders, and in front the sector with its parameters. */
static void finish(struct disk *d, struct bytes *sector)
{
	const struct parameters *its = (const struct parameters *)(sector->at + PARAMETERS);
	long size = ftell(d->file);

	d->parameters.flags = its->flags;
	d->parameters.map = its->map;
	memcpy(sector->at + PARAMETERS, &d->parameters, sizeof(d->parameters));
	fseek(d->file, (size + CYLINDER - 1) / CYLINDER * CYLINDER - 1, SEEK_SET);
	fputc(0, d->file);
	rewind(d->file);
	fwrite(sector->at, SECTOR, 1, d->file);
}

const char *disk_write(const char *disk, const char *sector, const char *kernel,
                       const char *line, const char *const *modules, unsigned count,
                       unsigned memory)
{
	struct disk d = { .file = fopen(disk, "wb") };
	struct bytes of_sector = { 0 };
	struct bytes of_kernel = { 0 };
	const char *wrong;

	if (!d.file)
		return complain("%s: %s", disk, strerror(errno));
	wrong = add_file(&of_sector, sector);
	if (!wrong && of_sector.size != SECTOR)
		wrong = complain("%s: it is no boot sector", sector);
	if (!wrong)
		wrong = add_file(&of_kernel, kernel);
	if (!wrong) {
		fseek(d.file, SECTOR, SEEK_SET);
		wrong = add_kernel(&d, &of_kernel);
		wrong = wrong ? complain("%s: %s", kernel, wrong) : 0;
	}
	if (!wrong)
		wrong = add_modules(&d, line, modules, count, memory);
	if (!wrong) {
		finish(&d, &of_sector);
		if (ferror(d.file))
			wrong = complain("%s: it cannot be written", disk);
	}
	free(of_sector.at);
	free(of_kernel.at);
	if (fclose(d.file) != 0 && !wrong)
		wrong = complain("%s: %s", disk, strerror(errno));
	return wrong;
}
