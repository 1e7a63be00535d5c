/* PTDQIntro: how its module represents the ends of the queues. */
#define PTDQIntro_RELATION \
	ALL(q, NQUEUES, queue[q].head == PTDQIntro.head[q] && queue[q].tail == PTDQIntro.tail[q])
#define PTDQIntro_PRIVATE EACH(queue, NQUEUES)
