# bench.mk: what the kernel costs, in instructions.
#
#   make bench   measure, twice; compare with the targets and with other kernels
#
# Each kernel of the bench is made in a build folder of its own: "fast" has the second modules that
# there are, "plain" has none.

BENCH_OUT   := $(B)/bench
BENCH_FLAGS := -cpu $(QEMU_CPU) -display none -serial stdio -monitor none -no-reboot \
	-nodefaults -machine pc -smp 1 \
	-device isa-debug-exit,iobase=0xf4,iosize=4 -rtc base=2020-01-01,clock=vm

BENCH_SOURCES = $(filter-out kernel/monitor/% grade/probe/%,$(KERNEL_SOURCES_release))

# To be made with B=build/STACK/bench/KERNEL.
$(B)/bench/%.c.o: kernel/bench/%.c kernel/bench/bench.h $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_FLAGS) $(KCFLAGS.release) \
		$(if $(call variant,MAT),,-DSCAN) -c -o $@ $<
$(B)/bench/%.S.o: kernel/bench/%.S $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_FLAGS) -g -c -o $@ $<

BENCH_OBJECTS = $(addprefix $(B)/bench/,common.c.o start.S.o) $(BENCH_SOURCES:%=$(B)/release/%.o) \
	$(B)/release/table.c.o $(LAYER_OBJECTS_release)

# A kernel of the bench; WRAPPED are calls to count, ENTRY is where it begins if not as ever.
bench-link = CC="$(CC)" KCFLAGS="$(filter-out -nostdinc,$(KCFLAGS)) $(KCFLAGS.release) $(WRAPPED)" \
	LD="$(or $(LD),ld) $(ENTRY)" NM="$(NM)" sh kernel/machine/link.sh $@ $(filter %.o,$^)

$(B)/flush.elf: WRAPPED = -Wl,--wrap=invlpg -Wl,--wrap=set_cr3
$(B)/boot.elf $(B)/bench.elf $(B)/flush.elf: ENTRY = -e bench_entry
$(B)/boot.elf $(B)/bench.elf $(B)/flush.elf: $(B)/%.elf: $(B)/bench/%.c.o $(BENCH_OBJECTS) \
		kernel/machine/link.sh kernel/machine/kernel.ld kernel/machine/symbols.awk
	$(Q)$(bench-link)

# The kernel that runs, with a count.
$(B)/linux.elf: WRAPPED = -Wl,--wrap=set_cr3 -Wl,--wrap=machine_exit
$(B)/linux.elf: $(B)/bench/linux.c.o $(KERNEL_OBJECTS_release) $(LAYER_OBJECTS_release) \
		kernel/machine/link.sh kernel/machine/kernel.ld kernel/machine/symbols.awk
	$(Q)$(bench-link)

$(BENCH_OUT)/bare.elf: kernel/bench/bare.S
	@mkdir -p $(@D)
	$(Q)$(CC) -m32 -c -o $(@:.elf=.o) $<
	$(Q)$(or $(LD),ld) -m elf_i386 -static --build-id=none -Ttext=0x100000 -e entry -o $@ \
		$(@:.elf=.o)

bench_kernels = $(MAKE) -s B=$(BENCH_OUT)/$1 MODULES="$2" $4 \
	$(addprefix $(BENCH_OUT)/$1/,$(or $3,boot.elf bench.elf))

# Programs measure in the kernel that runs.
BENCH_PROGRAM := $(if $(wildcard user/bench.c),$(if $(filter TSysCall,$(LAYERS)),build/user/bench))
BENCH_KERNEL   = $(call build_folder,$(SECOND))/release/strata.elf

# Linux, where it was fetched (make linux).
BENCH_LINUX = $(if $(filter TTrapVM,$(LAYERS)),$(wildcard $(LINUX)/vmlinuz))
bench-linux = echo "Linux boots three times ..."; $(MAKE) -s $(LINUX_FILES) $(PROGRAM_FILES) && \
	QEMU="$(QEMU) $(QEMU_FLAGS)" LINUX=$(LINUX) PROGRAMS="$(LINUX_PROGRAMS)" \
	sh kernel/bench/linux.sh $(BENCH_KERNEL) $(BENCH_OUT)/flush/linux.elf $(BENCH_OUT)/linux

.PHONY: bench
bench: $(BENCH_OUT)/bare.elf
	@$(call need,$(QEMU),qemu-system-x86)
	@$(call bench_kernels,fast,$(SECOND))
	@$(call bench_kernels,plain)
	@$(call bench_kernels,flush,$(SECOND),flush.elf $(if $(BENCH_LINUX),linux.elf),LTO=)
	@$(if $(BENCH_PROGRAM),$(MAKE) -s MODULES="$(SECOND)" $(BENCH_PROGRAM) $(BENCH_KERNEL))
	@$(if $(BENCH_LINUX),$(bench-linux),rm -f $(BENCH_OUT)/linux)
	@QEMU="$(QEMU) $(BENCH_FLAGS)" TARGETS=$(if $(LTO),yes) \
		PROGRAM=$(BENCH_PROGRAM) KERNEL=$(BENCH_KERNEL) \
		sh kernel/bench/report.sh $(BENCH_OUT)
	@$(if $(BENCH_LINUX),,echo "Linux was not measured: make linux fetches it.")
