# check.mk: the check of everything.
#
#   make check               all parts; tools/checks lists them
#   make check ONLY=MAT      those whose names match

.PHONY: check

# What cannot be installed is said once, here; the parts that need it are skipped.
check:
	@tools/setup check || test -z "$(NO_SKIP)"
	@LAYERS="$(LAYERS)" GRADER="$(B)/grade" tools/check '$(or $(value ONLY),.)'

# The same marks with the kernel that people debug.
.PHONY: grade-debug
grade-debug: $(B)/debug/strata.elf
	@$(MAKE) grade GRADE_KERNEL=$< GRADE_FLAGS="--kernel $< --only trace"

# All kinds of submissions; the part of make check has fewer.
.PHONY: check-class
check-class: setup-class grade-build
	@sh grade/tests/class.sh all

# COUNT=N: so many guests of random bytes, or system calls by chance; SEED=S: which ones.
.PHONY: wild fuzz
wild:
	@tools/tests/guests $(or $(COUNT),1000) $(or $(SEED),1)
fuzz:
	@tools/tests/fuzz $(or $(COUNT),1000000) $(or $(SEED),1)
