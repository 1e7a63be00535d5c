"""layers.py: the stack, and where we are in it."""
import re

import gdb

from parts.kernel import (Command, address_of, fail, layer_at, layer_named, layer_names, layers,
                          place, primitives)


def backtrace():
    """Number, address and name of the frames of this thread, the innermost first."""
    frames = []
    try:
        frame = gdb.newest_frame()
    except gdb.error:
        return frames
    while frame is not None:
        # A call that never returns may be the last instruction of its function.
        frames.append((len(frames), max(0, frame.pc() - bool(frames)), frame.name() or "?"))
        try:
            frame = frame.older()
        except gdb.error:
            break
    return frames


class Layers(Command):
    """layers: the stack of this kernel, top to bottom, and which of its layers we are in."""

    def run(self, words):
        here = {}
        for number, pc, name in backtrace():
            here.setdefault(layer_at(pc), []).append("#%d %s" % (number, name))
        width = max(len(layer.name) for layer in layers())
        for layer in reversed(layers()):
            if layer.number == 0 and layer.room == "kernel/machine":
                continue
            print("  | %-*s | %s" % (width, layer.name, layer.purpose))
            for line in here.get(layer.name, []):
                print("  | %*s |   <- %s" % (width, "", line))
        names = [layer.name for layer in layers() if layer.number == 0]
        print("  +-%s-+\n  trusted ground: %s" % ("=" * width, " ".join(names)))


class LayerStops(Command):
    """layer NAME [trace]: stop where a primitive of that layer is called; with `trace`, let the
kernel run and show its calls and their results as they happen, until it stops or Ctrl-C."""
    kind = gdb.COMMAND_BREAKPOINTS

    def words(self):
        return layer_names()

    def run(self, words):
        if not words or words[1:] not in ([], ["trace"]):
            fail(self.usage())
        layer = layer_named(words[0])
        own = [p for p in primitives().values()
               if p["layer"].string() == layer.name and address_of(p)]
        if not own:
            fail("%s has no code of its own: programs do what it adds" % layer.name)
        if words[1:]:
            from parts.calls import Trace
            Trace(own).run()
        else:
            for primitive in own:
                gdb.Breakpoint(primitive["name"].string())


def paragraphs(path):
    with open(path) as source:
        return re.split(r"\n\s*\n", source.read())


def function_text(path, name):
    """A function of a specification, as it stands."""
    lines = []
    with open(path) as source:
        for line in source:
            if lines or re.match(r"[\w ]*\b%s\(" % name, line):
                lines.append(line.rstrip())
                if line.startswith("}") or line.rstrip().endswith(";") and len(lines) == 1:
                    break
    return "\n".join(lines)


class Spec(Command):
    """spec PRIMITIVE: its specification: prose, precondition, frame, what holds when it returns,
and the same as a program."""

    def words(self):
        return list(primitives())

    def run(self, words):
        if len(words) != 1:
            fail(self.usage())
        name = words[0]
        if name not in primitives():
            fail('no primitive "%s" in this kernel; `layer NAME` and Tab show those of a layer'
                 % name)
        layer = layer_named(primitives()[name]["layer"].string())
        header = "%s/%s.h" % (layer.room, layer.name)
        print("%s, in %s" % (layer.name, header))
        for text in paragraphs(header):
            if "#define %s_PRE(" % name in text:
                print(text.strip())
        print("\n%s" % function_text("%s/%s.spec.c" % (layer.room, layer.name), "spec_" + name))


Layers("layers")
LayerStops("layer")
Spec("spec")
