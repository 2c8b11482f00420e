#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often the calling thread has asked for memory since it started.
unsigned long allocation_count(void);

#endif
