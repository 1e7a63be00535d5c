/* undefined.c: what the compiler calls where the debug kernel is about to do what C does not
 * define (-fsanitize=undefined).  The names and the data are the compiler's.  Each of them ends
 * the kernel, with the place in the source. */
#include "internal.h"

struct place {
	const char *file;
	u32 line, column;
};

static _Noreturn void undefined(const struct place *place, const char *what)
{
	panic("undefined behaviour: %s, at %s:%u", what, place->file, place->line);
}

/* The data of each check begin with its place; the operands follow. */
#define CHECK(name, what) \
	void __ubsan_handle_##name(const struct place *place); \
	void __ubsan_handle_##name(const struct place *place) \
	{ \
		undefined(place, what); \
	}

CHECK(add_overflow, "a sum is too large for its type")
CHECK(sub_overflow, "a difference is too large for its type")
CHECK(mul_overflow, "a product is too large for its type")
CHECK(negate_overflow, "a number has no negative")
CHECK(divrem_overflow, "a quotient is too large for its type")
CHECK(shift_out_of_bounds, "a shift by more bits than there are, or of a sign")
CHECK(out_of_bounds, "an index beyond its array")
CHECK(pointer_overflow, "a pointer wraps")
CHECK(type_mismatch_v1, "a null or unaligned pointer is used")
CHECK(load_invalid_value, "a value that its type does not have")
CHECK(builtin_unreachable, "code that is never reached is")
CHECK(missing_return, "a function ends without its result")
CHECK(vla_bound_not_positive, "an array of no length")
CHECK(nonnull_arg, "a null argument")
CHECK(nonnull_return_v1, "a null result")
CHECK(invalid_builtin, "a builtin has no such argument")
