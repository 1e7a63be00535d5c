/* MBoot: the executable specification. */
#include <MBoot.h>

flag_t spec_frame_usable(frame_t f)
{
	u32 first = f * PAGE_SIZE;
	u32 end = first + PAGE_SIZE;
	flag_t covered = 0;

	/*@ loop invariant 0 <= i <= MBoot.rows && covered <= 1;
	    loop invariant IFF(covered == 1, SOME(k, i, ROW_COVERS(k, f)));
	    loop invariant !SOME(k, i, ROW_TOUCHES(k, f));
	    loop assigns i, covered;
	    loop variant MBoot.rows - i; */
	for (u32 i = 0; i < MBoot.rows; i++) {
		u32 start = MBoot.start[i];
		u32 stop = start + MBoot.length[i];

		if (MBoot.usable[i] == 0 && start < stop && start < end && first < stop)
			return 0;
		if (MBoot.usable[i] == 1 && start <= first && end <= stop)
			covered = 1;
	}
	return f >= LEAST_FRAME && covered == 1;
}

void spec_boot_loader(void)
{
	/*@ loop invariant 0 <= i <= Machine.rows;
	    loop invariant ALL(k, i, MBoot.start[k] == Machine.field[k][ROW_BASE_LOW]);
	    loop invariant ALL(k, i, MBoot.length[k] == ROW_LENGTH(k));
	    loop invariant ALL(k, i, MBoot.usable[k] == Machine.field[k][ROW_USABLE]);
	    loop invariant ALL(k, MAX_ROWS, IMPLIES(k >= i,
	        MBoot.start[k] == \at(MBoot.start[k], Pre)
	        && MBoot.length[k] == \at(MBoot.length[k], Pre)
	        && MBoot.usable[k] == \at(MBoot.usable[k], Pre)));
	    loop assigns i, MBoot.start[0 .. MAX_ROWS - 1], MBoot.length[0 .. MAX_ROWS - 1],
	        MBoot.usable[0 .. MAX_ROWS - 1];
	    loop variant Machine.rows - i; */
	for (u32 i = 0; i < Machine.rows; i++) {
		MBoot.start[i] = Machine.field[i][ROW_BASE_LOW];
		MBoot.length[i] = ROW_LENGTH(i);
		MBoot.usable[i] = (u8)Machine.field[i][ROW_USABLE];
	}
	MBoot.rows = Machine.rows;
	MBoot.ready = 1;
}

u32 spec_mi_rows(void)
{
	return MBoot.rows;
}

u32 spec_mi_start(index_t i)
{
	return MBoot.start[i];
}

u32 spec_mi_length(index_t i)
{
	return MBoot.length[i];
}

flag_t spec_mi_usable(index_t i)
{
	return MBoot.usable[i];
}

u32 spec_fload(paddr_t a)
{
	return spec_mem_load(a);
}

void spec_fstore(paddr_t a, word_t v)
{
	spec_mem_store(a, v);
}
