"""strata.py: Strata's commands for GDB, part by part.  The command `strata` lists them."""
import os
import sys

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

gdb.execute("set confirm off")
gdb.execute("set pagination off")
gdb.execute("set breakpoint always-inserted on")  # hundreds of them at each stop take long
gdb.execute("set remotetimeout 60")  # an emulator that starts on a busy computer
gdb.execute("set disassembly-flavor att")

import parts.run  # noqa: E402
import parts.layers  # noqa: E402
import parts.abstract  # noqa: E402
import parts.calls  # noqa: E402
import parts.memory  # noqa: E402
import parts.threads  # noqa: E402
import parts.programs  # noqa: E402
import parts.guest  # noqa: E402
import parts.back  # noqa: E402
import parts.replay  # noqa: E402
