// prctl takes any number of arguments, which Swift cannot call.
#include <sys/prctl.h>

static inline int linux_set_dumpable(int is_dumpable) {
    return prctl(PR_SET_DUMPABLE, is_dumpable, 0, 0, 0);
}
