# Strata's GDB commands.  `make gdb` needs none of this; plain `gdb` in the tree reads it.
source tools/gdb/strata.py
