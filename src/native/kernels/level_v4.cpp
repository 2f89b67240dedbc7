#ifdef SEARCHLIB_X86_LEVELS
#define SEARCHLIB_LEVEL v4
#define SEARCHLIB_LEVEL_NAME "x86-64-v4"
#include "kernels/level.inc"
#endif
