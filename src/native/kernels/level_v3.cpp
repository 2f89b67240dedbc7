#ifdef SEARCHLIB_X86_LEVELS
#define SEARCHLIB_LEVEL v3
#define SEARCHLIB_LEVEL_NAME "x86-64-v3"
#include "kernels/level.inc"
#endif
