/* store: see store.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store.h"

enum { NO_PARENT = -1 };

void store_open(struct store *store, size_t size, unsigned limit)
{
	unsigned slots = 1;

	while (slots < 2 * limit)
		slots *= 2;
	store->size = size;
	store->count = 0;
	store->limit = limit;
	store->state = check_allocate(limit, size);
	store->parent = check_allocate(limit, sizeof *store->parent);
	store->call = check_allocate(limit, sizeof *store->call);
	store->map = check_allocate(limit, sizeof *store->map);
	store->slot = check_allocate(slots, sizeof *store->slot);
	store->mask = slots - 1;
}

void store_close(struct store *store)
{
	free(store->state);
	free(store->parent);
	free(store->call);
	free(store->map);
	free(store->slot);
}

void *store_state(const struct store *store, unsigned i)
{
	return store->state + (size_t)i * store->size;
}

static u64 mixed(u64 h, u64 with)
{
	h = (h ^ with) * 1099511628211u;
	return h ^ h >> 32;
}

/* FNV-1a, over words where it can: four at a time, as none waits for another. */
static u64 hash(const unsigned char *byte, size_t size)
{
	u64 a = 1469598103934665603u, b = 1, c = 2, d = 3;
	u64 word[4];

	for (; size >= sizeof word; size -= sizeof word, byte += sizeof word) {
		memcpy(word, byte, sizeof word);
		a = mixed(a, word[0]);
		b = mixed(b, word[1]);
		c = mixed(c, word[2]);
		d = mixed(d, word[3]);
	}
	while (size-- > 0)
		a = mixed(a, *byte++);
	return mixed(mixed(mixed(a, b), c), d);
}

int store_add(struct store *store, const void *state, unsigned parent, const struct call *call,
              unsigned map)
{
	unsigned i;

	/* Many calls change nothing. */
	if (call != NULL && memcmp(store_state(store, parent), state, store->size) == 0)
		return (int)parent;
	i = (unsigned)hash(state, store->size) & store->mask;
	for (; store->slot[i] != 0; i = (i + 1) & store->mask)
		if (memcmp(store_state(store, store->slot[i] - 1), state, store->size) == 0)
			return (int)store->slot[i] - 1;
	if (store->count == store->limit)
		return -1;
	memcpy(store_state(store, store->count), state, store->size);
	store->parent[store->count] = parent;
	if (call != NULL)
		store->call[store->count] = *call;
	store->map[store->count] = map;
	store->slot[i] = ++store->count;
	return (int)store->count - 1;
}

/* The state added last has never been in the way of another in the table: its slot can be freed. */
void store_forget(struct store *store, unsigned count)
{
	while (store->count > count) {
		const void *state = store_state(store, store->count - 1);
		unsigned i = (unsigned)hash(state, store->size) & store->mask;

		while (store->slot[i] != store->count)
			i = (i + 1) & store->mask;
		store->slot[i] = 0;
		store->count--;
	}
}

void store_print_path(const struct store *store, unsigned i)
{
	const struct primitive_spec *p;
	char text[128];
	u32 result;

	if (store->parent[i] == (unsigned)NO_PARENT) {
		memset(abs_, 0, world_size);
		map_load(store->map[i]);
		scope_set_registers();
		map_print(store->map[i]);
		return;
	}
	store_print_path(store, store->parent[i]);
	p = &primitive_specs[store->call[i].primitive];
	call_print(text, sizeof text, &store->call[i]);
	result = p->step(store->call[i].argument);
	printf("  %s", text);
	if (p->returns) {
		value_print(text, sizeof text, p->returns, result);
		printf(" = %s", text);
	}
	printf("\n");
}
