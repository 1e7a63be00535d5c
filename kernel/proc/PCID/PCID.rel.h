/* PCID: how its module represents the thread that runs. */
#define PCID_RELATION (current == PCID.current)
#define PCID_PRIVATE  VAR(current)
