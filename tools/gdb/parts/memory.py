"""memory.py: frames, and the way from an address to one."""
import itertools

import gdb

from parts.kernel import (Command, constant, fail, memory, names, number, register, value, word)

# Of an entry, beyond what kernel/sizes.h names: the processor's manual.
LARGE = 0x80
GLOBAL = 0x100
UNCACHED = 0x10


class Frames(Command):
    """frames: the frames of memory as MATIntro's table has them, equal neighbours in one row."""

    def run(self, words):
        without = "frames: MATIntro's module has no variable `table`: LOCKSTEP=1 and `abs MAT` " \
                  "show the same, whatever the module"
        table = value("'MATIntro.c'::table", without)
        size = table.type.target().sizeof
        fields = {f.name: f.bitpos // 8 for f in table.type.target().fields()}
        if not {"norm", "used"} <= set(fields):
            fail(without)
        raw = memory(int(table.address), table.type.sizeof)
        cells = zip(raw[fields["norm"]::size], raw[fields["used"]::size])
        free = used = first = 0
        for (norm, taken), run in itertools.groupby(cells):
            last = first + len(list(run)) - 1
            says = "not to be handed out" if not norm else "allocated" if taken else "free"
            free += (last - first + 1) * (norm and not taken)
            used += (last - first + 1) * (norm and taken)
            print("  %6u .. %-6u  0x%08x .. 0x%08x  %s"
                  % (first, last, first << 12, (last << 12) + 0xfff, says))
            first = last + 1
        print("  %u frames are free, %u are allocated" % (free, used))


def allows(entry):
    words = [name.lower() for bit, name in sorted(names("PTE_").items()) if entry & bit == bit]
    words += [name for bit, name in ((LARGE, "4 MiB"), (GLOBAL, "global"), (UNCACHED, "uncached"))
              if entry & bit]
    return " ".join(words)


def walk(directory, address, say=lambda *_: None):
    """The physical address of an address in the map with that directory; None: it is not mapped.
    Physical memory is where its address says in every map (the direct map)."""
    present = constant("PTE_PRESENT")
    size = constant("PAGE_SIZE")
    at = directory + 4 * (address >> 22)
    entry = word(at)
    say("slot", address >> 22, at, entry, "table in frame")
    if not entry & present:
        return None
    if entry & LARGE:
        return (entry & ~0x3fffff) + (address & 0x3fffff)
    at = (entry & -size) + 4 * (address >> 12 & 0x3ff)
    entry = word(at)
    say("entry", address >> 12 & 0x3ff, at, entry, "page in frame")
    return (entry & -size) + address % size if entry & present else None


def say_step(kind, number_of, at, entry, where):
    print("  %-6s %4u  at 0x%08x is 0x%08x: %s" % (
        kind, number_of, at, entry,
        "%s %u, %s" % (where, entry >> 12, allows(entry)) if entry & 1 else "not present"))


def directory_of(thread):
    size = constant("PAGE_SIZE")
    if not 0 <= thread < constant("NMAPS"):
        fail("there are maps 0 to %u" % (constant("NMAPS") - 1))
    return (constant("FIRST_DIRECTORY") + thread) * size


class PageWalk(Command):
    """pt ADDRESS [PROC]: how the processor finds an address, step by step: in the map that is
loaded, or in that of a process."""

    def run(self, words):
        if len(words) not in (1, 2):
            fail(self.usage())
        address = number(words[0])
        if words[1:]:
            directory = directory_of(number(words[1]))
        else:
            directory = register("cr3") & -constant("PAGE_SIZE")
        which = directory // constant("PAGE_SIZE") - constant("FIRST_DIRECTORY")
        print("0x%08x in %s, whose directory is at 0x%08x" % (
            address, "map %u" % which if 0 <= which < constant("NMAPS") else "the map of the boot",
            directory))
        found = walk(directory, address, say_step)
        print("  it is not mapped: a page fault" if found is None else
              "  physical address 0x%08x" % found)


class NestedWalk(Command):
    """npt ADDRESS: how the processor finds an address of the guest's physical memory, step by
step."""

    def run(self, words):
        if len(words) != 1:
            fail(self.usage())
        address = number(words[0])
        print("0x%08x of the guest's memory" % address)
        found = nested_walk(address, say_step)
        print("  there is no page: the guest exits" if found is None else
              "  physical address 0x%08x" % found)


def nested_walk(address, say=lambda *_: None):
    """By tables of PAE, whose entries have two words."""
    size = constant("PAGE_SIZE")
    at = constant("NPT_FRAME") * size
    steps = ((30, 3, "root", "directory in frame"), (21, 0x1ff, "slot", "table in frame"),
             (12, 0x1ff, "entry", "page in frame"))
    for shift, mask, kind, where in steps:
        number_of = address >> shift & mask
        entry = word(at + 8 * number_of)
        say(kind, number_of, at + 8 * number_of, entry, where)
        if not entry & 1:
            return None
        at = entry & -size
    return at + address % size


Frames("frames")
PageWalk("pt")
NestedWalk("npt")
