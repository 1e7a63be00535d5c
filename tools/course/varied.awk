# varied.awk: which names of kernel/term.h have other numbers in other terms, in both worlds of
# sizes.h.

# The group in which a name's number is another one's in another term; "" if it stays.
function group_of(name)
{
	return name ~ /^THREAD_[^D]/ ? "state" : name ~ /^VM_(EIP|EFLAGS|CR)/ ? "register" : \
	       name ~ /^SYS_E_/ ? "error" : name ~ /^SYS_(OK|ERRORS)$/ ? "" : \
	       name ~ /^SYS_/ ? "call" : ""
}
