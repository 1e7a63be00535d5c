/* Programs: the executable specification. */
#include <Programs.h>

u32 spec_image_size(image_t i)
{
	return Programs.size[i];
}

word_t spec_image_word(image_t i, u32 k)
{
	return Programs.word[i][k];
}
