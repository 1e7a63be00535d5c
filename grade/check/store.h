/* store.h: a set of states of one size, each with the call that first led to it. */
#ifndef STORE_H
#define STORE_H

#include "scope.h"

struct store {
	size_t size;      /* bytes of a state */
	unsigned count;
	unsigned limit;   /* of states */
	unsigned char *state;
	unsigned *parent; /* ~0u: an initial state */
	struct call *call;
	unsigned *map;    /* which memory map it started from */
	unsigned *slot;   /* hash table: index + 1 */
	unsigned mask;
};

void store_open(struct store *store, size_t size, unsigned limit);
void store_close(struct store *store);
void *store_state(const struct store *store, unsigned i);

/* Add a state unless it is there.  Returns its index, or -1 if it is new and the store full. */
int store_add(struct store *store, const void *state, unsigned parent, const struct call *call,
              unsigned map);

/* Forget all states from the count-th on: those added last. */
void store_forget(struct store *store, unsigned count);

/* Print the calls that lead to state i, with what each returns by the specification, and set *abs_
 * to where they end. */
void store_print_path(const struct store *store, unsigned i);

#endif
