#pragma once

#include <stdexcept>

namespace searchlib::kernels {

/// A level of instructions was asked for by a name that is none, or that this processor cannot run.
class UnknownLevel : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace searchlib::kernels
