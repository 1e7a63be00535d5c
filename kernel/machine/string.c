/* string.c: the functions that compilers call by themselves. */
#include "internal.h"

/* "used": under link-time optimisation the calls appear only after the callee could be dropped. */
#define CALLED_BY_COMPILER __attribute__((used))

CALLED_BY_COMPILER void *memcpy(void *to, const void *from, size_t size)
{
	void *at = to;
	size_t words = size / 4;

	size %= 4;
	__asm__ volatile("rep movsl" : "+D"(at), "+S"(from), "+c"(words) : : "memory");
	__asm__ volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(size) : : "memory");
	return to;
}

CALLED_BY_COMPILER void *memset(void *to, int value, size_t size)
{
	void *at = to;
	size_t words = size / 4;

	size %= 4;
	__asm__ volatile("rep stosl" : "+D"(at), "+c"(words) : "a"((u8)value * 0x01010101u)
	                 : "memory");
	__asm__ volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(value) : "memory");
	return to;
}

/* Backwards where the end of the source would be overwritten before it is read. */
CALLED_BY_COMPILER void *memmove(void *to, const void *from, size_t size)
{
	char *to_end = (char *)to + size - 1;
	const char *from_end = (const char *)from + size - 1;

	if ((u32)to - (u32)from >= size)
		return memcpy(to, from, size);
	__asm__ volatile("std; rep movsb; cld"
			 : "+D"(to_end), "+S"(from_end), "+c"(size)
			 :
			 : "memory");
	return to;
}

CALLED_BY_COMPILER int memcmp(const void *a, const void *b, size_t size)
{
	const u8 *left = a;
	const u8 *right = b;
	size_t i = 0;

	while (size - i >= 4 && *(const u32 *)(left + i) == *(const u32 *)(right + i))
		i += 4;
	for (; i < size; i++) {
		if (left[i] != right[i])
			return left[i] - right[i];
	}
	return 0;
}
