# The lockstep kernel: a debug kernel in which every primitive is wrapped, and the executable
# specifications step beside the modules.  LOCKSTEP=1 makes qemu, qemu-gdb and replay use it.

KERNEL_SOURCES_lockstep := $(KERNEL_SOURCES_debug)
KERNEL_lockstep := -DDEBUG
LOCKSTEP_OBJECTS := $(addprefix $(B)/lockstep/lockstep/,lockstep.o wrappers.o specs.o \
	$(addsuffix .spec.o,$(GROUND_AND_LAYERS)) $(addsuffix .formulas.o,$(GROUND_AND_LAYERS)))
# The specifications are host C: they use the compiler's own headers.
LOCKSTEP_FLAGS := $(filter-out -nostdinc,$(KCFLAGS)) $(KCFLAGS.lockstep) -DLOCKSTEP \
	-Ikernel/lockstep $(SPEC_INCLUDES) -Ikernel/machine
LOCKSTEP_WRAP  = $(foreach symbol,$(shell cut -d ' ' -f 1 $(B)/symbols),-Wl,--wrap=$(symbol))

$(eval $(call kernel_rules,lockstep))
$(B)/lockstep/strata.elf: LINK_FLAGS = $(LOCKSTEP_WRAP)

$(B)/lockstep/lockstep/wrappers.c: $(B)/layers.mk build/host/layers
	@mkdir -p $(@D)
	$(Q)build/host/layers kernel/stack lockstep $(STACK) >$@

# A module is compiled together with its relation, so that GDB's `abs` can ask whether it holds;
# where the relation does not fit the module, without.  Of assembly the registers are part of it,
# and here those of a wrapper are in between.
compile-related = $(CC) $(KCFLAGS) $(KCFLAGS.lockstep) -w -DLOCKSTEP -I$(B)/$1 $(SPEC_INCLUDES) \
	-DMODULE='"$(call source.c,$1)"' -DRELATION='"$(call relation,$1)"' \
	-DRELATED=related_$1 -DFORMULA=$1_RELATION -Werror=implicit-function-declaration \
	-c -o $@ kernel/lockstep/related.c
compile.lockstep = $(if $(assembly.$1),,$(if $(call relation,$1),\
	$(call compile-related,$1) 2>/dev/null || ))$(call compile-module,$1,lockstep)
$(foreach layer,$(LAYERS),$(eval $(B)/lockstep/$(layer).o: $(call relation,$(layer)) \
	kernel/lockstep/related.c kernel/deep.h $(SPEC_HEADERS)))

define lockstep-object
$(B)/lockstep/lockstep/$1.o: $2 $(B)/layers.mk $(B)/flags kernel/lockstep/lockstep.h kernel/deep.h \
		$(GIVEN) $(SPEC_HEADERS)
	@mkdir -p $$(@D)
	$(Q)$(CC) $(LOCKSTEP_FLAGS) $3 -c -o $$@ $$<
endef
$(eval $(call lockstep-object,lockstep,kernel/lockstep/lockstep.c))
$(eval $(call lockstep-object,wrappers,$(B)/lockstep/lockstep/wrappers.c))
$(eval $(call lockstep-object,specs,$(B)/specs.c))
$(foreach layer,$(GROUND_AND_LAYERS),\
	$(eval $(call lockstep-object,$(layer).spec,$(room.$(layer))/$(layer).spec.c,\
		-include $(B)/world.h)) \
	$(eval $(call lockstep-object,$(layer).formulas,$(B)/$(layer)/formulas.c)))

# The reference traces on the lockstep kernel; MOST=N: so many of a layer.
.PHONY: lockstep
lockstep: $(B)/grade $(B)/lockstep/strata.elf
	@$(B)/grade --build $(B) $(LAYER:%=--layer %) $(MOST:%=--traces-most %) \
		--kernel $(B)/lockstep/strata.elf --spare 512 --memory 64 --only trace
