// What a raw form says beyond its own terms: what it can be in a date, and of which language it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/evidence.hpp"
#include "analysis/word_shapes.hpp"
#include "analysis/written_dates.hpp"

namespace searchlib::analysis {

struct Clue {
    enum Says : std::uint8_t { nothing = 0, month = 1, english = 2 };

    DateClass date = 0;
    Evidence evidence = 0;
    /// What a text is looked at for where one of its forms says so.
    std::uint8_t says = nothing;
};

class Clues {
public:
    Clues(DateClasses dates, EvidenceOfForms evidence) : dates_(std::move(dates)), evidence_(std::move(evidence)) {
        dates_.add_shapes(shapes_);
        evidence_.add_shapes(shapes_);
    }

    [[nodiscard]] Clue of(std::string_view raw) const {
        if (!shapes_.may_hold(raw)) {
            return {};
        }
        Clue clue{dates_.of(raw), evidence_.of(raw)};
        clue.says = static_cast<std::uint8_t>((DateClasses::is_month(clue.date) ? Clue::month : Clue::nothing) |
                                              (clue.evidence >= kFirstEnglish ? Clue::english : Clue::nothing));
        return clue;
    }

private:
    DateClasses dates_;
    EvidenceOfForms evidence_;
    WordShapes shapes_;
};

} // namespace searchlib::analysis
