#define SEARCHLIB_LEVEL baseline
#define SEARCHLIB_LEVEL_NAME "baseline"
#include "kernels/level.inc"
