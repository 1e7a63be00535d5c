/* malloc.c: the heap: blocks side by side, of which the first that is large enough is taken.
 *
 * Free neighbours become one block when somebody looks for memory, so that free has nothing to do.
 * A process has no memory but its segments, so the heap is an array; its pages come when touched.
 */
#include <stdlib.h>

#include <assert.h>
#include <string.h>
#include <types.h>

#define ALIGNMENT 16u
#define FREE      0x66726565u
#define USED      0x75736564u

/* Before each block's memory.  A program that writes behind its memory destroys what is here, and
 * hears of it at the next call. */
struct block {
	u32 size; /* with this */
	u32 state;
	u32 unused[2];
};
static_assert(sizeof(struct block) == ALIGNMENT, "memory behind it is aligned");

static u8 heap[HEAP_SIZE] __attribute__((aligned(ALIGNMENT)));

static struct block *first_block(void)
{
	struct block *first = (struct block *)heap;

	if (first->state == 0) {
		first->size = HEAP_SIZE;
		first->state = FREE;
	}
	return first;
}

/* NULL behind the last one. */
static struct block *next_block(struct block *b)
{
	u8 *next = (u8 *)b + b->size;

	assert(b->state == FREE || b->state == USED);
	return next < heap + HEAP_SIZE ? (struct block *)next : NULL;
}

static void merge_with_free_neighbours(struct block *b)
{
	struct block *next = next_block(b);

	while (next && next->state == FREE) {
		b->size += next->size;
		next = next_block(b);
	}
}

/* Leave of the block what is needed; the rest is a block of its own, if it can be. */
static void cut(struct block *b, u32 size)
{
	struct block *rest = (struct block *)((u8 *)b + size);

	if (b->size - size <= sizeof(struct block))
		return;
	rest->size = b->size - size;
	rest->state = FREE;
	b->size = size;
}

/* The bytes of a block for so many; 0 if the heap is smaller. */
static u32 block_size(size_t size)
{
	if (size == 0)
		size = 1;
	if (size > HEAP_SIZE - sizeof(struct block))
		return 0;
	return (size + sizeof(struct block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static struct block *block_of(void *memory)
{
	struct block *b = (struct block *)memory - 1;

	assert((u8 *)b >= heap && (u8 *)memory < heap + HEAP_SIZE);
	assert(b->state == USED);
	return b;
}

void *malloc(size_t size)
{
	u32 needed = block_size(size);

	if (needed == 0)
		return NULL;
	for (struct block *b = first_block(); b; b = next_block(b)) {
		if (b->state == USED)
			continue;
		merge_with_free_neighbours(b);
		if (b->size >= needed) {
			cut(b, needed);
			b->state = USED;
			return b + 1;
		}
	}
	return NULL;
}

void free(void *memory)
{
	if (memory)
		block_of(memory)->state = FREE;
}

void *calloc(size_t count, size_t size)
{
	void *memory;

	if (size > 0 && count > HEAP_SIZE / size)
		return NULL;
	memory = malloc(count * size);
	if (memory)
		memset(memory, 0, count * size);
	return memory;
}

void *realloc(void *memory, size_t size)
{
	u32 needed = block_size(size);
	struct block *b;
	void *moved;

	if (!memory)
		return malloc(size);
	b = block_of(memory);
	if (needed == 0)
		return NULL;
	if (b->size < needed)
		merge_with_free_neighbours(b);
	if (b->size >= needed) {
		cut(b, needed);
		return memory;
	}
	moved = malloc(size);
	if (moved) {
		memcpy(moved, memory, b->size - sizeof(struct block));
		free(memory);
	}
	return moved;
}
