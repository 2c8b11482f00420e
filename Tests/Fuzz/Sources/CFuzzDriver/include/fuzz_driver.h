#pragma once

#include <stddef.h>
#include <stdint.h>

// libFuzzer's own entry, for programs that have a main function of their own.
// Source: LLVM, “Using libFuzzer as a library”.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one_input)(const uint8_t *data, size_t size));
