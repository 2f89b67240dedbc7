// What a raw form says beyond its own terms: what it can be in a date, and of which language it is.
#pragma once

#include <string_view>

#include "analysis/evidence.hpp"
#include "analysis/written_dates.hpp"

namespace searchlib::analysis {

struct Clue {
    DateClass date = 0;
    Evidence evidence = 0;
};

class Clues {
public:
    Clues(DateClasses dates, EvidenceOfForms evidence) : dates_(std::move(dates)), evidence_(std::move(evidence)) {}

    [[nodiscard]] Clue of(std::string_view raw) const { return {dates_.of(raw), evidence_.of(raw)}; }

private:
    DateClasses dates_;
    EvidenceOfForms evidence_;
};

} // namespace searchlib::analysis
