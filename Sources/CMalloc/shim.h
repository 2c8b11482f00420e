#include <stddef.h>

// As malloc.h of glibc declares it. That header is not included: with all that it brings along, modules of Foundation's and
// of libxml2's ICU meet in one build, which the compiler refuses.
int malloc_trim(size_t pad);
