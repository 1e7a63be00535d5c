"""calls.py: calls of primitives, as they happen."""
import gdb

from parts.kernel import (Command, address_of, fail, number_text, primitives, register, word)


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

    def text(self, depth):
        numbers = ", ".join(number_text(a) for a in self.arguments)
        return "%-10s %s%s(%s)" % (self.layer, "  " * depth, self.name, numbers)

    def begin(self, depth):
        print(self.text(depth))

    def show(self, depth):
        text = self.text(depth)
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


class Calls(Command):
    """calls FUNCTION [if CONDITION]: let the kernel run until the primitive FUNCTION is called
(where the condition holds, as of a breakpoint), and show all calls of primitives until it returns,
with their layers.  Calls that are made for the third time are not shown, nor what they call, until
their caller returns.  Other threads may run meanwhile: then what they call is shown as well."""

    kind = gdb.COMMAND_RUNNING

    def words(self):
        return list(primitives())

    def invoke(self, argument, from_tty):
        self.dont_repeat()
        name, _, condition = argument.partition(" if ")
        name = name.strip()
        if name not in primitives():
            fail(self.usage() + ": the function is a primitive")
        first = gdb.Breakpoint(name, internal=True)
        first.silent = True
        if condition:
            first.condition = condition
        try:
            gdb.execute("continue", to_string=True)
            if not first.hit_count:
                fail("the kernel has stopped before that call")
        finally:
            first.delete()
        Follow(name).run()


class Watch:
    """Breakpoints where primitives begin, and where calls of them return."""

    def __init__(self, watched):
        self.begins = {}  # by addresses
        self.breakpoints = {}
        self.open = []  # calls that have not returned
        for p in watched:
            address = address_of(p)
            if address:
                self.begins[address] = p
                self.stop_at(address)

    def stop_at(self, address):
        if address not in self.breakpoints:
            self.breakpoints[address] = gdb.Breakpoint("*%u" % address, internal=True)
            self.breakpoints[address].silent = True

    def returned(self):
        """The call that returns here: its place on the stack tells."""
        for call in self.open:
            if call.back == register("eip") and register("esp") == call.stack + 4:
                call.result = register("eax")
                self.open.remove(call)
                return call
        return None

    def close(self):
        for b in self.breakpoints.values():
            b.delete()


class Follow(Watch):
    """The calls that are made in a call that has just begun."""

    def __init__(self, name):
        super().__init__(primitives().values())
        # GDB has stopped behind the first instructions of the function.
        above = int(gdb.selected_frame().older().read_register("esp")) & 0xffffffff
        self.first = Call(primitives()[name], above - 4)
        self.open.append(self.first)
        self.stop_at(self.first.back)

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

    def leave(self):
        call = self.returned()
        if call is not None:
            self.listen(call.asleep, True)

    def run(self):
        try:
            while self.first in self.open:
                gdb.execute("continue", to_string=True)
                address = register("eip")
                if address not in self.breakpoints:
                    print("the kernel has stopped elsewhere")
                    break
                self.leave()
                if address in self.begins and self.first in self.open:
                    self.enter(Call(self.begins[address], register("esp")))
        finally:
            self.close()
            self.first.show(0)


class Trace(Watch):
    """Calls and results as they happen, until the kernel stops for another reason."""

    def run(self):
        last = None
        try:
            while True:
                gdb.execute("continue", to_string=True)
                address = register("eip")
                if address not in self.breakpoints:
                    break
                call = self.returned()
                if call is not None:
                    call.show(len(self.open))
                if address in self.begins and (address, register("esp")) != last:
                    call = Call(self.begins[address], register("esp"))
                    call.begin(len(self.open))
                    self.open.append(call)
                    self.stop_at(call.back)
                last = (address, register("esp"))
        except gdb.error as e:  # the kernel has ended
            print(e)
        finally:
            self.close()
        if gdb.selected_inferior().pid:
            gdb.execute("frame")


Calls("calls")
