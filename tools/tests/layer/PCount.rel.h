/* PCount: its counter. */
#define PCount_RELATION (count == PCount.count)
#define PCount_PRIVATE  VAR(count)
