#!/bin/sh
# run.sh: boot a kernel in Bochs, its serial console on this terminal.
#
# usage: run.sh DISK SECTOR KERNEL.elf MEGABYTES
#
# DISK is the program that writes the disk, SECTOR the boot sector.  BOCHS_MODULES and BOCHS_LINE
# are the boot modules and the command line, as DISK takes them.  Works in a directory KERNEL.bochs
# beside the kernel.  Ends when the kernel does, or with Ctrl-C.
#
# With BOCHS_DEBUG=yes the terminal is Bochs' debugger's, too, whenever the kernel stands still;
# Ctrl-C stops it.  First of all the debugger is told what the file BOCHS_COMMANDS says.
set -e

disk=$1
sector=$2
elf=$3
memory=$4
here=$(dirname "$0")
work=${elf%.elf}.bochs

need() # FILE PACKAGE
{
	ls $1 >/dev/null 2>&1 || {
		echo "$1 is missing: install the Debian package $2" >&2
		exit 2
	}
}

write_settings()
{
	cp "$here/bochsrc" "$work/bochsrc"
	cat >>"$work/bochsrc" <<-end
	megs: $memory
	ata0-master: type=disk, mode=flat, path="$work/disk"
	com1: enabled=1, mode=term, dev=$terminal
	log: $work/log
	end
}

# Bochs draws its screen on a terminal of its own, which script makes and nobody sees.
run_bochs()
{
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
	stty isig intr '^C'
	wait $bochs || true
}

# The screen is drawn nowhere: on a terminal, the debugger would be there, too.
debug_bochs()
{
	cat >>"$work/bochsrc" <<-end
	display_library: sdl2
	panic: action=report
	error: action=report
	end
	echo "What Bochs has to say of the kernel is in $work/log."
	${NM:-nm} "$elf" | awk '{ print $1, $3 }' >"$work/symbols"
	{
		echo "ldsym global \"$work/symbols\""
		cat "$BOCHS_COMMANDS"
	} >"$work/commands"
	SDL_VIDEODRIVER=dummy ${BOCHS:-bochs} -q -f "$work/bochsrc" -rc "$work/commands" \
		<"$terminal" &
	bochs=$!
	trap 'kill $bochs 2>/dev/null || :; stty "$saved" 2>/dev/null || :' EXIT
	trap : INT
	trap 'exit 1' TERM HUP
	# As above, and again whenever the debugger has had the terminal.
	while kill -0 $bochs 2>/dev/null; do
		stty isig intr '^C'
		sleep 0.2 || :
	done
}

need /usr/share/bochs/BIOS-bochs-latest bochsbios
need /usr/share/vgabios/vgabios.bin vgabios
if [ -n "${BOCHS_DEBUG:-}" ]; then
	run=debug_bochs
	need "/usr/lib/*/bochs/plugins/libbx_sdl2_gui.so" bochs-sdl
	test -r "${BOCHS_COMMANDS:=/dev/null}" || {
		echo "BOCHS_COMMANDS=$BOCHS_COMMANDS: there is no such file" >&2
		exit 2
	}
	${BOCHS:-bochs} --help 2>&1 | grep -q ' -rc ' || {
		echo "${BOCHS:-bochs} has no debugger: take Debian's" >&2
		exit 2
	}
else
	run=run_bochs
	need "/usr/lib/*/bochs/plugins/libbx_term_gui.so" bochs-term
fi

# The serial line needs a terminal.  Where there is none, start again on one that script makes.
terminal=$(tty) || exec script -q -e -c "sh $0 $*" /dev/null
saved=$(stty -g)

mkdir -p "$work"
rm -f "$work/disk.lock" "$work/log"
"$disk" "$work/disk" "$sector" "$elf" "$memory" "${BOCHS_LINE-}" "${BOCHS_MODULES-}"
write_settings
$run
if grep -q 'exception with no resolution' "$work/log"; then
	printf '\ntriple fault: the processor reset; Bochs says more in %s\n' "$work/log"
fi
