# student.mk: a student's day, besides `make grade`.
#
#   make hint LAYER=MAT      the next of three hints; STEP=N: that one
#   make watch LAYER=MAT     grade it, and again whenever a file of its room is saved
#   make handin              an archive of the last lab's exercises, graded before it leaves; LAB=N

.PHONY: hint watch handin

name-the-layer = test -n "$(LAYER)" || { echo "make $@ LAYER=X: name the layer" >&2; exit 2; }

hint: $(patsubst %,$(B)/%/exercises,$(filter $(LAYER),$(LAYERS)))
	@$(name-the-layer)
	@tools/hint build/hint '$(LAYER)' '$(B)/$(LAYER)/exercises' '$(STEP)'

watch:
	@$(name-the-layer)
	@test -n "$(room.$(LAYER))" || { \
		echo "make watch LAYER=$(LAYER): stack $(STACK) has no such layer" >&2; exit 2; }
	@MAKE='$(MAKE)' tools/watch '$(LAYER)' '$(room.$(LAYER))'

handin:
	@tools/handin build/handin '$(LAB)'
