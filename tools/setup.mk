# setup.mk: help, and what the tools need.
#
#   make doctor              is everything here that the targets need, and does it work?
#   make setup TARGET=prove  installs what `make prove` needs; tools/packages lists it

.PHONY: help setup

# What programs bring with them has its rows there.
help:
	@sed '/^  make qemu  /r user/help' tools/help

setup:
	@tools/setup $(or $(TARGET),check)

# `make setup-grade` and so on, for targets to depend on.
SETUPS := $(addprefix setup-,build cross grade class linux gdb bochs clang prove tests docs check)
.PHONY: $(SETUPS)
$(SETUPS): setup-%:
	@tools/setup $*

doctor = CC="$(CC)" CROSS="$(CROSS)" LD="$(LD)" NM="$(NM)" MAKE="$(MAKE)" QEMU="$(QEMU)" \
	GDB="$(GDB)" BOCHS="$(BOCHS)" KCFLAGS="$(KCFLAGS)" \
	QEMU_FLAGS="$(QEMU_FLAGS) -icount $(ICOUNT)" tools/doctor/run
.PHONY: doctor
doctor:
	@$(doctor)
