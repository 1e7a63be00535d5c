"""strata.py: Strata's commands for GDB."""
import glob
import os

import gdb


def newest_socket():
    """The socket of the QEMU that was started last, whichever stack and modules it runs."""
    return max(glob.glob("build/*/gdb.sock"), key=os.path.getmtime, default="")


def stop_at_the_end():
    """Stop where the kernel gives up, or where it leaves its specification (LOCKSTEP=1)."""
    for function in ("panic", "trap_panic", "double_fault_panic", "hang_panic",
                     "lockstep_diverged"):
        if gdb.lookup_static_symbol(function) or gdb.lookup_global_symbol(function):
            gdb.execute("break " + function, to_string=True)


class Connect(gdb.Command):
    """connect [SOCKET]: attach to the kernel that `make qemu-gdb` started."""

    def __init__(self):
        super().__init__("connect", gdb.COMMAND_RUNNING, gdb.COMPLETE_FILENAME)

    def invoke(self, argument, from_tty):
        socket = argument.strip() or newest_socket()
        try:
            if os.path.exists(socket):
                gdb.execute("target remote " + socket)
                stop_at_the_end()
                return
        except gdb.error:  # the socket of a QEMU that has ended
            pass
        raise gdb.GdbError("nothing to connect to: type `make qemu-gdb` in another terminal, "
                           "then `connect` here")


class Run(gdb.Command):
    """The kernel is a machine that is already on: `continue` lets it go on."""

    def __init__(self, name):
        super().__init__(name, gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        raise gdb.GdbError("the machine is already on: type `continue` (or `c`) to let it run; "
                           "to start again, restart `make qemu-gdb` and type `connect`")


def word(address):
    """The word of memory at that address."""
    return int.from_bytes(gdb.selected_inferior().read_memory(address, 4).tobytes(), "little")


def register(name):
    return int(gdb.parse_and_eval("$" + name)) & 0xffffffff


class Call:
    """A call of a primitive, as it begins: what is on the stack."""

    def __init__(self, primitive, stack):
        self.layer = primitive["layer"].string()
        self.name = primitive["name"].string()
        self.returns = int(primitive["returns"])
        self.stack = stack
        self.back = word(stack)
        self.arguments = [word(stack + 4 * k)
                          for k in range(1, int(primitive["arguments"]) + 1)]
        self.result = None  # before it has returned
        self.calls = []
        self.repeats = False
        self.asleep = set()  # what is called so often in it that it is not looked at any more

    def show(self, depth):
        numbers = ", ".join(number_text(a) for a in self.arguments)
        text = "%-10s %s%s(%s)" % (self.layer, "  " * depth, self.name, numbers)
        if self.result is None:
            text += " does not return here"
        elif self.returns:
            text += " = " + number_text(self.result)
        print(text + (" ... again and again" if self.repeats else ""))
        for call in self.calls:
            call.show(depth + 1)

    def names(self):
        """Of all primitives that are called in it, and its own."""
        return {self.name}.union(*[call.names() for call in self.calls])


def number_text(n):
    return "%u" % n if n < 0x10000 else "0x%x" % n


class Calls(gdb.Command):
    """calls FUNCTION [if CONDITION]: let the kernel run until the primitive FUNCTION is called
(where the condition holds, as of a breakpoint), and show all calls of primitives until it returns,
with their layers.  Calls that are made for the third time are not shown, nor what they call, until
their caller returns.  Other threads may run meanwhile: then what they call is shown as well."""

    def __init__(self):
        super().__init__("calls", gdb.COMMAND_RUNNING, gdb.COMPLETE_SYMBOL)

    def invoke(self, argument, from_tty):
        name, _, condition = argument.partition(" if ")
        name = name.strip()
        table = gdb.parse_and_eval("primitive_table")
        primitives = {}
        for k in range(int(gdb.parse_and_eval("primitive_count"))):
            primitives[table[k]["name"].string()] = table[k]
        if name not in primitives:
            raise gdb.GdbError("calls FUNCTION [if CONDITION]: the function is a primitive")
        first = gdb.Breakpoint(name, internal=True)
        first.silent = True
        if condition:
            first.condition = condition
        try:
            gdb.execute("continue", to_string=True)
            if not first.hit_count:
                raise gdb.GdbError("the kernel has stopped before that call")
        finally:
            first.delete()
        Follow(primitives, name).run()


class Follow:
    """The calls that are made in a call that has just begun."""

    def __init__(self, primitives, name):
        self.begins = {}  # by addresses
        self.breakpoints = {}
        for p in primitives.values():
            address = int(p["function"].cast(gdb.lookup_type("unsigned int")))
            if address:
                self.begins[address] = p
                self.stop_at(address)
        # GDB has stopped behind the first instructions of the function.
        above = int(gdb.selected_frame().older().read_register("esp")) & 0xffffffff
        self.first = Call(primitives[name], above - 4)
        self.open = [self.first]  # calls that have not returned
        self.stop_at(self.first.back)

    def stop_at(self, address):
        if address not in self.breakpoints:
            self.breakpoints[address] = gdb.Breakpoint("*%u" % address, internal=True)
            self.breakpoints[address].silent = True

    def listen(self, names, on):
        for address, primitive in self.begins.items():
            if primitive["name"].string() in names:
                self.breakpoints[address].enabled = on

    def enter(self, call):
        caller = self.open[-1]
        if (caller.name, caller.stack) == (call.name, call.stack):
            return  # GDB may stop twice at its first instruction
        same = [c for c in caller.calls if c.name == call.name]
        if len(same) < 2:
            caller.calls.append(call)
            self.open.append(call)
            self.stop_at(call.back)
            return
        same[-1].repeats = True
        self.listen(same[0].names(), False)
        caller.asleep |= same[0].names()

    def leave(self, address):
        """Which call returns here, its place on the stack tells."""
        for call in self.open:
            if call.back == address and register("esp") == call.stack + 4:
                call.result = register("eax")
                self.open.remove(call)
                self.listen(call.asleep, True)
                return

    def run(self):
        try:
            while self.first in self.open:
                gdb.execute("continue", to_string=True)
                address = register("eip")
                if address not in self.breakpoints:
                    print("the kernel has stopped elsewhere")
                    break
                self.leave(address)
                if address in self.begins and self.first in self.open:
                    self.enter(Call(self.begins[address], register("esp")))
        finally:
            for b in self.breakpoints.values():
                b.delete()
            self.first.show(0)


gdb.execute("set confirm off")
gdb.execute("set pagination off")
gdb.execute("set breakpoint always-inserted on")  # hundreds of them at each stop take long
gdb.execute("set disassembly-flavor att")
Connect()
Calls()
for command in ("run", "start", "starti"):
    Run(command)
