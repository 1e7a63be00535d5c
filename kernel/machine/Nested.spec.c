/* Nested: the executable specification. */
#include <MPTIntro.h>
#include <Nested.h>

word_t spec_nested_load(index_t k)
{
	return Nested.word[k];
}

void spec_nested_store(index_t k, word_t v)
{
	Nested.word[k] = v;
}

flag_t spec_nested_finds(gaddr_t gpa)
{
	return NESTED_FINDS(gpa);
}

word_t spec_nested_read(gaddr_t gpa)
{
	return spec_page_load(NESTED_TARGET(gpa));
}

void spec_nested_write(gaddr_t gpa, word_t v)
{
	spec_page_store(NESTED_TARGET(gpa), v);
}
