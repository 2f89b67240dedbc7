// Having the forms of a builder analysed by the Romanian chain, and the rest of them by Python.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "analysis/romanian_chain.hpp"
#include "indexing/forms.hpp"

namespace searchlib::bindings {

/// Terms with their positions, as Python hands them over.
using Terms = std::vector<std::pair<std::string, std::uint32_t>>;
/// Terms, exact terms, and the width.
using Definition = std::tuple<Terms, Terms, std::uint32_t>;
using Definitions = std::vector<Definition>;
/// Gives the definitions of forms that are left to Python.
using Others = std::function<Definitions(const std::vector<std::string_view>&)>;

/// The first forms that are not defined.
std::vector<std::string_view> undefined_forms(const indexing::Forms& forms, std::uint32_t most);

void define_form(indexing::Forms& forms, const Definition& definition);

/// Has the first undefined forms analysed by a copy of the chain and defines them. `english` gives the terms of plain English words
/// in lower case, of those that stand in English sentences; without it they are left to Python. `others` gives the
/// definitions of all that is left.
void analyze_forms(indexing::Forms& forms, const analysis::RomanianChain& shared, std::uint32_t most, bool exact,
                   const analysis::RomanianChain::Stemmer& stemmer, const analysis::RomanianChain::Stemmer& english,
                   const Others& others);

} // namespace searchlib::bindings
