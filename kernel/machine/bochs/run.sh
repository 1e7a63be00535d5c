#!/bin/sh
# run.sh: boot a kernel in Bochs, its serial console on this terminal.
#
# usage: run.sh KERNEL.elf MEGABYTES [MODULE]
#
# Works in a directory KERNEL.bochs beside the kernel.  Ends when the kernel does, or with Ctrl-C.
set -e

elf=$1
memory=$2
module=$3
here=$(dirname "$0")
work=${elf%.elf}.bochs
kernel_start=1048576
chunk=32768
cylinder=516096

size_of()
{
	wc -c <"$1"
}

round_up() # NUMBER UNIT
{
	echo $((($1 + $2 - 1) / $2 * $2))
}

need() # FILE PACKAGE
{
	ls $1 >/dev/null 2>&1 || {
		echo "$1 is missing: install the Debian package $2" >&2
		exit 2
	}
}

# Boot sector, kernel, module at the next page; whole chunks, whole cylinders.
make_disk()
{
	${OBJCOPY:-objcopy} -O binary --set-section-flags .bss=alloc,load,contents \
		"$elf" "$work/kernel"
	truncate -s "$(round_up "$(size_of "$work/kernel")" 4096)" "$work/kernel"
	place=$((kernel_start + $(size_of "$work/kernel")))
	length=0
	modules=0
	if [ -n "$module" ]; then
		length=$(size_of "$module")
		modules=1
	fi
	chunks=$(($(round_up $((place + length - kernel_start)) $chunk) / chunk))
	if [ $chunks -gt 448 ]; then # the boot sector's moves end at 16 MiB
		echo "$module is too large for Bochs: 10 MiB at most" >&2
		exit 2
	fi
	entry=$(${NM:-nm} "$elf" | awk '$3 == "entry" { print $1 }')
	${CC:-cc} -m32 -c -o "$work/disk.o" -DCHUNKS=$chunks -DMODULES=$modules -DMODULE=$place \
		-DMODULE_END=$((place + length)) "-DENTRY=0x$entry" "$here/disk.S"
	${LD:-ld} -m elf_i386 -Ttext=0x7c00 -e start --oformat=binary \
		-o "$work/sector" "$work/disk.o"
	cat "$work/sector" "$work/kernel" ${module:+"$module"} >"$work/disk"
	truncate -s "$(round_up $((512 + chunks * chunk)) $cylinder)" "$work/disk"
}

# Bochs draws its screen on a terminal of its own, which script makes and nobody sees.
run_bochs()
{
	cp "$here/bochsrc" "$work/bochsrc"
	cat >>"$work/bochsrc" <<-end
	megs: $memory
	ata0-master: type=disk, mode=flat, path="$work/disk"
	com1: enabled=1, mode=term, dev=$terminal
	log: $work/log
	end
	echo c >"$work/commands" # Debian's Bochs starts in its debugger
	TERM=xterm script -q -c "${BOCHS:-bochs} -q -f $work/bochsrc -rc $work/commands" \
		"$work/screen" </dev/null >/dev/null 2>&1 &
	bochs=$!
	trap 'kill $bochs 2>/dev/null || :; stty "$saved" 2>/dev/null || :' EXIT
	trap 'exit 0' INT
	trap 'exit 1' TERM HUP
	# Bochs turns Ctrl-C into a character for the kernel; turn it back.
	while kill -0 $bochs 2>/dev/null && ! stty -a | grep -q -e -isig; do
		sleep 0.1
	done
	stty isig
	wait $bochs || true
}

need /usr/share/bochs/BIOS-bochs-latest bochsbios
need /usr/share/vgabios/vgabios.bin vgabios
need "/usr/lib/*/bochs/plugins/libbx_term_gui.so" bochs-term

# The serial line needs a terminal.  Where there is none, start again on one that script makes.
terminal=$(tty) || exec script -q -e -c "sh $0 $*" /dev/null
saved=$(stty -g)

mkdir -p "$work"
rm -f "$work/disk.lock" "$work/log"
make_disk
run_bochs
if grep -q 'exception with no resolution' "$work/log"; then
	printf '\ntriple fault: the processor reset; Bochs says more in %s\n' "$work/log"
fi
