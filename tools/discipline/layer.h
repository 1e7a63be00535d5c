/* The layer that is judged, what it may use, and how a violation is told. */
#ifndef LAYER_H
#define LAYER_H

#include "basics.h"

struct layer {
	const char *name;
	const char *build;             /* the directory of what tools/layers made */
	bool owns;                     /* may the module have memory? */
	bool assembly;                 /* may there be a .S? */
	bool ring3, guest;             /* may it enter ring 3, run a guest? */
	struct names allowed, exports; /* primitives: may be called, must be defined */
	/* symbols.at[i] is a primitive of layer owners.at[i], hidden by layer hiders.at[i] or "" */
	struct names symbols, owners, hiders;
};

/* The headers that every module sees; NULL ends the list. */
extern const char *const given_files[];

extern struct layer layer;
extern const char *source; /* the file looked at now */
extern int violations;

/* Reads BUILD/symbols and BUILD/LAYER; `module` is the path of the module's first file. */
void layer_load(const char *name, const char *build, const char *module);

__attribute__((format(printf, 2, 3))) void wrong(int line, const char *format, ...);

/* The layer whose primitive a name is, and why this layer does not see it; "" for other names */
const char *belongs(const char *name);

/* The layer whose room a path leads to, in the same words */
const char *room_of(const char *path);

/* The module uses a name that it may not use. */
void not_visible(int line, const char *name);

/* A file was read for the module that it may not include. */
void wrong_include(int line, const char *path);

/* A name that the .c and the .S of this layer share: LAYER_something */
bool shared_name(const char *name);

#endif
