#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "search/term_list.hpp"

namespace searchlib::search {

/// Counts how often several terms stand at given distances from each other in a document.
class PhraseMatcher {
public:
    struct Part {
        /// Scores with the weight of the whole phrase, so that its bounds are bounds of the phrase's.
        std::unique_ptr<TermList> list;
        std::uint32_t position;
    };

    explicit PhraseMatcher(std::vector<Part> parts);

    /// Rarest first.
    [[nodiscard]] std::vector<Part>& parts() { return parts_; }

    /// How often the phrase stands in a document.
    std::uint32_t count(std::uint32_t document);

private:
    void keep_common(std::span<const std::uint32_t> positions, std::uint32_t place);

    std::vector<Part> parts_;
    std::vector<std::uint32_t> starts_;
};

} // namespace searchlib::search
