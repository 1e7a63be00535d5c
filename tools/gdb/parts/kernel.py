"""kernel.py: what the other parts know of the kernel: its debug information, the tables that
tools/layers made of kernel/stack, the constants of its headers, and its memory."""
import re

import gdb


class Command(gdb.Command):
    """A command whose name and class are all there is to say; its docstring is its help."""
    all = []
    kind = gdb.COMMAND_DATA

    def __init__(self, name):
        super().__init__(name, self.kind)
        self.name = name
        Command.all.append(self)

    def usage(self):
        return self.__doc__.split(":")[0]

    def invoke(self, argument, from_tty):
        self.dont_repeat()
        self.run(gdb.string_to_argv(argument))

    def complete(self, text, word):
        """One word of those that it may take; more words where a command takes more."""
        if " " in text.strip() or (text.strip() and text.endswith(" ")):
            return gdb.COMPLETE_NONE
        return [w for w in self.words() if w.startswith(word)]

    def words(self):
        return []


at_next_prompt = {"stopped": False, "then": []}


def when_stopped(function):
    """Call it behind all that GDB does where it stops, before it prompts."""
    at_next_prompt["then"].append(function)


def on_stop(event):
    at_next_prompt["stopped"] = True


def on_prompt():
    if at_next_prompt["stopped"]:
        at_next_prompt["stopped"] = False
        for function in at_next_prompt["then"]:
            function()


gdb.events.stop.connect(on_stop)
gdb.events.before_prompt.connect(on_prompt)


def fail(text):
    raise gdb.GdbError(text)


def number_given(words, otherwise):
    """The number that a command was given; otherwise it was given none."""
    if not words:
        return otherwise
    if not words[0].isdigit():
        fail("%s is no number" % words[0])
    return int(words[0])


# ---- memory and registers ---------------------------------------------------------------------

def memory(address, size):
    try:
        return gdb.selected_inferior().read_memory(address, size).tobytes()
    except gdb.MemoryError:
        fail("there is no memory at 0x%08x in the map that is loaded" % address)


def word(address):
    return int.from_bytes(memory(address, 4), "little")


def register(name):
    return int(gdb.parse_and_eval("$" + name)) & 0xffffffff


def in_kernel():
    """In ring 3 no function of the kernel can be called.  A guest runs on none of its stacks."""
    return register("cs") & 3 == 0 and stack_slot(register("esp")) is not None


def value(expression, without=None):
    """An expression of C; `without` is said where the kernel has no such thing."""
    try:
        return gdb.parse_and_eval(expression)
    except gdb.error:
        fail(without or "this kernel has no %s" % expression)


def number(text):
    return int(gdb.parse_and_eval(text)) & 0xffffffff


def number_text(n):
    return "%u" % n if n < 0x10000 else "0x%x" % n


def known():
    """Is there a kernel to look at?"""
    if gdb.lookup_global_symbol("primitive_table") is None:
        fail("no kernel is loaded: `make gdb` and `make replay` load it")


# ---- constants of the headers -----------------------------------------------------------------

constants_at = {}


def constants(function="kernel_main"):
    """The macros of one word that the source of a function sees, by name, as text."""
    if function not in constants_at:
        listing = gdb.execute("info macros " + function, to_string=True)
        constants_at[function] = dict(re.findall(r"^#define (\w+(?:\(\w+\))?) (.+)$", listing,
                                                 re.M))
    return constants_at[function]


def constant(name, function="kernel_main", **arguments):
    """Its value, wherever GDB stands now: a number, or made of other constants.  VMCB_SEGMENT(s) is
    one with an argument, s=1."""
    def insert(match):
        return str(arguments.get(match.group()) if match.group() in arguments
                   else constant(match.group(), function))
    text = constants(function).get(name)
    if text is None:
        fail("kernel/sizes.h has no %s" % name)
    text = re.sub(r"\bTERM_NUMBER\((\w+)\)", r"\1", text)  # sizes.h: an unsigned one
    text = re.sub(r"\b(0x[0-9a-fA-F]+|[0-9]+)u\b", r"\1", text)
    return eval(re.sub(r"\b[A-Za-z_]\w*", insert, text).replace("/", "//"), {})


def names(prefix, function="kernel_main"):
    """The constants with that prefix and a value: {1: "RUN", ...} for THREAD_."""
    found = {}
    for name in constants(function):
        is_number = re.match(r"\(?(0x)?[0-9]", constants(function)[name])
        if name.startswith(prefix) and "(" not in name and is_number:
            found.setdefault(constant(name, function), name[len(prefix):])
    return found


# ---- the stack --------------------------------------------------------------------------------

class Layer:
    def __init__(self, row, room):
        self.name = row["name"].string()
        self.number = int(row["number"])  # 0: trusted ground
        self.purpose = row["purpose"].string()
        self.room = "kernel/" + room


def rooms():
    """Where the manifest says that layers are."""
    name = None
    found = {}
    with open("kernel/stack") as manifest:
        for line in manifest:
            words = line.split()
            if words[:1] in (["layer"], ["ground"]):
                name = words[1]
            elif words[:1] == ["room"]:
                found[name] = words[1]
    return found


def layers():
    """Those of this kernel, bottom to top."""
    known()
    room = rooms()
    table = gdb.parse_and_eval("layer_table")
    rows = [table[k] for k in range(int(gdb.parse_and_eval("layer_count")))]
    return [Layer(row, room[row["name"].string()]) for row in rows]


def layer_named(name):
    for layer in layers():
        if layer.name == name:
            return layer
    fail('no layer "%s" in this kernel; `layers` shows them' % name)


def primitives():
    """By name."""
    known()
    table = gdb.parse_and_eval("primitive_table")
    count = int(gdb.parse_and_eval("primitive_count"))
    return {table[k]["name"].string(): table[k] for k in range(count)}


def address_of(primitive):
    """Where its code begins; 0 for an instruction of ring 3 or a guest."""
    return int(primitive["function"].cast(gdb.lookup_type("unsigned int")))


def layer_names():
    return [layer.name for layer in layers()]


def layer_at(pc):
    """The layer whose room has the source of the code at pc; "" if none has."""
    table = gdb.find_pc_line(pc).symtab
    if table is None:
        return ""
    folder = table.fullname().split("/")[-2]
    return folder if folder in rooms() else ""


def function_at(pc):
    """The symbol that the code at pc belongs to, of assembly, too."""
    text = gdb.execute("info symbol %u" % pc, to_string=True)
    return "" if text.startswith("No symbol") else text.split(" ")[0]


def place(pc):
    """Its file and line, or ""."""
    line = gdb.find_pc_line(pc)
    return "%s:%d" % (line.symtab.filename, line.line) if line.symtab else ""


# ---- stack slots and threads ------------------------------------------------------------------

def stack_slot(esp):
    """Of which thread is this stack?  None if it is in none; an empty one is at its end."""
    base = constant("STACK_BASE")
    size = constant("STACK_SLOT_SIZE")
    slot = (esp - 1 - base) // size
    within = (esp - 1 - base) % size
    inside = 0 <= slot < constant("NCTX") and within >= size - constant("STACK_SIZE")
    return slot if inside else None


def words_of(expression, count, without=None):
    at = int(value("&" + expression, without).cast(gdb.lookup_type("unsigned int")))
    raw = memory(at, 4 * count)
    return [int.from_bytes(raw[k:k + 4], "little") for k in range(0, 4 * count, 4)]


def user_context(thread):
    """The registers of its program as the latest trap left them, by name; None: it has none."""
    if gdb.lookup_global_symbol("PUCtx_pool") is None:
        return None
    count = constant("UCTX_WORDS")
    found = words_of("PUCtx_pool[%d]" % thread, count)
    context = {name.lower(): found[k] for k, name in names("UCTX_").items() if k < count}
    return context if context["cs"] & 3 else None
