"""abstract.py: the abstract state of a layer.

It is what the specifications know, and more than a module's variables can tell (which words are
known, what the processor remembers).  So it is not computed here: the lockstep kernel has it, its
executable specifications step it beside the modules, and a function for each layer says whether
its relation holds between it and what the kernel has now.
"""
import re
import tempfile

import gdb

from parts.kernel import (Command, constant, constants, fail, in_kernel, layer_at, layer_named,
                          layer_names, layers, memory, number_text, value)
from parts.layers import backtrace

MOST = 12         # rows that are shown of a field, unless it is asked for
LARGE = 0x40000   # more bytes than that are asked for in another way
SCOPE = "lockstep_before"  # a function whose source sees the headers of all specifications


def world():
    if gdb.lookup_global_symbol("lockstep_before") is None:
        fail("abs: this kernel does not step the specifications: give LOCKSTEP=1 to make debug, "
             "or to make qemu-gdb and make gdb")
    if not int(value("'lockstep.c'::ready")):
        fail("abs: no primitive has been called yet")
    return value("'lockstep.c'::world").dereference()


def specs():
    """The rows of layers with their abstract state, by name."""
    table = value("layer_specs")
    rows = [table[k] for k in range(int(value("layer_spec_count")))]
    return {row["name"].string(): row for row in rows}


def spoken_of(row):
    """Layers whose state this layer's specification speaks of, as far as they have one: itself, or
    those of the same lab; and the names of the others."""
    table = value("layer_specs")
    found = []
    k = 0
    while int(row["speaks"][k]) >= 0:
        found.append(table[int(row["speaks"][k])])
        k += 1
    found = [r for r in found if int(r["state"]["size"]) and not int(r["machine"])]
    own = [r for r in found if r["name"].string() == row["name"].string()]
    near = own or [r for r in found if r["lab"].string() == row["lab"].string()] or found
    return ([r["name"].string() for r in near],
            [r["name"].string() for r in found if r not in near])


def calls_under_way():
    table = value("primitive_specs")
    pending = value("'lockstep.c'::pending")
    return [table[int(pending[k]["primitive"])]
            for k in range(int(value("'lockstep.c'::depth")))]


def comments(layer):
    """What the header says behind each field of the state."""
    with open("%s/%s.h" % (layer.room, layer.name)) as source:
        text = re.search(r"^struct %s_state \{\n(.*?)^\};" % layer.name, source.read(),
                         re.M | re.S).group(1)
    return {name: " ".join(comment.split()) for name, comment in
            re.findall(r"(\w+)(?:\[\w+\])*;\s*/\*\*<(.*?)\*/", text, re.S)}


def content_of(address, size):
    """Large states through a file: the emulator writes one faster than it answers GDB.  What the
    kernel keeps is in the direct map, where an address is the physical one."""
    if size <= LARGE:
        return memory(address, size)
    with tempfile.NamedTemporaryFile() as file:
        gdb.execute('monitor pmemsave 0x%x 0x%x "%s"' % (address, size, file.name),
                    to_string=True)
        content = file.read()
    return content if len(content) == size else memory(address, size)


def run_from(raw, first, size):
    """How many bytes of it, from `first` on, repeat the cell of that size there: doubled until
    they do not, then halved."""
    most = len(raw) - first
    run = size
    step = size
    while run < most and step:
        step = min(step, most - run)
        if raw[first:first + run + step - size] == raw[first + size:first + run + step]:
            run += step
            step *= 2
        else:
            step //= 2
    return run // size


class Field:
    """A field of the state: a number or an array of one or two dimensions."""

    def __init__(self, content, comment):
        self.content = content
        self.address = int(content.address)
        self.bounds = []
        self.cell = content.type.strip_typedefs()
        while self.cell.code == gdb.TYPE_CODE_ARRAY:
            self.bounds.append(self.cell.range()[1] + 1)
            self.cell = self.cell.target().strip_typedefs()
        self.count = 1
        for bound in self.bounds:
            self.count *= bound
        self.named = {}
        for name in re.findall(r"\b[A-Z][A-Z_]+\b", comment):
            if name in constants(SCOPE):
                self.named[constant(name, SCOPE)] = name

    def runs(self):
        """Pairs first, last of cells that are equal, one after the other."""
        size = self.cell.sizeof
        raw = content_of(self.address, size * self.count)
        first = 0
        while first < self.count:
            run = run_from(raw, first * size, size)
            yield first, first + run - 1
            first += run

    def index(self, k):
        if len(self.bounds) == 2:
            return "%d, %d" % (k // self.bounds[1], k % self.bounds[1])
        return "%d" % k

    def text(self, k):
        at = gdb.Value(self.address + k * self.cell.sizeof)
        return content_text(at.cast(self.cell.pointer()).dereference(), self.named)

    def show(self, name, most):
        if self.count == 1 and not self.bounds:
            print("  %-10s %s" % (name, self.text(0)))
            return
        print("  %s" % name)
        for shown, (first, last) in enumerate(self.runs()):
            if shown == most:
                print("    ... all of it: abs LAYER %s" % name)
                return
            place = self.index(first) + (" .. " + self.index(last) if last > first else "")
            print("    %-20s %s" % (place, self.text(first)))


def content_text(content, named):
    kind = content.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_STRUCT:
        fields = [field.name for field in kind.fields()]
        if fields[0] == "length":  # a list: its elements, as many as it has
            length = int(content["length"])
            elements = [str(int(content[fields[1]][k])) for k in range(length)]
            return "empty" if length == 0 else " ".join(elements)
        return "  ".join("%s %s" % (f, content_text(content[f], {})) for f in fields)
    if kind.code == gdb.TYPE_CODE_ARRAY:
        cells = [content_text(content[k], named) for k in range(kind.range()[1] + 1)]
        return " ".join(cells) if len(cells) <= MOST else " ".join(cells[:MOST]) + " ..."
    return named.get(int(content), number_text(int(content)))


def recorded():
    return "Replaying" in gdb.execute("monitor info replay", to_string=True)


def relation_text(layer):
    if gdb.lookup_global_symbol("related_" + layer.name) is None:
        return None
    header = "%s/%s.rel.h" % (layer.room, layer.name)
    if not in_kernel():
        return "%s: not asked while ring 3 or a guest runs" % header
    if recorded():
        return "%s: not asked in a recorded run, which it would change: RECORD= asks" % header
    gdb.execute("call machine_watchdog_stop()", to_string=True)  # it may take seconds
    holds = int(value("related_%s()" % layer.name))
    gdb.execute("call machine_watchdog_pat()", to_string=True)
    if holds:
        return "%s: the relation holds: what the kernel has represents this" % header
    return "%s: THE RELATION DOES NOT HOLD: what the kernel has does not represent this" % header


def show(layer, fields=(), most=MOST):
    content = world()[layer.name]
    says = comments(layer)
    print("%s: %s" % (layer.name, layer.purpose))
    for field in content.type.fields():
        if not fields or field.name in fields:
            Field(content[field.name], says.get(field.name, "")).show(field.name, most)


class Abs(Command):
    """abs [LAYER [FIELD]]: the abstract state of a layer, or of the one that we are in, and whether
its relation says that the kernel's variables represent it.  Equal neighbours are one row.  Only in
the kernel that steps the specifications (LOCKSTEP=1)."""

    def words(self):
        return layer_names()

    def run(self, words):
        world()
        if words:
            layer = layer_named(words[0])
        else:
            names = [layer_at(pc) for _, pc, _ in backtrace()]
            inside = [name for name in names if name in layer_names()]
            layer = layer_named(inside[0]) if inside else layers()[-1]
        near, others = spoken_of(specs()[layer.name])
        if words[1:] and (near != [layer.name] or
                          words[1] not in [f.name for f in world()[layer.name].type.fields()]):
            fail("%s has no field %s in its state" % (layer.name, words[1]))
        for each in [layer_named(name) for name in near]:
            show(each, words[1:], None if words[1:] else MOST)
            text = relation_text(each)
            if text:
                print("  " + text)
        if others:
            print("%s also speaks of: %s" % (layer.name, " ".join(others)))
        for call in calls_under_way():
            print("  under way, its own step not taken yet: %s: %s"
                  % (call["layer"].string(), call["name"].string()))


Abs("abs")
