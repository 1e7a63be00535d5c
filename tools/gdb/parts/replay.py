"""replay.py: stopped at a call of a trace, and back from there."""
import gdb

from parts.back import Quiet, to_the_start
from parts.kernel import Command, fail, number_given, value
from parts.run import stop_at_the_end

said = {}  # what the driver wrote: which call, at which layer, where to stop; text for the screen


def read(path):
    said["text"] = []
    with open(path) as lines:
        for line in lines:
            name, _, rest = line.partition(": ")
            if name in ("layer", "stop", "call"):
                said[name] = rest.strip()
            else:
                said["text"].append(line.rstrip("\n"))


def console(path):
    """What the kernel said at its end."""
    try:
        with open(path) as text:
            return [line.rstrip() for line in text if line.startswith(("lockstep:", "panic:"))]
    except OSError:
        return []


def go(stream, console_file):
    """For make replay: let the kernel run to the call, and say what is known of it."""
    read(stream + ".says")
    stop_at_the_end()
    arrived = to_call(int(said["stop"]))
    print("\n".join(said["text"]))
    if not arrived:
        print("\n".join(console(console_file)))
        print("The kernel left its specification, or ended, before it made that call: `backtrace`")
    elif said["stop"] != said["call"]:
        print("That call is made outside of the kernel.  Call %s, which comes next, leads to it."
              % said["stop"])
    if gdb.lookup_global_symbol("lockstep_before") is not None:
        print("The abstract state %s:"
              % ("before it" if arrived else "as the specifications have it"))
        gdb.execute("abs " + said["layer"])


def to_call(number):
    """Let the kernel run until it is about to make that call."""
    stop = gdb.Breakpoint("probe_call_begins", internal=True)
    stop.condition = "probe_number == %d" % number
    try:
        with Quiet():
            gdb.execute("continue", to_string=True)
        return stop.hit_count > 0
    except gdb.error:  # the kernel has ended
        return False
    finally:
        stop.delete()


class PreviousCall(Command):
    """prev-call [N]: back to where the trace's previous call is made, or call N: only in a
recorded run, as of make replay."""
    kind = gdb.COMMAND_RUNNING

    def run(self, words):
        now = int(value("probe_number"))
        number = number_given(words, now - 1)
        if not 1 <= number:
            fail("there is no call before the first one")
        to_the_start()
        if not to_call(number):
            fail("the kernel does not make call %d: the trace has fewer, or it is "
                 "made in ring 3 or by a guest" % number)
        print("call %d comes next" % number)


PreviousCall("prev-call")
