/* VVMCBIntro: it has no memory, so nothing is represented. */
#define VVMCBIntro_RELATION (1)
#define VVMCBIntro_PRIVATE  NOTHING

/* For the proof: a word that may be anything. */
#define IS_FREE(k) \
	(((VMCB_EXIT_CODE <= (k) && (k) < VMCB_NESTED) || (k) == VMCB_EVENT_ERROR || \
	  IS_SEGMENT_WORD(k, 1) || IS_SEGMENT_WORD(k, 2) || \
	  (IS_OPEN_REGISTER(k) && (k) != VMCB_CR4 && (k) != VMCB_CR0)))
