"""guest.py: the guest of the virtual machine, and code of real mode."""
import os
import re
import subprocess
import tempfile

import gdb

from parts.kernel import (Command, constant, constants, fail, function_at, memory, names,
                          number_given, place, register, when_stopped, word, words_of)
from parts.memory import nested_walk
from parts.programs import load

CR0_PE = 1
CR0_PG = 0x80000000
FRAMES_MOST = 64
INSTRUCTION = 16  # bytes, at most


def vmcb():
    """The words of the control block."""
    if "VMCB_FRAME" not in constants():
        fail("this kernel has no virtual machine")
    return words_of("*(unsigned (*)[%d])%u" % (
        constant("VMCB_WORDS"), constant("VMCB_FRAME") * constant("PAGE_SIZE")),
        constant("VMCB_WORDS"))


def of(words, name):
    return words[constant("VMCB_" + name)]


def segment(s):
    """The first of the four words of a segment."""
    return constant("VMCB_SEGMENT(s)", s=s)


class ControlBlock(Command):
    """vmcb: the control block of the guest, word by word, those that are zero left out; its
segments, and why it exited."""

    def run(self, words):
        block = vmcb()
        apart = {"WORDS", "FRAME"}
        for k, name in sorted(names("VMCB_").items()):
            if name not in apart and block[k]:
                text = names("EXIT_").get(block[k], "") if name == "EXIT_CODE" else ""
                print("  [%3u] %-12s 0x%08x %s" % (k, name, block[k], text))
        for s, name in sorted(names("SEG_").items()):
            at = segment(s)
            print("  %-6s selector 0x%04x attributes 0x%04x limit 0x%08x base 0x%08x" % (
                name, block[at] & 0xffff, block[at] >> 16, block[at + 1], block[at + 2]))


def linear(block, address):
    """The guest's physical address of one of its linear addresses; None: no page."""
    if not of(block, "CR0") & CR0_PG:
        return address

    def guest_word(at):
        found = nested_walk(at)
        return 0 if found is None else word(found)
    entry = guest_word((of(block, "CR3") & -4096) + 4 * (address >> 22))
    if not entry & 1:
        return None
    if entry & 0x80:
        return (entry & ~0x3fffff) + (address & 0x3fffff)
    entry = guest_word((entry & -4096) + 4 * (address >> 12 & 0x3ff))
    return (entry & -4096) + address % 4096 if entry & 1 else None


def guest_memory(block, address, size):
    physical = linear(block, address & 0xffffffff)
    found = None if physical is None else nested_walk(physical)
    return None if found is None else memory(found, size)


class GuestBacktrace(Command):
    """guest-bt [FILE]: where the guest is, as it exited last, and who called it, by its frame
pointers; with the symbols of FILE, as build/guest/hello.elf."""
    kind = gdb.COMMAND_STACK

    def complete(self, text, word):
        return gdb.COMPLETE_FILENAME

    def run(self, words):
        if words:
            if not os.path.exists(words[0]):
                fail("guest-bt: there is no file %s" % words[0])
            load("guest", os.path.abspath(words[0]))
        block = vmcb()
        if of(block, "EIP") == 0 and of(block, "CR0") == 0:
            fail("guest-bt: no guest has been made yet")
        code = segment(constant("SEG_CS"))
        base = block[code + 2]
        eip = of(block, "EIP")
        ebp = words_of("VSVMSwitch_reg", constant("GREGS"),
                       "guest-bt: this kernel keeps no registers of guests")[constant("GREG_EBP")]
        if not of(block, "CR0") & CR0_PE:
            raw = guest_memory(block, base + eip, INSTRUCTION)
            print("#0  %04x:%04x, in real mode" % (block[code] & 0xffff, eip))
            print(disassembled(raw, base + eip, 1) if raw else "    there is no page")
            return
        self.say(0, eip)
        for number in range(1, FRAMES_MOST):
            frame = guest_memory(block, ebp, 8) if ebp and ebp % 4096 <= 4088 else None
            if frame is None:
                return
            caller = int.from_bytes(frame[:4], "little")
            self.say(number, int.from_bytes(frame[4:], "little"))
            if caller <= ebp:
                return
            ebp = caller

    def say(self, number, eip):
        text = " ".join(x for x in (function_at(eip), place(eip)) if x)
        print("#%-2u 0x%08x %s" % (number, eip, text and "in " + text))


# ---- real mode --------------------------------------------------------------------------------

def disassembled(raw, address, count):
    """GDB takes code for what the ELF file is; objdump is told."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        listing = subprocess.run(
            [os.environ.get("OBJDUMP", "objdump"), "-D", "-b", "binary", "-m", "i8086",
             "--adjust-vma=%u" % address, file.name], capture_output=True, text=True).stdout
    lines = [line for line in listing.split("\n") if re.match(r" *[0-9a-f]+:\t", line)]
    return "\n".join("    " + line.strip() for line in lines[:count])


def real_mode_address():
    """After a reset the code segment is at the end of all addresses, with this selector."""
    reset = register("cs") == 0xf000 and register("eip") == 0xfff0
    return (0xffff0000 if reset else 16 * register("cs")) + register("eip")


class RealMode(Command):
    """real-mode [COUNT]: the next instructions of real mode, as of firmware and boot loader: by 16
bits, and from the address that the segment makes."""

    def run(self, words):
        if register("cr0") & CR0_PE:
            fail("the processor is not in real mode: x/i $pc shows the next instruction")
        self.show(number_given(words, 8))

    def show(self, count):
        print("real mode, %04x:%04x" % (register("cs"), register("eip")))
        at = real_mode_address()
        print(disassembled(memory(at, min(INSTRUCTION * count, (1 << 32) - at)), at, count))


ControlBlock("vmcb")
GuestBacktrace("guest-bt")
real_mode = RealMode("real-mode")


def show_real_mode():
    try:
        if not register("cr0") & CR0_PE:
            real_mode.show(1)
    except (gdb.error, gdb.GdbError):  # the kernel has ended, or GDB does not know this register
        return


when_stopped(show_real_mode)
