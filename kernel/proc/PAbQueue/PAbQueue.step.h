/* PAbQueue: for the proof, what the abstract machine does beside each call that is made below: the
 * lists alone, since the rest of its state is that of the layers below, and changes with them. */
#define queue_init_STEP()    start_queues()
#define get_state_STEP(t)    ((void)0)
#define set_state_STEP(t, s) spec_set_state(t, s)
#define thread_free_STEP(t)  (PAbQueue.state[t] = THREAD_DEAD)
#define is_empty_STEP(q)     ((void)0)
#define enqueue_STEP(q, t)   spec_enqueue(q, t)
#define dequeue_STEP(q)      spec_dequeue(q)
#define rm_queue_STEP(q, t)  (spec_rm_queue(q, t), part_by_part())

/* The relation, of which each part is a goal of its own.  Another one may have other parts. */
#ifdef RELATED_ON
/*@ requires IMPLIES(MBoot.ready == 1, RELATED_STATES);
    requires IMPLIES(MBoot.ready == 1, RELATED_QUEUES);
    requires IMPLIES(MBoot.ready == 1, RELATED_BACK);
    requires IMPLIES(MBoot.ready == 1, RELATED_ON);
    assigns \nothing;
    ensures PAbQueue_RELATION; */
static void part_by_part(void)
{
}
#else
#define part_by_part() ((void)0)
#endif
