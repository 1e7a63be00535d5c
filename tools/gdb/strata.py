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


gdb.execute("set confirm off")
gdb.execute("set pagination off")
gdb.execute("set disassembly-flavor att")
Connect()
for command in ("run", "start", "starti"):
    Run(command)
