# user.mk: programs for ring 3 and their library.
#
# A program is user/NAME.c, or all of user/NAME/*.[cS].  The kernel takes eight: another one comes
# with PROGRAMS="init shell NAME".

ALL_PROGRAMS  := init shell vmm ping pong fault stress fuzz bench
program.c      = $(wildcard user/$1.c user/$1/*.[cS])
PROGRAMS      ?= $(strip $(foreach p,$(ALL_PROGRAMS),$(if $(call program.c,$p),$p)))
PROGRAM_FILES  = $(PROGRAMS:%=build/user/%)
$(foreach p,$(PROGRAMS),$(if $(call program.c,$p),,$(error PROGRAMS=$p: there is no user/$p.c)))

OPT.user   ?= -O2 # of programs; OPT is the kernel's
USER_FLAGS := -m32 -march=i686 -std=gnu11 $(OPT.user) -g -ffreestanding -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
	-mno-sse -mno-mmx -mno-80387 -nostdinc -Wall -Wextra $(if $(WERROR),-Werror) \
	-Iuser/lib -Ikernel -MMD -MP

USER_LDFLAGS := -m elf_i386 -T user/user.ld -z noexecstack --gc-sections

# What a program does not need of the library is left out as it is linked.
user-objects  = $(patsubst %,build/user/objects/%.o,$(subst user/,,$1))
USER_LIBRARY := $(call user-objects,$(wildcard user/lib/*.[cS]))

build/user/objects/%.o: user/%
	@mkdir -p $(@D)
	$(Q)$(CC) $(USER_FLAGS) -c -o $@ $<

# A program as the kernel loads it has no symbols; GDB reads them from the other file.
define program-rules
build/user/$1: $(call user-objects,$(call program.c,$1)) $(USER_LIBRARY) user/user.ld
	$(Q)$(LD) $(USER_LDFLAGS) -s -o $$@ $$(filter %.o,$$^)
	$(Q)$(LD) $(USER_LDFLAGS) -o build/user/objects/$1.elf $$(filter %.o,$$^)
endef
$(foreach p,$(sort $(ALL_PROGRAMS) $(PROGRAMS)),$(eval $(call program-rules,$p)))

-include $(wildcard build/user/objects/*.d build/user/objects/*/*.d)
