# The exhaustive checker, at small scope.
#   make check-MAT   is MAT's specification deep, and does its module refine it?

CHECK_OBJECTS := $(addprefix $(B)/check/,scope.o store.o)

$(B)/check/%.o: grade/check/%.c $(wildcard grade/check/*.h) grade/spec.h grade/environment.h \
		$(B)/layers.mk $(GIVEN)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -DSMALL_SCOPE $(SPEC_INCLUDES) -c -o $@ $<

$(B)/check/deep: $(B)/check/deep.o $(CHECK_OBJECTS) $(call spec-objects,small)
	$(Q)$(HOSTCC) -o $@ $^

# The module, as a student wrote it, for the host: undefined behaviour stops it.
MODULE_CFLAGS := -std=gnu11 -O1 -g -ffreestanding -nostdinc -w -DSMALL_SCOPE \
	-fsanitize=undefined -fsanitize-undefined-trap-on-error

# Its own memory goes to sections of its own, which the judge saves and restores.
MODULE_SECTIONS := --rename-section .bss=module_bss,alloc,load,contents,data \
	--rename-section .data=module_data
# The file of a module's relation, where there is one.
relation = $(wildcard $(room.$1)/$(notdir $(patsubst %.c,%.rel.h,$(call source.c,$1))))

define check-rules
$(B)/check/$1/wrapper.c: $(B)/layers.mk
	@mkdir -p $$(@D)
	$(Q)build/host/layers kernel/stack wrapper $(STACK) $1 >$$@

$(B)/check/$1/module.o: $(B)/check/$1/wrapper.c $(B)/$1/verdict \
		$(call source.c,$1) $(call relation,$1)
	@mkdir -p $$(@D)
	@grep -qx ok $(B)/$1/verdict || { cat $(B)/$1/verdict >&2; exit 2; }
	$(Q)$(HOSTCC) $(MODULE_CFLAGS) -I$(B)/$1 $(SPEC_INCLUDES) \
		-DMODULE='"$(call source.c,$1)"' \
		$(patsubst %,-DRELATION='"%"',$(call relation,$1)) \
		-c -o $$@ $$< 2>/dev/null || \
	$(HOSTCC) $(MODULE_CFLAGS) -I$(B)/$1 $(SPEC_INCLUDES) \
		-DMODULE='"$(call source.c,$1)"' -c -o $$@ $$<
	$(Q)$(OBJCOPY) $(MODULE_SECTIONS) $$@

$(B)/check/$1/refine: $(B)/check/$1/module.o $(B)/check/refine.o $(B)/check/subject.o \
		$(CHECK_OBJECTS) $(call spec-objects,small)
	$(Q)$(HOSTCC) -o $$@ $$^

.PHONY: check-$1 deep-$1
# It says the same until a specification changes.
$(B)/check/$1/deep: $(B)/check/deep
	@mkdir -p $$(@D)
	@$(B)/check/deep $1 >$$@ || { status=$$$$?; cat $$@; rm -f $$@; exit $$$$status; }
deep-$1: $(B)/check/$1/deep
	@cat $$<
check-$1: deep-$1 $(if $(assembly.$1),,$(B)/check/$1/refine)
	@$(if $(assembly.$1),echo "$1: has assembly: its module is checked by traces", \
		$(B)/check/$1/refine)
endef
$(foreach layer,$(LAYERS),$(eval $(call check-rules,$(layer))))
