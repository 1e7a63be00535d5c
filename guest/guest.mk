# guest.mk: guests for the prompt of make monitor: type guest there.  They are boot modules, and a
# kernel takes eight at most; GUESTS="hello real" brings just these.

GUESTS     ?= $(patsubst guest/%.S,%,$(sort $(wildcard guest/*.S)))
# A newer linker warns of memory that is written and executed: a guest has no other.
RWX         = $(if $(shell $(LD) --help | grep no-warn-rwx),--no-warn-rwx-segments)
GUEST_FILES = $(GUESTS:%=build/guest/%)

build/guest/%: guest/%.S guest/guest.ld guest/guest.h guest/tables.h
	@mkdir -p $(@D)
	$(Q)$(CC) -m32 -c -o $@.o $<
	$(Q)$(LD) -m elf_i386 -T guest/guest.ld -z noexecstack $(RWX) -o $@.elf $@.o
	$(Q)$(OBJCOPY) --change-addresses=0x40000000 $@.elf $@
