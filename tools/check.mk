# check.mk: help, setup, and the check of everything.
#
#   make check               all parts; tools/checks lists them
#   make check ONLY=MAT      those whose names match
#   make setup TARGET=prove  installs what `make prove` needs; tools/packages lists it

.PHONY: help setup check

help:
	@cat tools/help

setup:
	@tools/setup $(or $(TARGET),check)

# `make setup-grade` and so on, for targets to depend on.
SETUPS := $(addprefix setup-,build grade gdb bochs clang prove tests docs check)
.PHONY: $(SETUPS)
$(SETUPS): setup-%:
	@tools/setup $*

# What cannot be installed is said once, here; the parts that need it are skipped.
check:
	@tools/setup check || test -z "$(NO_SKIP)"
	@LAYERS="$(LAYERS)" tools/check '$(or $(value ONLY),.)'

# The same marks with the kernel that people debug.
.PHONY: grade-debug
grade-debug: $(B)/debug/strata.elf
	@$(MAKE) grade GRADE_KERNEL=$< GRADE_FLAGS="--kernel $<"
