# class.mk: a class of submissions; docs/instructors.md says how it is used.
#
#   make grade-class SUBMISSIONS=DIR OUT=DIR SEED=N [LAB=N] [LAYER=...] [JOBS=N] [PAST=DIR]

.PHONY: grade-class
grade-class: export SUBMISSIONS := $(SUBMISSIONS)
grade-class: export OUT := $(OUT)
grade-class: export SEED := $(SEED)
grade-class: export JOBS := $(JOBS)
grade-class: export LAB := $(LAB)
grade-class: export LAYER := $(LAYER)
grade-class: export PAST := $(PAST)
grade-class: setup-class
	@grade/class/run
