"""strata.py: Strata's commands for GDB."""
import os

import gdb

SOCKET = "build/hyp/gdb.sock"


class Connect(gdb.Command):
    """connect [SOCKET]: attach to the kernel that `make qemu-gdb` started."""

    def __init__(self):
        super().__init__("connect", gdb.COMMAND_RUNNING, gdb.COMPLETE_FILENAME)

    def invoke(self, argument, from_tty):
        socket = argument.strip() or SOCKET
        try:
            if os.path.exists(socket):
                gdb.execute("target remote " + socket)
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


gdb.execute("set confirm off")
gdb.execute("set pagination off")
gdb.execute("set disassembly-flavor att")
Connect()
for command in ("run", "start", "starti"):
    Run(command)
