#include <stddef.h>

// prctl takes any number of arguments, which Swift cannot call.
#include <sys/prctl.h>

static inline int linux_set_dumpable(int is_dumpable) {
    return prctl(PR_SET_DUMPABLE, is_dumpable, 0, 0, 0);
}

// As malloc.h of glibc declares it. That header is not included: with all that it brings along, modules of Foundation's and
// of libxml2's ICU meet in one build, which the compiler refuses.
int malloc_trim(size_t pad);
