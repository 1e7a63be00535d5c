#!/bin/sh
# linux.sh: what it costs Linux to be a guest.
#
#   QEMU="qemu-system-i386 ..." LINUX=build/linux PROGRAMS="init,..." linux.sh KERNEL COUNTING OUT
#
# Boots the compressed kernel to its shell: as QEMU's own, and as a guest of KERNEL, which has these
# boot modules as programs.  QEMU's record/replay knows how many instructions that took.  Where the
# shell waits for a key there is no exact end of a boot: two runs differ by 0.1 %.
# Then once more as a guest of COUNTING, to the end, for the number of exits and of loads of CR3.
# OUT gets the figures, a name and a number a line.
set -u
kernel=$1
counting=$2
out=$3
line=$(cat "$LINUX/append")
modules="$PROGRAMS,$LINUX/vmlinuz linux,$LINUX/initrd linux.initrd,$LINUX/append linux.append"
emulator=
trap '[ -z "$emulator" ] || kill $emulator' EXIT
trap 'exit 2' HUP INT TERM

# starts STDIN QEMU-OPTION...: stops when nothing has come of it after a long time.
starts()
{
	stdin=$1
	shift
	rm -f "$stdin" "$out.console"
	mkfifo "$stdin" || exit 2
	timeout 200 $QEMU -m 256M "$@" <"$stdin" >"$out.log" 2>&1 &
	emulator=$!
	exec 3>"$stdin"
}

# sees FILE TEXT: waits for it.
sees()
{
	until grep -qF -- "$2" "$1" 2>/dev/null; do
		kill -0 $emulator 2>/dev/null || {
			echo "bench: Linux did not come to its end: see $out.log" >&2
			exit 2
		}
		sleep 0.1
	done
}

ends()
{
	exec 3>&-
	wait $emulator
	emulator=
}

# instructions QEMU-OPTION...: of a boot to the shell's prompt.
instructions()
{
	starts "$out.monitor" -serial "file:$out.console" -monitor stdio \
		-icount "shift=0,sleep=on,rr=record,rrfile=/dev/null" "$@"
	sees "$out.console" '/ # '
	echo 'info replay' >&3
	sees "$out.log" 'instruction count'
	echo quit >&3
	ends
	count=$(sed -n 's/.*instruction count = *\([0-9]*\).*/\1/p' "$out.log")
}

instructions -kernel "$LINUX/vmlinuz" -initrd "$LINUX/initrd" -append "$line"
plain=$count
instructions -kernel "$kernel" -initrd "$modules" -append vmm
guest=$count

starts "$out.keys" -serial stdio -monitor none -kernel "$counting" -initrd "$modules" \
	-append vmm
sees "$out.log" '/ # '
printf 'reboot -f\r' >&3
sees "$out.log" 'vmm: the guest resets the machine'
sees "$out.log" '$ '
printf 'exit\r' >&3
sees "$out.log" 'strata> '
printf 'quit\r' >&3
ends

awk -v plain="$plain" -v guest="$guest" 'BEGIN {
	printf "linux-plain %.0f\nlinux-guest %.0f\n", plain / 1000000, guest / 1000000
	printf "linux-ratio %.0f\n", guest * 1000 / plain }' >"$out"
tr -d '\r' <"$out.log" | sed -n 's/^vmm: \([0-9]*\) exits.*/linux-exits \1/p
	s/^bench \(linux-cr3 [0-9]*\)$/\1/p' >>"$out"
