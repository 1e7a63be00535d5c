/* The layer that is judged, what it may use, and how a violation is told */
#include "layer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const given_files[] = { "kernel/types.h",   "kernel/term.h",    "kernel/sizes.h",
	                            "kernel/elf.h",     "kernel/devices.h", "kernel/syscall.h",
	                            NULL };

struct layer layer;
const char *source;
int violations;

/* Reads a file of lines with up to three words each; a column that is NULL is not wanted. */
static void load(const char *path, struct names *first, struct names *second, struct names *third)
{
	struct names *columns[] = {first, second, third};
	char *rest = slurp(path, NULL), *line;

	while ((line = next_line(&rest))) {
		char *word = strtok(line, " \t");

		for (unsigned i = 0; i < LENGTH(columns) && (i > 0 || word); i++) {
			if (columns[i])
				add(columns[i], word ? word : "");
			word = word ? strtok(NULL, " \t") : NULL;
		}
	}
}

static bool yes(const char *name)
{
	return starts_with(slurp(text("%s/%s/%s", layer.build, layer.name, name), NULL), "yes");
}

/* A variant MAT.tree.c of the layer MAT has its own line in owns.tree, where there is one. */
static const char *owns_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strchr(slash ? slash : path, '.');
	const char *file;

	if (!dot || !strchr(dot + 1, '.'))
		return "owns";
	file = text("owns.%.*s", (int)strcspn(dot + 1, "."), dot + 1);
	return access(text("%s/%s/%s", layer.build, layer.name, file), R_OK) == 0 ? file : "owns";
}

void layer_load(const char *name, const char *build, const char *module)
{
	layer.name = name;
	layer.build = build;
	load(text("%s/symbols", build), &layer.symbols, &layer.owners, &layer.hiders);
	load(text("%s/%s/allowed", build, name), &layer.allowed, NULL, NULL);
	load(text("%s/%s/exports", build, name), &layer.exports, NULL, NULL);
	layer.owns = yes(owns_file(module));
	layer.assembly = yes("assembly");
	layer.ring3 = yes("ring3");
	layer.guest = yes("guest");
}

void wrong(int line, const char *format, ...)
{
	static struct names said;
	char what[1024];
	va_list list;
	char *message;

	va_start(list, format);
	vsnprintf(what, sizeof(what), format, list);
	va_end(list);
	message = text("%s: %s:%d: %s", layer.name, source, line, what);
	violations++;
	if (has(&said, message))
		return;
	add(&said, message);
	puts(message);
}

const char *belongs(const char *name)
{
	int i = find(&layer.symbols, name);
	int own = find(&layer.owners, layer.name);
	const char *owner;

	if (i < 0)
		return "";
	owner = layer.owners.at[i];
	if (own >= 0 && i > own && strcmp(owner, layer.name) != 0)
		return text(" (it belongs to %s, a layer above)", owner);
	if (has(&layer.allowed, name) || has(&layer.exports, name) || !layer.hiders.at[i][0])
		return text(" (it belongs to %s)", owner);
	return text(" (it belongs to %s; %s hides it)", owner, layer.hiders.at[i]);
}

const char *room_of(const char *path)
{
	for (int i = 0; i < layer.owners.count; i++) {
		const char *owner = layer.owners.at[i];

		if (strstr(path, text("/%s/", owner)) || strstr(path, text("%s.", owner)))
			return text(" (it belongs to %s)", owner);
	}
	return "";
}

void not_visible(int line, const char *name)
{
	if (has(&layer.symbols, name))
		wrong(line, "uses %s, which %s may not%s; use what <underlay.h> declares", name,
		      layer.name, belongs(name));
	else
		wrong(line,
		      "uses %s, which is neither in this module nor in <underlay.h>; use what "
		      "<underlay.h> declares",
		      name);
}

void wrong_include(int line, const char *path)
{
	wrong(line, "includes %s%s; a module includes <underlay.h>, nothing else", path,
	      room_of(path));
}

bool shared_name(const char *name)
{
	return layer.assembly && starts_with(name, text("%s_", layer.name));
}
