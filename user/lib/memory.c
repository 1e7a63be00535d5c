/* memory.c: the functions of string.h on memory, which compilers call by themselves.
 *
 * In C, a compiler would know the loop in memcpy for what it is, and call memcpy there.
 */
#include <string.h>

#include <types.h>

void *memcpy(void *to, const void *from, size_t size)
{
	void *at = to;
	size_t words = size / 4;

	size %= 4;
	__asm__ volatile("rep movsl" : "+D"(at), "+S"(from), "+c"(words) : : "memory");
	__asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(size) : : "memory");
	return to;
}

/* Backwards where the end of the source would be overwritten before it is read. */
void *memmove(void *to, const void *from, size_t size)
{
	char *to_end = (char *)to + size - 1;
	const char *from_end = (const char *)from + size - 1;

	if ((size_t)to - (size_t)from >= size)
		return memcpy(to, from, size);
	__asm__ volatile("std; rep movsb; cld"
			 : "+D"(to_end), "+S"(from_end), "+c"(size)
			 :
			 : "memory", "cc");
	return to;
}

void *memset(void *to, int value, size_t size)
{
	void *at = to;
	u32 pattern = (u8)value * 0x01010101u;
	size_t words = size / 4;

	size %= 4;
	__asm__ volatile("rep stosl" : "+D"(at), "+c"(words) : "a"(pattern) : "memory");
	__asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(pattern) : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const u8 *left = a;
	const u8 *right = b;

	for (size_t i = 0; i < size; i++) {
		if (left[i] != right[i])
			return left[i] - right[i];
	}
	return 0;
}

void *memchr(const void *s, int value, size_t size)
{
	const u8 *at = s;

	for (; size > 0; size--, at++) {
		if (*at == (u8)value)
			return (void *)at;
	}
	return NULL;
}
