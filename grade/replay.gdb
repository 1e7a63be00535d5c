# replay.gdb: how GDB looks at the kernel for make replay.
set confirm off
set pagination off
set architecture i386
set disassemble-next-line on
maintenance set target-async off
define hook-quit
python parts.back.stop()
end
