"""run.py: to a kernel that runs, and what `run` means there."""
import glob
import os

import gdb

from parts.kernel import Command, fail


def newest_socket():
    """The socket of the QEMU that was started last, whichever stack and modules it runs."""
    return max(glob.glob("build/*/gdb.sock"), key=os.path.getmtime, default="")


def stop_at_the_end():
    """Stop where the kernel gives up, or where it leaves its specification (LOCKSTEP=1)."""
    for function in ("panic", "trap_panic", "double_fault_panic", "hang_panic",
                     "lockstep_diverged"):
        if gdb.lookup_static_symbol(function) or gdb.lookup_global_symbol(function):
            gdb.execute("break " + function, to_string=True)


class Connect(Command):
    """connect [SOCKET]: attach to the kernel that `make qemu-gdb` started."""
    kind = gdb.COMMAND_RUNNING

    def words(self):
        return glob.glob("build/*/gdb.sock")

    def run(self, words):
        socket = words[0] if words else newest_socket()
        try:
            if os.path.exists(socket):
                gdb.execute("target remote " + socket)
                stop_at_the_end()
                return
        except gdb.error:  # the socket of a QEMU that has ended
            pass
        fail("nothing to connect to: type `make qemu-gdb` in another terminal, then `connect` here")


class Run(Command):
    """: not here: the kernel is a machine that is already on, and `continue` lets it go on."""
    kind = gdb.COMMAND_RUNNING

    def __init__(self, name):
        self.__doc__ = name + Run.__doc__
        super().__init__(name)

    def run(self, words):
        fail("the machine is already on: type `continue` (or `c`) to let it run; to start again, "
             "restart `make qemu-gdb` and type `connect`")


class Strata(Command):
    """strata: these commands.  `help COMMAND` says more of one."""
    kind = gdb.COMMAND_SUPPORT

    def run(self, words):
        for command in sorted(Command.all, key=lambda c: c.name):
            says = " ".join(command.__doc__.split())
            print("%-12s %s" % (command.name, says.split(": ", 1)[1].split(".  ")[0].rstrip(".")))


Connect("connect")
for name in ("run", "start", "starti"):
    Run(name)
Strata("strata")
