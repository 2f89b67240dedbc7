#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kernels/errors.hpp"
#include "kernels/levels.hpp"

namespace searchlib::kernels {
namespace {

constexpr std::size_t kMost = 4;

struct Runnable {
    std::array<const Kernels*, kMost> levels{};
    std::size_t count = 0;

    Runnable() {
        levels[count++] = &baseline::kKernels;
#ifdef SEARCHLIB_X86_LEVELS
        __builtin_cpu_init();
        if (__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("sse4.2")) {
            levels[count++] = &v2::kKernels;
        }
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
            __builtin_cpu_supports("fma")) {
            levels[count++] = &v3::kKernels;
        }
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512vl")) {
            levels[count++] = &v4::kKernels;
        }
#endif
    }
};

const Runnable& all() {
    static const Runnable runnable;
    return runnable;
}

const Kernels& by_name(std::string_view level) {
    std::string names;
    for (const Kernels* kernels : runnable()) {
        if (kernels->level == level) {
            return *kernels;
        }
        names += (names.empty() ? "" : ", ") + std::string(kernels->level);
    }
    throw UnknownLevel("this processor cannot run instructions \"" + std::string(level) + "\", only " + names);
}

/// What SEARCHLIB_INSTRUCTIONS names; the best if it is not set, or empty.
const Kernels* chosen() {
    const char* wanted = std::getenv("SEARCHLIB_INSTRUCTIONS"); // NOLINT(concurrency-mt-unsafe): at the first use
    if (wanted == nullptr || *wanted == '\0') {
        return runnable().back();
    }
    try {
        return &by_name(wanted);
    } catch (const UnknownLevel& error) {
        throw UnknownLevel("SEARCHLIB_INSTRUCTIONS: " + std::string(error.what()));
    }
}

const Kernels*& current() {
    static const Kernels* kernels = chosen();
    return kernels;
}

} // namespace

std::span<const Kernels* const> runnable() { return std::span(all().levels).first(all().count); }

const Kernels& active() { return *current(); }

void use(std::string_view level) { current() = &by_name(level); }

} // namespace searchlib::kernels
