#include "search/joined_cursor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace searchlib::search {

JoinedCursor::JoinedCursor(std::vector<Field> fields, double idf) : fields_(std::move(fields)), idf_(idf) {
    for (const Field& field : fields_) {
        cost_ += field.cursor->cost();
        document_ = std::min(document_, field.cursor->document());
    }
}

std::uint32_t JoinedCursor::advance(std::uint32_t target) {
    if (document_ < target) {
        document_ = kEnd;
        for (const Field& field : fields_) {
            document_ = std::min(document_, field.cursor->advance(target));
        }
    }
    return document_;
}

Score JoinedCursor::score() {
    double sum = 0.0;
    for (const Field& field : fields_) {
        if (field.cursor->document() == document_) {
            sum += field.weight * field.cursor->frequency() / field.norms->values[field.cursor->length_code()];
        }
    }
    // Without saturation every frequency counts the same.
    const double share = std::isinf(sum) ? 1.0 : sum / (1.0 + sum);
    return static_cast<Score>(std::floor(idf_ * share * kGrid + 0.5));
}

/// What the fields add together is at most the sum of what each would alone, and that at most its weight times what
/// it would without one.
Bound JoinedCursor::bound(std::uint32_t target) {
    Bound sum{0, kEnd};
    for (const Field& field : fields_) {
        const Bound bound = field.cursor->bound(target);
        sum.score += static_cast<Score>(std::ceil(static_cast<double>(bound.score) * std::max(1.0, field.weight))) + 1;
        sum.last = std::min(sum.last, bound.last);
    }
    sum.score = std::min(sum.score, static_cast<Score>(idf_ * kGrid) + 1);
    return sum;
}

} // namespace searchlib::search
