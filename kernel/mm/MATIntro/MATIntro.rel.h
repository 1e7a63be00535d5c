/* MATIntro: how its module represents the table. */
#define MATIntro_RELATION \
	(nps == MATIntro.nps && \
	 ALL(f, NFRAMES, table[f].norm == MATIntro.norm[f] && table[f].used == MATIntro.used[f]))
#define MATIntro_PRIVATE VAR(nps), EACH(table, NFRAMES)
