# grade.mk: the driver, and what it needs to grade.

GRADE_OBJECTS := build/host/bochs/disk.o $(addprefix build/host/grade/,$(addsuffix .o,\
	util names trace oracle vary child boot qemu bochs judge lanes report grade))

# The style sheet as strings of C.
build/host/grade/report.css.h: grade/report.css
	@mkdir -p $(@D)
	$(Q)sed 's/["\\]/\\&/g; s/.*/"&\\n"/' $< >$@
build/host/grade/report.o: build/host/grade/report.css.h

# The constants that a trace can name, as rows of a table.
build/host/grade/constants.h: $(GIVEN)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -E -dM -Ikernel -include sizes.h -include syscall.h -x c /dev/null | awk '\
		$$2 ~ /^[A-Z][A-Z0-9_]*$$/ && NF > 2 { print "{ \"" $$2 "\", " $$2 " }," }' | \
		sort >$@
build/host/grade/names.o: build/host/grade/constants.h

build/host/grade/%.o: grade/%.c $(wildcard grade/*.h grade/probe/*.h) $(GIVEN) \
		kernel/types.h kernel/machine.h kernel/machine/bochs/disk.h
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -Ikernel -I$(@D) -c -o $@ $<

$(B)/grade: $(GRADE_OBJECTS) $(call spec-objects,full)
	$(Q)$(HOSTCC) -o $@ $^

# LAYER wants some layers only, LAB those of a lab.
WANTED := $(or $(LAYER),$(if $(LAB),$(strip $(foreach layer,$(LAYERS),\
	$(if $(filter $(LAB),$(lab.$(layer))),$(layer))))))
$(if $(and $(LAYERS),$(LAB)),$(if $(WANTED),,\
	$(error LAB=$(LAB): the stack $(STACK) has no layer of that lab)))

# The emulator that runs the traces.
EMU ?= qemu
$(if $(filter qemu bochs,$(EMU)),,$(error EMU=$(EMU): it is qemu or bochs))
EMU_TARGET := $(if $(filter bochs,$(EMU)),bochs,grade)# of tools/packages
EMU_PARTS  := $(if $(filter bochs,$(EMU)),$(BOCHS_SECTOR))
EMU_FLAGS  := $(if $(filter bochs,$(EMU)),--bochs $(BOCHS_SECTOR))

# Layers with assembly have no checker: it could not run them.
GRADE_CHECKERS := $(foreach layer,$(if $(WANTED),$(filter $(WANTED),$(LAYERS)),$(LAYERS)),\
	$(if $(assembly.$(layer)),,$(B)/check/$(layer)/refine))
GRADE_KERNEL   := $(B)/release/strata.elf
GRADE_JUDGED   := $(LAYERS:%=$(B)/%/verdict) $(LAYERS:%=$(B)/%/exercises)
GRADE_PARTS    := $(B)/grade $(GRADE_JUDGED) $(GRADE_CHECKERS) $(GRADE_KERNEL) $(EMU_PARTS)
GRADE_JOBS      = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell getconf _NPROCESSORS_ONLN))

# Build everything; where that fails, see which modules do not compile and build a kernel of the
# layers below the lowest of them.  BUILD/missing lists them for the driver.
.PHONY: grade-build
grade-build: setup-$(EMU_TARGET)
	@EMU_TARGET=$(EMU_TARGET) $(doctor) --quick
	@rm -f $(B)/missing
	@test -f $(GRADE_KERNEL) || echo "building the kernel and the checkers" >&2
	@$(MAKE) -k $(GRADE_JOBS) $(GRADE_PARTS) >$(B)/grade.log 2>&1 || { \
		$(MAKE) -s $(B)/grade $(GRADE_JUDGED) && \
		$(foreach layer,$(LAYERS),$(call grade-compile,$(layer)) && ) \
		if ! test -s $(B)/missing; then cat $(B)/grade.log >&2; exit 2; fi; \
		below=$$(head -n 1 $(B)/missing); \
		test $$below = $(firstword $(LAYERS)) || \
			$(MAKE) -s BELOW=$$below $(GRADE_KERNEL) >&2; }

# A command that is true: what the compiler says of the layer's module goes to compile.log.  What
# make compiled just now is not compiled again.
is-newer = { test -f $1 && ! test $2 -nt $1; }
is-compiled = $(call is-newer,$(B)/release/$1.o,$(B)/$1/verdict) \
	$(if $(assembly.$1),&& $(call is-newer,$(B)/release/$1.S.o,$(room.$1)/$1.S))
grade-compile = if $(is-compiled); then rm -f $(B)/$1/compile.log; \
	else $(MAKE) $(B)/release/$1.o $(if $(assembly.$1),$(B)/release/$1.S.o) \
	>/dev/null 2>$(B)/$1/compile.log && rm $(B)/$1/compile.log || echo $1 >>$(B)/missing; fi

# LAYER=MAT grades one layer, EMU=bochs runs the traces in Bochs, GRADE_FLAGS go to the driver as
# they are.
.PHONY: grade try lanes replay
grade: grade-build
	@$(B)/grade --build $(B) $(WANTED:%=--layer %) $(EMU_FLAGS) \
		--json $(B)/results.json --html $(B)/report.html $(GRADE_FLAGS)

try: $(B)/grade $(GRADE_KERNEL) $(EMU_PARTS)
	@test -n "$(TRACE)" || { echo "make try TRACE=FILE: name the trace" >&2; exit 2; }
	@$(B)/grade --build $(B) $(EMU_FLAGS) --try $(TRACE)

lanes: $(B)/grade
	@test -n "$(TRACE)" || { echo "make lanes TRACE=FILE: name the trace" >&2; exit 2; }
	@$(B)/grade --lanes $(TRACE)

# QEMU is GDB's child and speaks to it through a pipe: no port, nothing left behind.  First it runs
# alone and is recorded, so that GDB can go back, unless RECORD= is empty.  The specifications step
# beside the modules, unless LOCKSTEP= is empty.
ifneq ($(filter replay,$(MAKECMDGOALS)),)
LOCKSTEP ?= 1
RECORD ?= 1
endif
replay: $(B)/grade $(GRADE_KERNEL) $(DEBUG_KERNEL)
	@test -n "$(TRACE)" || { echo "make replay TRACE=FILE: name the trace" >&2; exit 2; }
	@$(need-gdb)
	@$(call need,$(QEMU),qemu-system-x86)
	@$(B)/grade --build $(B) --stream $(TRACE) $(CALL:%=--call %) $(LOCKSTEP:%=--spare 512) \
		--output $(B)/replay.stream >$(B)/replay.machine
	@$(if $(RECORD),echo "recording" >&2; \
		$(QEMU) $(REPLAY_FLAGS)$(call replay-record,record) -monitor none \
			>$(B)/replay.log 2>&1; \
		[ $$? -ne 1 ] || { cat $(B)/replay.log >&2; exit 2; })
	@echo "The console is $(B)/replay.console."
	@$(GDB) -q -nx -x grade/replay.gdb -x tools/gdb/strata.py \
		-ex "python parts.back.start('$(QEMU) $(REPLAY_FLAGS)$(replay-again)')" \
		-ex "python parts.replay.go('$(B)/replay.stream', '$(B)/replay.console')" \
		$(REPLAY_MORE) $(DEBUG_KERNEL)
REPLAY_FLAGS = $(QEMU_FLAGS) $$(cat $(B)/replay.machine) -serial file:$(B)/replay.console \
	-kernel $(DEBUG_KERNEL) -icount $(ICOUNT)
# Behind the flags of -icount.
replay-record = $(if $(RECORD),$(comma)rr=$1$(comma)rrfile=$(B)/replay.record)
replay-again = $(call replay-record,replay)

.PHONY: check-traces
check-traces: $(B)/grade
	@sh grade/tests/traces.sh $(B)/grade
