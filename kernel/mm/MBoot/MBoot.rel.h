/* MBoot: how its module represents the memory map. */
#define MBoot_RELATION \
	(rows == MBoot.rows && \
	 ALL(i, MBoot.rows, map[i].start == MBoot.start[i] && map[i].length == MBoot.length[i] && \
	     map[i].usable == MBoot.usable[i]))
#define MBoot_PRIVATE VAR(rows), EACH(map, MAX_ROWS)
