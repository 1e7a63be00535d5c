"""threads.py: threads of the kernel, those that do not run, too, and their programs in ring 3."""
import gdb
from gdb.unwinder import Unwinder

from parts.kernel import (Command, constant, fail, function_at, layer_at, memory, names, number,
                          place, register, stack_slot, user_context, value, words_of)
from parts.memory import directory_of

# What a thread that does not run comes back with.
SAVED = ("ebx", "esi", "edi", "ebp", "esp", "eip")


def state_of(thread):
    tcb = value("'PTCBIntro.c'::tcb", "threads: PTCBIntro's module has no variable `tcb`: "
                "LOCKSTEP=1 and `abs PAbQueue` show the same, whatever the module")
    return int(tcb[thread]["state"])


def running():
    """The thread on whose stack the kernel is, or whose program runs."""
    slot = stack_slot(register("esp"))
    if slot is not None:
        return slot
    return int(value("'PCID.c'::current", "this kernel has no threads (PCID)"))


def saved_registers(thread):
    """Those of a context that does not run, by name."""
    pool = value("PKCtx_pool", "this kernel has no contexts (PKCtx)")
    fields = [f.name for f in pool.type.target().fields()]
    words = words_of("PKCtx_pool[%d]" % thread, len(fields))
    return dict(zip(fields, words))


def program_of(thread):
    """The name of the file that its program came from."""
    if user_context(thread) is None:
        return ""
    image = int(value("'PUCtx.c'::image")[thread])
    first = int(value("'memory.c'::first_file"))
    return value("'memory.c'::modules")[first + image]["name"].string()


class Threads(Command):
    """threads: all threads that are there: state, program, and where they go on."""

    def run(self, words):
        state_names = names("THREAD_")
        current = running()
        for thread in range(constant("NTHREADS")):
            state = state_names.get(state_of(thread), "?")
            if state == "DEAD" and thread != current:
                continue
            eip = register("eip") if thread == current else saved_registers(thread)["eip"]
            where = function_at(eip) or "0x%08x" % eip
            context = user_context(thread)
            ring3 = "" if context is None else "%s at 0x%08x" % (program_of(thread) or "program",
                                                               context["eip"])
            print("%s %2u  %-6s %-28s %s %s" % ("*" if thread == current else " ", thread, state,
                                              where, place(eip) and "(%s)" % layer_at(eip), ring3))


class Registers:
    """Meanwhile the processor has these."""

    def __init__(self, wanted):
        self.wanted = wanted

    def __enter__(self):
        gdb.newest_frame().select()
        self.kept = {name: register(name) for name in self.wanted}
        self.put(self.wanted)

    def put(self, registers):
        for name, content in registers.items():
            gdb.execute("set $%s = %u" % (name, content), to_string=True)

    def __exit__(self, *_):
        self.put(self.kept)
        gdb.execute("frame 0", to_string=True)


class ThreadBacktrace(Command):
    """thread-bt THREAD: the backtrace of a thread that does not run, as if it went on now: through
the kernel, and on in its program."""
    kind = gdb.COMMAND_STACK

    def run(self, words):
        if len(words) != 1:
            fail(self.usage())
        thread = number(words[0])
        if thread >= constant("NTHREADS"):
            fail("there are threads 0 to %u" % (constant("NTHREADS") - 1))
        if thread == running():
            gdb.execute("backtrace")
            return
        if state_of(thread) == constant("THREAD_DEAD"):
            fail("thread %u is dead: `threads` shows those that are there" % thread)
        from parts.programs import symbols_of
        registers = {n: c for n, c in saved_registers(thread).items() if n in SAVED}
        with Registers(dict(registers, cr3=directory_of(thread))):
            with symbols_of(thread):
                gdb.execute("backtrace")


# ---- from the kernel's stack to what it interrupted --------------------------------------------

class FrameId:
    """Values of GDB."""

    def __init__(self, sp, pc):
        self.sp = sp
        self.pc = pc


def word_at(address):
    return int.from_bytes(memory(address, 4), "little")


class TrapUnwinder(Unwinder):
    """What GDB cannot know: below the code of stubs.S lies what a trap interrupted, and below the
    first function on a thread's stack its program, if it has one."""

    def __init__(self):
        super().__init__("strata-traps")

    def __call__(self, pending):
        pc = int(pending.read_register("eip")) & 0xffffffff
        esp = int(pending.read_register("esp")) & 0xffffffff
        slot = stack_slot(esp) if gdb.lookup_global_symbol("primitive_table") else None
        if slot is None or not place(pc).split(":")[0].endswith(".S"):
            return None
        if function_at(pc) == "trap_common":
            return self.behind(pending, trap_frame(word_at(esp)))
        if int(pending.read_register("ebp")) == 0 and user_context(slot):
            return self.behind(pending, user_context(slot))
        return None

    def behind(self, pending, registers):
        info = pending.create_unwind_info(FrameId(pending.read_register("esp"),
                                                  pending.read_register("eip")))
        for name in ("eax", "ecx", "edx", "cs", "eflags") + SAVED:
            kind = pending.read_register(name).type
            info.add_saved_register(name, gdb.Value(registers[name].to_bytes(4, "little"), kind))
        return info


def trap_frame(address):
    """A struct trapframe by the names of its members.  From ring 0, the interrupted stack goes on
    above it."""
    frame = gdb.Value(address).cast(gdb.lookup_type("struct trapframe").pointer())
    found = {f.name: int(frame[f.name]) for f in frame.dereference().type.fields()}
    if found["cs"] & 3 == 0:
        found["esp"] = int(frame["esp"].address)
        del found["ss"]
    return found


class TrapFrame(Command):
    """trapframe [THREAD]: what the latest trap interrupted: in the kernel, where one is being
handled there; else the registers of the program of the thread that runs, or of another thread."""

    def run(self, words):
        where, found = (None, None) if words else self.in_kernel()
        if found is None:
            thread = number(words[0]) if words else running()
            if thread >= constant("NTHREADS"):
                fail("there are threads 0 to %u" % (constant("NTHREADS") - 1))
            where, found = "the program of thread %u" % thread, user_context(thread)
        if found is None:
            fail("%s has none, and no trap is handled in the kernel" % where)
        print("a trap of %s" % where)
        rest = list(found.items())
        for k in range(0, len(rest), 4):
            print("  " + "  ".join("%-6s %08x" % pair for pair in rest[k:k + 4]))
        at = function_at(found["eip"])
        print("  " + " ".join(x for x in (at and "in " + at, place(found["eip"])) if x))

    def in_kernel(self):
        frame = gdb.newest_frame()
        while frame is not None:
            if frame.name() == "trap":
                return "the kernel", trap_frame(int(frame.read_var("frame")))
            frame = frame.older()
        return None, None


Threads("threads")
ThreadBacktrace("thread-bt")
TrapFrame("trapframe")
gdb.unwinder.register_unwinder(None, TrapUnwinder(), replace=True)
