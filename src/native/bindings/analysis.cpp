#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/split.hpp"
#include "bindings/bindings.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

std::uint32_t characters(std::string_view utf8) {
    std::uint32_t count = 0;
    for (const char byte : utf8) {
        count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

/// Raw forms with offsets in characters, as Python counts them.
std::vector<std::pair<std::uint32_t, std::uint32_t>> split(std::string_view text) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> forms;
    std::uint32_t byte = 0;
    std::uint32_t character = 0;
    const auto character_at = [&](std::uint32_t offset) {
        character += characters(text.substr(byte, offset - byte));
        byte = offset;
        return character;
    };
    analysis::split(text, [&](std::uint32_t begin, std::uint32_t end) {
        const std::uint32_t first = character_at(begin);
        forms.emplace_back(first, character_at(end));
    });
    return forms;
}

} // namespace

void bind_analysis(nb::module_& module) {
    module.def(
        "split", [](const nb::bytes& text) { return split({text.c_str(), text.size()}); }, nb::arg("text"),
        "Raw forms of UTF-8 text: the start and end of each, in characters.");
}

} // namespace searchlib::bindings
