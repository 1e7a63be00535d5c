/* assert.h: as in C's standard library, but that no option makes it go away. */
#ifndef ASSERT_H
#define ASSERT_H

#define assert(condition) \
	((condition) ? (void)0 : assertion_failed(#condition, __FILE__, __LINE__, __func__))
#define static_assert _Static_assert

_Noreturn void assertion_failed(const char *condition, const char *file, int line,
                                const char *function);

#endif
