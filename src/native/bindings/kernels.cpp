#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "kernels/levels.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

std::vector<std::string> instruction_levels() {
    std::vector<std::string> names;
    for (const kernels::Kernels* level : kernels::runnable()) {
        names.emplace_back(level->level);
    }
    return names;
}

std::string instructions() { return kernels::active().level; }

void use_instructions(const std::string& level) { kernels::use(level); }

} // namespace

void bind_kernels(nb::module_& module) {
    module.def("instruction_levels", &instruction_levels,
               "The levels of instructions that this processor can run, the best last.");
    module.def("instructions", &instructions, "The level of instructions in use.");
    module.def("use_instructions", &use_instructions, nb::arg("level"),
               "Uses another level from now on; for tests, and not while queries run.");
}

} // namespace searchlib::bindings
