#pragma once

#include <span>
#include <string_view>

#include "kernels/kernels.hpp"

namespace searchlib::kernels {

// One for each level that the library was compiled for.
namespace baseline {
extern const Kernels kKernels;
}
#ifdef SEARCHLIB_X86_LEVELS
namespace v2 {
extern const Kernels kKernels;
}
namespace v3 {
extern const Kernels kKernels;
}
namespace v4 {
extern const Kernels kKernels;
}
#endif

/// Those that this processor can run, the best last.
std::span<const Kernels* const> runnable();

/// Uses the kernels of that level from now on; for tests, and not while queries run. Throws UnknownLevel.
void use(std::string_view level);

} // namespace searchlib::kernels
