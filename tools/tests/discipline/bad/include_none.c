/* expect: MATOp: include_none\.c:2: <underlay.h> is not the first */
void mem_init(void)
{
}
