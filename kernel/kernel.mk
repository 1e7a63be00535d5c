# kernel.mk: from objects to a kernel that runs.  The root GNUmakefile includes this; it gives
# B (build/STACK), CC, KCFLAGS, KCFLAGS.release, KCFLAGS.debug and the objects of the layers,
# LAYER_OBJECTS_release and LAYER_OBJECTS_debug.
#
# The two kernels have the same sources.  release is graded and measured; debug is for GDB.

KERNEL_FLAGS := $(KCFLAGS) -Ikernel -Ikernel/machine -Ikernel/monitor -Igrade/probe -I. -MMD -MP
KERNEL_debug := -DDEBUG

QEMU    ?= qemu-system-i386
BOCHS   ?= bochs
GDB     ?= gdb

# Machine.spec.c is a specification and for the host; selftest.c damages the kernel on purpose;
# undefined.c is called where the debug kernel does what C does not define.
KERNEL_SOURCES_release := kernel/main.c \
	$(filter-out %.spec.c kernel/machine/selftest.c kernel/machine/undefined.c, \
		$(wildcard kernel/machine/*.[cS])) \
	$(wildcard kernel/monitor/*.[cS] grade/probe/*.[cS])
KERNEL_SOURCES_debug := $(KERNEL_SOURCES_release) kernel/machine/selftest.c \
	kernel/machine/undefined.c

# Made anew each time, as BELOW may have changed, but touched only if it differs.
.PHONY: always
$(B)/table.c: $(B)/layers.mk build/host/layers always
	@build/host/layers kernel/stack table $(STACK) $(BELOW) >$@.new
	@if cmp -s $@ $@.new; then rm $@.new; else mv $@.new $@; fi

# The link wants no headers, and no runtime of the compiler's own: undefined.c is that.
ONLY_COMPILE := -nostdinc -fsanitize=%

# $(call kernel_rules,release or debug)
define kernel_rules
KERNEL_OBJECTS_$(1) := $(KERNEL_SOURCES_$(1):%=$(B)/$(1)/%.o) $(B)/$(1)/table.c.o

$(B)/$(1)/%.c.o: %.c $(B)/flags
	@mkdir -p $$(@D)
	$(Q)$(CC) $(KERNEL_FLAGS) $(KCFLAGS.$(1)) $(KERNEL_$(1)) -c -o $$@ $$<

$(B)/$(1)/%.S.o: %.S $(B)/flags
	@mkdir -p $$(@D)
	$(Q)$(CC) $(KERNEL_FLAGS) -g -c -o $$@ $$<

$(B)/$(1)/table.c.o: $(B)/table.c $(B)/flags
	@mkdir -p $$(@D)
	$(Q)$(CC) $(KERNEL_FLAGS) $(KCFLAGS.$(1)) $(KERNEL_$(1)) -c -o $$@ $$<

$(B)/$(1)/strata.elf: $$(KERNEL_OBJECTS_$(1)) $(LAYER_OBJECTS_$(1)) \
		kernel/machine/link.sh kernel/machine/kernel.ld \
		kernel/machine/symbols.awk kernel/machine/lines.awk
	$(Q)CC="$(CC)" LD="$(LD)" NM="$(NM)" \
		KCFLAGS="$(filter-out $(ONLY_COMPILE),$(KCFLAGS) $(KCFLAGS.$(1))) $$(LINK_FLAGS)" \
		sh kernel/machine/link.sh $$@ $$(filter %.o,$$^)

-include $$(KERNEL_OBJECTS_$(1):.o=.d)
endef
$(eval $(call kernel_rules,release))
# What link-time optimisation makes of the layers would change with the code for a panic.
$(B)/release/kernel/machine/panic.c.o: KERNEL_release := -fno-lto
$(eval $(call kernel_rules,debug))

# $(call need,command,Debian package)
need = command -v $(firstword $(1)) >/dev/null || \
	{ echo "$(firstword $(1)) is missing: install the Debian package $(2)" >&2; exit 2; }

# GDB, and one that our commands work in.
need-gdb = $(call need,$(GDB),gdb); \
	test "$$($(GDB) -nx -batch -ex 'python print(6 * 7)' 2>&1)" = 42 || \
	{ echo "$(GDB) has no Python: take Debian's, or GDB=gdb-multiarch" >&2; exit 2; }

# The machine: a processor that can run guests; no disk, no display, no network; 64 MiB; a way to
# end; a watchdog.
# QEMU_MODULES, beside it: STREAM=FILE makes the kernel run that stream of calls; else it has files
# with their names, and programs are the first of them.  FIRST is the program that it starts with.
comma      := ,
empty      :=
FILES       = $(PROGRAM_FILES) $(GUEST_FILES)
INITRD      = $(or $(STREAM),$(subst $(empty) build/,$(comma)build/,$(strip \
	$(foreach f,$(FILES),$(f) $(notdir $(f))))))
RUN        ?= init
FIRST       = $(if $(STREAM),,$(or $(filter $(RUN),$(notdir $(PROGRAM_FILES))),$(if $(filter \
	command%,$(origin RUN)),$(error RUN=$(RUN): there is no such program; there is: $(notdir \
	$(PROGRAM_FILES))))))
MEMORY     ?= $(if $(LOCKSTEP),640M,64M)
QEMU_CPU    = qemu32,+svm,+npt
QEMU_FLAGS  = -machine pc -cpu $(QEMU_CPU) -m $(MEMORY) -nodefaults -no-user-config \
	-display none -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=4 \
	-device ib700 -action watchdog=inject-nmi \
	-rtc base=2020-01-01,clock=vm
QEMU_MODULES = $(if $(INITRD),-initrd "$(INITRD)") $(if $(FIRST),-append "$(FIRST)")
# How time goes by where it has to be the same in every run; grade/qemu.c says why.
ICOUNT     := shift=2,sleep=off
QEMU_REBOOT = 39 # 2 * MACHINE_REBOOT + 1
GDB_SOCKET  = $(B)/gdb.sock

# LOCKSTEP=1: the kernel to run is the one that steps the specifications beside the modules.
RUN_KERNEL   = $(B)/$(if $(LOCKSTEP),lockstep,release)/strata.elf
DEBUG_KERNEL = $(B)/$(if $(LOCKSTEP),lockstep,debug)/strata.elf

.PHONY: kernel qemu monitor qemu-gdb gdb debug bochs bochs-debug

kernel: $(B)/release/strata.elf $(B)/debug/strata.elf
	@echo "$^"; $(say-modules)

# What the running kernel is made of, where that is not the exercises.
say-modules = $(if $(MODULES),echo "This kernel links $(MODULES:%=%.c); MODULES= links \
	$(addsuffix .c,$(basename $(MODULES)))",true)

# What ends below programs has the monitor's prompt only.
monitor: FILES = $(GUEST_FILES)
monitor: FIRST =
qemu monitor: $(RUN_KERNEL) $(PROGRAM_FILES) $(GUEST_FILES)
	@$(call need,$(QEMU),qemu-system-x86)
	@$(say-modules)
	@echo "Ctrl-A X leaves."; \
	status=$(QEMU_REBOOT); while [ $$status -eq $(QEMU_REBOOT) ]; do \
		$(QEMU) $(QEMU_FLAGS) $(QEMU_MODULES) -serial mon:stdio \
			-d cpu_reset -D $(B)/qemu.log -kernel $<; \
		status=$$?; \
	done; \
	if grep -q '^Triple fault' $(B)/qemu.log; then \
		echo "triple fault: the processor reset; its registers are in $(B)/qemu.log"; \
	fi; \
	[ $$status -ne 1 ] || exit 2

# A socket in the build folder, of one kernel at a time: the lock is QEMU's as long as it runs.
BUSY = 75
qemu-gdb: $(DEBUG_KERNEL) $(PROGRAM_FILES) $(GUEST_FILES)
	@$(call need,$(QEMU),qemu-system-x86)
	@$(say-modules)
	@echo "Stopped before the first instruction: type make gdb in another terminal."; \
	echo "Ctrl-A X leaves."; \
	flock -n -E $(BUSY) $(GDB_SOCKET).lock $(QEMU) $(QEMU_FLAGS) $(QEMU_MODULES) \
		-serial mon:stdio -S -gdb unix:$(GDB_SOCKET),server=on,wait=off -kernel $<; \
	status=$$?; \
	if [ $$status -eq $(BUSY) ]; then \
		echo "$(GDB_SOCKET) is in use: end the other make qemu-gdb first" >&2; exit 2; \
	fi; \
	[ $$status -ne 1 ] || exit 2

gdb: $(DEBUG_KERNEL)
	@$(need-gdb)
	@$(GDB) -nx -q -x tools/gdb/strata.py -ex "connect $(GDB_SOCKET)" $(GDB_MORE) $<

# Both, one above the other; within tmux, in its window.
debug: $(DEBUG_KERNEL) $(PROGRAM_FILES) $(GUEST_FILES)
	@command -v tmux >/dev/null || { echo "tmux is missing: install the Debian package tmux," \
		"or type make qemu-gdb in one terminal and make gdb in another" >&2; exit 2; }
	@$(need-gdb)
	@rm -f $(GDB_SOCKET)
	@qemu="$(MAKE) $(DEBUG_SETTINGS) qemu-gdb || sleep 5"; \
	gdb="until test -S $(GDB_SOCKET); do sleep 0.1; done; $(MAKE) $(DEBUG_SETTINGS) gdb"; \
	if [ -n "$$TMUX" ]; then \
		tmux split-window -b "$$qemu" \; select-pane -l && sh -c "$$gdb"; \
	else \
		tmux new-session "$$qemu" \; split-window "$$gdb"; \
	fi
# What was said to this make holds for those in the windows.
DEBUG_SETTINGS = $(foreach v,STACK CC OPT LOCKSTEP RUN MEMORY BELOW GDB QEMU MODULES,\
	$(if $(filter command% override,$(origin $v)),$v='$($v)'))

# The disk that Bochs boots from: its first sector, and the program that writes all of it.
BOCHS_SECTOR := build/host/bochs/sector
BOCHS_DISK   := build/host/bochs/disk

$(BOCHS_SECTOR): kernel/machine/bochs/disk.S kernel/machine/bochs/disk.h
	@mkdir -p $(@D)
	$(Q)$(CC) -m32 -c -o $@.o $<
	$(Q)$(LD) -m elf_i386 -Ttext=0x7c00 -e start --oformat=binary -o $@ $@.o

$(BOCHS_DISK): kernel/machine/bochs/main.c build/host/bochs/disk.o
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

build/host/bochs/disk.o: kernel/machine/bochs/disk.c kernel/machine/bochs/disk.h
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -c -o $@ $<

bochs: $(RUN_KERNEL) $(PROGRAM_FILES) $(GUEST_FILES) $(BOCHS_SECTOR) $(BOCHS_DISK)
	@$(call need,$(BOCHS),bochs)
	@$(say-modules)
	@echo "Ctrl-C leaves."
	@$(run-bochs)

# BOCHS_COMMANDS=FILE: what its debugger is told first of all.
bochs-debug: $(DEBUG_KERNEL) $(PROGRAM_FILES) $(GUEST_FILES) $(BOCHS_SECTOR) $(BOCHS_DISK)
	@$(call need,$(BOCHS),bochs)
	@$(say-modules)
	@echo "Ctrl-C stops the kernel, help lists Bochs' commands, quit leaves."
	@BOCHS_DEBUG=yes BOCHS_COMMANDS="$(BOCHS_COMMANDS)" NM="$(NM)" $(run-bochs)

BOCHS_MODULES = $(INITRD)
BOCHS_LINE    = $(FIRST:%=strata %)
run-bochs = BOCHS="$(BOCHS)" BOCHS_MODULES="$(BOCHS_MODULES)" BOCHS_LINE="$(BOCHS_LINE)" \
	sh kernel/machine/bochs/run.sh $(BOCHS_DISK) $(BOCHS_SECTOR) $< $(MEMORY:M=)
