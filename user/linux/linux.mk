# linux.mk: Debian's Linux as a guest.
#
#   make linux                               fetched once (user/linux/fetch), then booted
#   make linux KERNEL=FILE INITRD=FILE       another kernel: bzImage, vmlinux or multiboot
#   make linux APPEND="..."                  another command line; vm.memory=MIB and vm.stats in it
#                                            are for the monitor
#   make linux EMU=bochs                     in Bochs, which takes minutes for a boot
#
# The monitor is the first process; as its guest ends, it leaves the machine to Strata's shell.

LINUX := build/linux

# No PCI, no APIC: the monitor has none.  What else is there saves instructions, 3 G of self-tests
# and 0.5 G of certificates, or exits: a wait by a port at each port, a timer set at each tick.
LINUX_APPEND := console=ttyS0 loglevel=3 panic=-1 acpi=off noapic nolapic pci=off nosmp nokaslr \
	tsc=reliable highres=off 8250.nr_uarts=1 io_delay=none noisapnp cryptomgr.notests \
	initcall_blacklist=load_system_certificate_list

# What of a name that this makefile uses otherwise, too.
linux_given   = $(if $(filter command environment,$(origin $1)),$($1))
LINUX_KERNEL := $(or $(call linux_given,KERNEL),$(LINUX)/vmlinux)
LINUX_INITRD := $(or $(call linux_given,INITRD),$(if $(call linux_given,KERNEL),,$(LINUX)/initrd))
ifneq ($(filter linux,$(MAKECMDGOALS)),)
$(foreach f,$(call linux_given,KERNEL) $(call linux_given,INITRD),\
	$(if $(wildcard $(f)),,$(error there is no file $(f))))
endif
LINUX_LINE   := $(or $(call linux_given,APPEND),$(strip $(LINUX_APPEND)))
LINUX_FILES  := $(LINUX_KERNEL) $(LINUX_INITRD) $(LINUX)/append
LINUX_PROGRAMS = $(subst $(empty) build/,$(comma)build/,$(strip \
	$(foreach p,$(PROGRAM_FILES),$(p) $(notdir $(p)))))
LINUX_MODULES = $(LINUX_KERNEL) linux$(if $(LINUX_INITRD),$(comma)$(LINUX_INITRD) \
	linux.initrd)$(comma)$(LINUX)/append linux.append

# Fetched again only if another version is wanted.
$(LINUX)/vmlinux: user/linux/packages.txt
	@user/linux/fetch $(LINUX)
	@touch $@
$(LINUX)/busybox: $(LINUX)/vmlinux
	@touch $@

build/host/cpio: user/linux/cpio.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $<

# Not compressed, as the kernel is not.
$(LINUX)/initrd: user/linux/init $(LINUX)/busybox build/host/cpio
	$(Q)printf '%s\n' 'dir bin' 'dir dev' 'dir proc' 'dir root' 'dir sys' 'dir tmp' \
		'tty dev/console 5 1' 'file bin/busybox 755 $(LINUX)/busybox' \
		'file init 755 user/linux/init' | build/host/cpio >$@

# Written anew only if the line is another one.
$(LINUX)/append: always
	@mkdir -p $(@D)
	@echo '$(LINUX_LINE)' | cmp -s - $@ || echo '$(LINUX_LINE)' >$@

leave-linux.qemu = Ctrl-A X leaves
leave-linux.bochs = Ctrl-C leaves
run-linux.qemu = $(call need,$(QEMU),qemu-system-x86); \
	$(QEMU) $(QEMU_FLAGS) -initrd "$(LINUX_PROGRAMS),$(LINUX_MODULES)" -append vmm \
		-serial mon:stdio -d cpu_reset -D $(B)/qemu.log -kernel $<; \
	[ $$? -ne 1 ] || exit 2
run-linux.bochs = $(call need,$(BOCHS),bochs); $(run-bochs)

.PHONY: linux
linux: MEMORY := $(if $(filter command environment,$(origin MEMORY)),$(MEMORY),256M)
linux: BOCHS_MODULES = $(LINUX_PROGRAMS),$(LINUX_MODULES)
linux: BOCHS_LINE = strata vmm
linux: $(RUN_KERNEL) $(PROGRAM_FILES) $(LINUX_FILES) \
		$(if $(filter bochs,$(EMU)),$(BOCHS_SECTOR) $(BOCHS_DISK))
	@$(say-modules)
	@echo "$(leave-linux.$(EMU)).  In Linux, reboot -f goes back to Strata."
	@$(run-linux.$(EMU))
