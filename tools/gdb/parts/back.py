"""back.py: back in time, in a run that QEMU has recorded (make replay).

What was recorded is the same each time.  So the way back is a new emulator, from the beginning,
forward, to a number of instructions.  QEMU can go back by itself, to a snapshot, but in version 7.2
it does not always come back from there."""
import os
import re

import gdb

from parts.kernel import Command, fail, number_given

command = {}  # that starts the emulator


def instructions():
    """How many there were from the start of this run to where it is."""
    says = gdb.execute("monitor info replay", to_string=True)
    found = re.search(r"Replaying.*instruction count = *(\d+)", says, re.S)
    if not found:
        fail("this run is not recorded: make replay TRACE=FILE CALL=N records one")
    return int(found.group(1))


class Quiet:
    """While this lasts, GDB does not say where it stops: it does, whatever it is told."""

    def __enter__(self):
        gdb.flush()
        self.output = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)

    def __exit__(self, *unused):
        gdb.flush()
        os.dup2(self.output, 1)
        os.close(self.output)


def attach(more):
    gdb.execute("target remote | exec %s -S -gdb stdio %s" % (command["emulator"], more),
                to_string=True)


def start(emulator):
    """For make replay: GDB's child is an emulator, which stands still."""
    command["emulator"] = emulator
    with Quiet():
        attach("")


def stop():
    try:
        gdb.execute("kill", to_string=True)
    except gdb.error:  # the emulator was faster to end than to say so, or it has ended before
        pass


def to_the_start():
    instructions()
    stop()
    with Quiet():
        attach("2>/dev/null")  # it would say that it was ended


class OnlyAt:
    """While this lasts, the breakpoints of the user stop nothing, and the run ends at a number of
instructions at the latest."""

    def __init__(self, end):
        self.end = end

    def __enter__(self):
        self.others = [b for b in gdb.breakpoints() if b.enabled]
        for b in self.others:
            b.enabled = False
        if self.end:
            gdb.execute("monitor replay_break %d" % self.end, to_string=True)
        return self

    def __exit__(self, *unused):
        gdb.execute("monitor replay_delete_break", to_string=True)
        for b in self.others:
            b.enabled = True

    def go(self, how="continue"):
        """Go on; returns how many instructions there were, None if the end was reached."""
        if instructions() >= self.end:
            return None
        with Quiet():
            gdb.execute(how, to_string=True)
        now = instructions()
        return now if now < self.end else None


def seek(number):
    to_the_start()
    with OnlyAt(number) as run:
        run.go()


def last_stop(end, breakpoints=(), how="continue"):
    """Where from here on these breakpoints, or steps of that kind, stop for the last time before
that number of instructions; None if they do not."""
    last = None
    with OnlyAt(end) as run:
        for b in breakpoints:
            b.enabled = True
        while True:
            now = run.go(how)
            if now is None:
                return last
            last = now


def entry_of_frame(end):
    """When the function that runs was entered."""
    frame = gdb.selected_frame()
    function = frame.function()
    if function is None or frame.older() is None:
        fail("no function of the kernel runs here: take `reverse-stepi` or `prev-call`")
    stack = int(frame.older().read_register("esp")) & 0xffffffff
    entry = gdb.Breakpoint("*%d" % int(function.value().address), internal=True)
    entry.condition = "$esp == %d" % (stack - 4)
    try:
        to_the_start()
        return last_stop(end, [entry])
    finally:
        entry.delete()


class Back(Command):
    """Goes back, and shows where it has come to."""
    kind = gdb.COMMAND_RUNNING

    def run(self, words):
        for _ in range(number_given(words, 1)):
            self.back(instructions())
        gdb.execute("frame")


class ReverseStepInstruction(Back):
    """reverse-stepi [N]: back by one instruction, or N."""

    def run(self, words):
        seek(max(instructions() - number_given(words, 1), 0))
        gdb.execute("frame")


class ReverseFinish(Back):
    """reverse-finish [N]: back to where the function that runs was called."""

    def back(self, now):
        entry = entry_of_frame(now + 1)
        if entry is None:
            seek(now)
            fail("the function that runs was not called: nothing is before it")
        seek(entry - 1)


class ReverseLine(Back):
    """By lines: from where the function was entered, forward, to the last line before this one."""

    def back(self, now):
        entry = entry_of_frame(now)
        if entry is None:  # this is its first instruction, or it was not called
            seek(max(now - 1, 0))
            return
        seek(entry)
        last = last_stop(now, how=self.how)
        seek(entry if last is None else last)


class ReverseNext(ReverseLine):
    """reverse-next [N]: back by one line, or N, of the function that runs; over what it calls."""
    how = "next"


class ReverseStep(ReverseLine):
    """reverse-step [N]: back by one line, or N; into what was called there."""
    how = "step"


class ReverseContinue(Back):
    """reverse-continue: back to where a breakpoint stopped the run last."""

    def back(self, now):
        to_the_start()
        last = last_stop(now, [b for b in gdb.breakpoints() if b.enabled])
        seek(last or 0)
        if last is None:
            print("No breakpoint is on the way: this is the beginning.")


# In the place of GDB's own, whose short names stay.
ReverseStepInstruction("reverse-stepi")
ReverseFinish("reverse-finish")
ReverseNext("reverse-next")
ReverseStep("reverse-step")
ReverseContinue("reverse-continue")
