/* Files: the executable specification. */
#include <Files.h>

u32 spec_file_bytes(index_t i)
{
	return Files.bytes[i];
}

word_t spec_file_word(index_t i, u32 k)
{
	return Files.word[i][k];
}

word_t spec_file_name(index_t i, index_t k)
{
	return Files.name[i][k];
}
