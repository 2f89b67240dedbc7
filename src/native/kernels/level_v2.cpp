#ifdef SEARCHLIB_X86_LEVELS
#define SEARCHLIB_LEVEL v2
#define SEARCHLIB_LEVEL_NAME "x86-64-v2"
#include "kernels/level.inc"
#endif
