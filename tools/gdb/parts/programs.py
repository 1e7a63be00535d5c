"""programs.py: the symbols of the program that runs, and of the guest."""
import contextlib
import os

import gdb

from parts.kernel import Command, fail, known, when_stopped
from parts.threads import program_of, running

BUILT = os.path.abspath("build/user/objects")
loaded = {"program": None, "guest": None}


def built_programs():
    return sorted(f[:-len(".elf")] for f in os.listdir(BUILT) if f.endswith(".elf")) \
        if os.path.isdir(BUILT) else []


def load(kind, path):
    """In the place of another one, whose addresses may be the same."""
    if loaded[kind] == path:
        return
    if loaded[kind]:
        gdb.execute("remove-symbol-file " + loaded[kind], to_string=True)
    loaded[kind] = None
    if path and os.path.exists(path):
        gdb.execute("add-symbol-file " + path, to_string=True)
        loaded[kind] = path


def load_running():
    """Programs lie at the same addresses, each in its own map."""
    if gdb.lookup_global_symbol("PUCtx_pool") is None:
        return
    try:
        load_of(running())
    except (gdb.error, gdb.GdbError):  # nothing is loaded yet, or not what is looked for
        return


def load_of(thread):
    name = program_of(thread)
    if name in built_programs():
        load("program", "%s/%s.elf" % (BUILT, name))


@contextlib.contextmanager
def symbols_of(thread):
    """Meanwhile those of the program of that thread."""
    before = loaded["program"]
    load_of(thread)
    try:
        yield
    finally:
        load("program", before)


class Program(Command):
    """program [NAME]: read the symbols of that program, so that `break` knows its
functions before it is started; without NAME, of the one that runs, as GDB does where it stops."""
    kind = gdb.COMMAND_FILES

    def words(self):
        return built_programs()

    def run(self, words):
        known()
        if not words:
            load_running()
            print(os.path.basename(loaded["program"] or "no program that is known runs"))
            return
        if words[0] not in built_programs():
            fail("%s; there is: %s" % (self.usage(), " ".join(built_programs()) or
                                       "none, make qemu-gdb builds them"))
        load("program", "%s/%s.elf" % (BUILT, words[0]))


Program("program")
when_stopped(load_running)
