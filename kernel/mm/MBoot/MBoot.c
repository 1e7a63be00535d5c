/* MBoot: the machine as the boot loader left it.  Underlay: Memory.  Spec: MBoot.h */
#include <underlay.h>

enum { BASE_LOW, BASE_HIGH, LENGTH_LOW, LENGTH_HIGH, USABLE };

struct row {
	u32 start;
	u32 length;
	u32 usable;
};

static struct row map[MAX_ROWS];
static u32 rows;

/* The bytes of a firmware row below 4 GiB.  The very last byte is given up: without it the end of a
 * row fits 32 bits, and nobody above has to think of a sum that wraps. */
/*@ requires at_Memory && i < Machine.rows;
    assigns \nothing;
    ensures RESULT == ROW_LENGTH(i); */
static u32 length_below_4g(index_t i)
{
	u32 base = firmware_field(i, BASE_LOW);
	u32 length = firmware_field(i, LENGTH_LOW);
	u32 room = 0xFFFFFFFF - base;

	if (firmware_field(i, BASE_HIGH) != 0)
		return 0;
	if (firmware_field(i, LENGTH_HIGH) != 0 || length > room)
		return room;
	return length;
}

void boot_loader(void)
{
	rows = firmware_rows();
	/*@ loop invariant 0 <= i <= rows && rows == Machine.rows;
	    loop invariant ALL(k, i, map[k].start == Machine.field[k][ROW_BASE_LOW]);
	    loop invariant ALL(k, i, map[k].length == ROW_LENGTH(k));
	    loop invariant ALL(k, i, map[k].usable == Machine.field[k][ROW_USABLE]);
	    loop assigns i, map[0 .. MAX_ROWS - 1];
	    loop variant rows - i; */
	for (u32 i = 0; i < rows; i++) {
		map[i].start = firmware_field(i, BASE_LOW);
		map[i].length = length_below_4g(i);
		map[i].usable = firmware_field(i, USABLE);
	}
	SPEC(spec_boot_loader());
}

u32 mi_rows(void)
{
	return rows;
}

u32 mi_start(index_t i)
{
	return map[i].start;
}

u32 mi_length(index_t i)
{
	return map[i].length;
}

flag_t mi_usable(index_t i)
{
	return map[i].usable;
}

u32 fload(paddr_t a)
{
	return mem_load(a);
}

void fstore(paddr_t a, word_t v)
{
	mem_store(a, v);
}
