/* Layers, primitives and stacks: what the manifest and the deep specs say, and what follows. */
#ifndef STACK_H
#define STACK_H

#include "basics.h"

enum {
	LAYERS = 64,
	STACKS = 16,
	ARGUMENTS = 6, /* of a primitive, at most */
};

/* In which mode of the processor a primitive is called. */
enum mode { KERNEL, RING3, GUEST, MODES };

/* As the manifest, specifications and generated code name the modes. */
extern const char *const mode_word[MODES];
extern const char *const mode_name[MODES];

/* What the formulas of a deep spec speak of. */
struct mentions {
	struct names layers; /* whose state they name */
	bool registers;      /* they name Machine.cpu, themselves or through a macro */
};

struct primitive {
	const char *name, *type;
	const char *parameters; /* as written, without the parentheses */
	const char *argument_type[ARGUMENTS], *argument_name[ARGUMENTS];
	int arguments;
	bool returns;
	bool steps; /* its executable spec, a sequence of steps of others, is all that is said */
	enum mode mode; /* not the kernel's: it is an instruction, no code of a module */
	struct mentions mentions; /* of its PRE, ASSIGNS and POST */
	const struct layer *layer;
	int number; /* in the chosen stack, bottom to top */
};

struct variant {
	const char *name;
	bool owns;
};

struct layer {
	const char *name;
	int line; /* of its stanza in the manifest */
	bool ground;

	/* as the manifest has it; texts may be NULL */
	const char *room, *lab, *purpose, *learns, *init;
	struct names adds, hides, narrows, restates, forwards, routines;
	const char *part; /* of which layer above it is a part, or NULL */
	struct names steps; /* of what it adds: those that have no POST */
	struct names instructions[MODES]; /* what ring 3 and guests have of what it adds */
	bool owns, assembly;
	struct variant variant[NAMES];
	int variants;

	/* from its deep spec */
	struct primitive primitive[NAMES];
	int primitives;
	bool state; /* it has struct NAME_state */
	bool names; /* it has a formula that provers know by a name of its own */
	struct names field, array; /* its members; those that are arrays are in array, too */
	struct mentions any; /* of all its formulas and what they are made of */
	struct mentions invariant;
	struct mentions view; /* of LAYER_VIEW, LAYER_RUNS and LAYER_LIVES */
	bool has_view, has_runs, has_lives;
	struct mentions narrowing[NAMES]; /* of LAYER_P_PRE; by place in narrows */
	bool narrowed[NAMES];             /* LAYER_P_PRE is there */

	int level; /* in the chosen stack, the grounds' included */
};

/* A row "stack NAME LAYER..." of the manifest. */
struct stack {
	const char *name;
	const char *const *layer; /* names, bottom to top */
	int height;
	int line;
};

/* ---- manifest.c: all that the manifest says ------------------------------------------------ */

extern const char *manifest; /* its path */
extern const char *root;     /* its folder: rooms are below it */
extern struct layer all_layers[LAYERS];
extern int all_layers_count;
extern struct stack all_stacks[STACKS];
extern int all_stacks_count;

void read_manifest(const char *path);
struct layer *find_layer(const char *name); /* NULL: none */

/* ---- spec.c: a layer's X.h ----------------------------------------------------------------- */

/* Fills in the second half of a layer. */
void read_spec(struct layer *layer);

/* ---- stack.c: the chosen stack, and how its layers compose ----------------------------------- */

extern const char *stack_name;
extern struct layer *layer_at[LAYERS]; /* by level, bottom to top */
extern int height;
extern const struct layer *absent[LAYERS]; /* of the stack, but without a room; top to bottom */
extern int absent_count;
extern struct primitive *primitive_at[LAYERS * NAMES]; /* by number, bottom to top */
extern int primitive_count;

/* Chooses the stack of that name, reads its deep specs, and refuses what does not compose. */
void choose_stack(const char *name);

/* Forgets the layer and what lies above it. */
void cut_stack(const struct layer *first_gone);

/* So many layers, without the grounds, lie below a level. */
int layers_below(int level);

/* The layer of that name, which is no ground; refuses another name. */
const struct layer *layer_over_ground(const char *name);

/* May a module over the layer at a level call p?  Level -1, below all: nothing. */
bool visible(const struct primitive *p, int level);
/* And is it code?  Programs in ring 3 and guests have their own. */
bool callable(const struct primitive *p, int level);
bool hides(const struct layer *l, const struct primitive *p);
bool narrows(const struct layer *l, const struct primitive *p);

/* The primitive that a layer adds by forwarding the i-th name of its `forwards`. */
const struct primitive *forwarded(const struct layer *l, int i);

/* Is the state of l still part of the abstract state at a level, or did a layer restate it? */
bool live(const struct layer *l, int level);

/* Is the invariant of l still one at a level: is all the state that it names live? */
bool invariant_lives(const struct layer *l, int level);

/* Does its spec say what a thread finds when its call returns, and is that still so at a level? */
bool view_lives(const struct layer *l, int level);

/* The layer whose spec says who runs at a level and who lives; NULL: there are no threads yet. */
const struct layer *threads_at(int level);

/* Does the deep spec of l speak of the state of `of`, itself or through one that it speaks of? */
bool speaks_of(const struct layer *l, const struct layer *of);

/* The primitive that starts the stack up to a level; NULL: none. */
const char *init_at(int level);

#endif
