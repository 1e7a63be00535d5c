/* Machine: the executable specification. */
#include <Machine.h>

u32 spec_firmware_rows(void)
{
	return Machine.rows;
}

u32 spec_firmware_field(index_t row, u32 field)
{
	return Machine.field[row][field];
}

u32 spec_image_size(image_t i)
{
	return Machine.image_size[i];
}

word_t spec_image_word(image_t i, u32 k)
{
	return Machine.image[i][k];
}
