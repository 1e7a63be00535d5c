# Mutants: wrong modules and wrong specifications, which the checks must find.
#   make mutants         those of all layers
#   make mutants-MAT     those of one
#   make prove-mutants-MAT   no wrong module of MAT can be proved
# JOBS=N runs N at a time; SAMPLE=N takes N generated mutants of each source, chosen by SEED; MOST=N
# takes N of those written by hand, of each kind; NO_TRACES=1 leaves out the traces.

JOBS ?= $(shell getconf _NPROCESSORS_ONLN)

build/host/mutate: tools/mutate.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $<

# A mutant swaps one plain object, so it needs a kernel that is linked without optimisation.
MUTANT_B      := $(B)/plain
MUTANT_KERNEL := $(MUTANT_B)/release/strata.elf

.PHONY: mutant-kernel
mutant-kernel:
	@$(MAKE) B=$(MUTANT_B) LTO= $(MUTANT_KERNEL)

MUTANT_CHECKER := $(REFINE_OBJECTS)

export MUTANT_ENVIRONMENT
define MUTANT_ENVIRONMENT
B='$(B)'
ROOMS='$(ROOMS)'
HOSTCC='$(HOSTCC)' CC='$(CC)' OBJCOPY='$(OBJCOPY)' JOBS='$(JOBS)'
MODULE_CFLAGS='$(MODULE_CFLAGS)'
MODULE_SECTIONS='$(MODULE_SECTIONS)'
SPEC_INCLUDES='$(SPEC_INCLUDES)'
SPEC_CFLAGS='$(filter-out -Wall -Wextra -O2,$(HOSTCFLAGS)) -O1 -w $(scope.small)'
SPEC_OBJECTS='$(call spec-objects,small)'
MUTANT_CHECKER='$(MUTANT_CHECKER)'
DEEP_OBJECTS='$(B)/check/deep.o $(CHECK_OBJECTS)'
LAYERS='$(LAYERS)'
KCFLAGS='$(KCFLAGS) -O2 -g'
LINK_FLAGS='$(filter-out -nostdinc,$(KCFLAGS)) -O2 -g'
KERNEL_OBJECTS='$(patsubst $(B)/%,$(MUTANT_B)/%,$(KERNEL_OBJECTS_release) $(LAYER_OBJECTS_release))'
MUTANT_KERNEL='$(MUTANT_KERNEL)'
SAMPLE='$(SAMPLE)' SEED='$(SEED)' MOST='$(MOST)' NO_TRACES='$(NO_TRACES)'
endef

# Layers with assembly have no checker.
CHECKED_LAYERS := $(foreach layer,$(LAYERS),$(if $(assembly.$(layer)),,$(layer)))

MUTANT_NEEDS := build/host/mutate build/host/discipline $(B)/check/deep $(MUTANT_CHECKER) \
	$(CHECKED_LAYERS:%=$(B)/check/%/module.o) $(call spec-objects,small) \
	$(if $(NO_TRACES),,mutant-kernel $(B)/grade $(LAYERS:%=$(B)/%/verdict))

# Layer after layer, even where some mutants survive.
.PHONY: mutants $(LAYERS:%=mutants-%)
mutants $(LAYERS:%=mutants-%): $(MUTANT_NEEDS)
	@eval "set -a; $$MUTANT_ENVIRONMENT"; status=0; \
	for layer in $(if $(filter mutants,$@),$(LAYERS),$(@:mutants-%=%)); do \
		sh tools/mutants $$layer || status=1; \
	done; exit $$status

.PHONY: $(addprefix prove-mutants-,$(LAYERS))
$(addprefix prove-mutants-,$(LAYERS)): prove-mutants-%: \
		$(B)/layers.mk build/host/layers build/host/mutate
	$(Q)tools/prove-mutants $(STACK) $* $(call variant,$*)
