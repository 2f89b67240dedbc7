// What is left of a stem without the sounds that change from form to form. The readable twin, which says why, is
// src/searchlib/analysis/levelling.py.
#pragma once

#include <string>

namespace searchlib::analysis {

/// Levels a stem of the letters a to z.
void level(std::string& stem);

} // namespace searchlib::analysis
