# my-traces.mk: the exercise of each lab in which the student writes traces.
#
#   make grade-traces                    those in labs/labN-NAME/my-traces; LAB=N: of one lab
#   make grade-traces LAB=N MINE=DIR     those in another folder
#
#   make mutant-kernels LAB=N FOLDER=DIR their wrong modules, a kernel each: DIR/LAYER/NAME.elf
#
# What may be said to everyone comes first: are they traces, and which branches of the spec do they
# take?  Where the mutants are, they are graded by those that they find out.

# Lines "LAYER mutants POINTS CALLS" of the files of points.
TRACED_LAYERS := $(filter $(LAYERS),$(if $(filter grade-traces mutant-kernels,$(MAKECMDGOALS)),\
	$(shell awk '$$2 == "mutants" { print $$1 }' /dev/null \
	$(wildcard labs/lab$(or $(LAB),*)-*/points))))

# The driver with the specification of one layer compiled for gcov.
$(B)/coverage/%.grade: $(B)/coverage/%.o $(GRADE_OBJECTS) $(call spec-objects,full)
	$(Q)$(HOSTCC) --coverage -o $@ $(filter-out $(B)/specs/full/$*.o,$^)

.PHONY: grade-traces
grade-traces: $(B)/grade $(TRACED_LAYERS:%=$(B)/coverage/%.grade) \
		$(if $(MUTANT_KERNEL),build/host/mutate mutant-kernel $(GRADE_JUDGED))
	@$(if $(MUTANT_KERNEL),eval "set -a; $$MUTANT_ENVIRONMENT";) \
	B='$(B)' GCOV='$(GCOV)' tools/grade-traces '$(TRACED_LAYERS)' '$(LAB)' '$(MINE)'

ifneq ($(MUTANT_KERNEL),)
# For those who grade many: what is the same for all of them.
.PHONY: mutant-kernels
mutant-kernels: build/host/mutate mutant-kernel $(GRADE_JUDGED)
	@eval "set -a; $$MUTANT_ENVIRONMENT"; for layer in $(TRACED_LAYERS); do \
		sh tools/mutants kernels $$layer '$(FOLDER)' || exit; done
endif
