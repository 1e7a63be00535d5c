# The exhaustive checker, at small scope.
#   make check-MAT   is MAT's specification deep, and does its module refine it?

CHECK_OBJECTS  := $(addprefix $(B)/check/,scope.o scenes.o store.o)
REFINE_OBJECTS := $(addprefix $(B)/check/,refine.o relation.o subject.o) $(CHECK_OBJECTS)

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
module-compile = $(HOSTCC) $(MODULE_CFLAGS) -I$(B)/$1 $(SPEC_INCLUDES) \
	-DMODULE='"$(call source.c,$1)"' $2 -c -o $@ $<
with-relation = $(patsubst %,-DRELATION='"%"',$(call relation,$1))

# Where the relation does not fit the module, the module is judged without.
compile-any = $(call module-compile,$1,$(with-relation)) 2>/dev/null || $(call module-compile,$1)

# A misspelt macro is an error where it stands.
compile-judged = says=$(@D)/relation; \
	test -s $$says || $(filter-out -w,$(call module-compile,$1,$(with-relation) \
		-Werror=implicit-function-declaration)) 2>$$says.log || \
	grep -m 1 'error: ' $$says.log >$$says || cp $$says.log $$says; \
	test ! -s $$says || $(call module-compile,$1,-DRELATION_SAYS=\"$$says\")

define check-rules
$(B)/check/$1/wrapper.c: $(B)/layers.mk
	@mkdir -p $$(@D)
	$(Q)build/host/layers kernel/stack wrapper $(STACK) $1 >$$@

$(B)/check/$1/module.o: $(B)/check/$1/wrapper.c $(B)/$1/verdict $(B)/$1/sources \
		$(call source.c,$1) $(call relation,$1) \
		$(if $(forwards.$1),$(B)/check/$1/relation)
	@mkdir -p $$(@D)
	@grep -qx ok $(B)/$1/verdict || { cat $(B)/$1/verdict >&2; exit 2; }
	$(Q)$$(call compile-$(if $(forwards.$1),judged,any),$1)
	$(Q)$(OBJCOPY) $(MODULE_SECTIONS) $$@

# Of a layer without code the relation is judged.  This file says why it cannot be.
$(B)/check/$1/relation: $(call relation,$1) $(B)/$1/sources build/host/discipline
	@mkdir -p $$(@D)
	$(Q)if test -z "$(call relation,$1)"; then \
		echo "there is no relation: write $(room.$1)/$1.rel.h" >$$@; \
	else build/host/discipline $1 $(B) $(call relation,$1) >$$@ || test $$$$? -eq 1; fi

$(B)/check/$1/refine: $(B)/check/$1/module.o $(REFINE_OBJECTS) $(call spec-objects,small)
	$(Q)$(HOSTCC) -o $$@ $$^

.PHONY: check-$1 deep-$1
# It says the same until a specification changes.
$(B)/check/$1/deep: $(B)/check/deep
	@mkdir -p $$(@D)
	@$(B)/check/deep $1 >$$@ || { status=$$$$?; cat $$@; rm -f $$@; exit $$$$status; }
deep-$1: $(B)/check/$1/deep
	@cat $$<
check-$1: deep-$1 $(if $(assembly.$1),,$(B)/check/$1/refine)
	@$(if $(assembly.$1),echo "$1: that was the specification; its module has assembly and is" \
		"checked by make grade LAYER=$1",$(B)/check/$1/refine)
endef
$(foreach layer,$(LAYERS),$(eval $(call check-rules,$(layer))))
