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
