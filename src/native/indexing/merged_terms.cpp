#include "indexing/merged_terms.hpp"

namespace searchlib::indexing {

MergedTerms::MergedTerms(const std::vector<const storage::SegmentField*>& fields) {
    sources_.reserve(fields.size());
    for (const storage::SegmentField* field : fields) {
        sources_.emplace_back(field->terms);
    }
}

bool MergedTerms::next() {
    stands_in_.clear();
    const Source* least = nullptr;
    for (const Source& source : sources_) {
        if (!source.at_end && (least == nullptr || source.terms.term() < least->terms.term())) {
            least = &source;
        }
    }
    if (least == nullptr) {
        return false;
    }
    term_ = least->terms.term();
    for (std::size_t number = 0; number < sources_.size(); ++number) {
        Source& source = sources_[number];
        if (source.is_at(term_)) {
            stands_in_.push_back({number, source.terms.entry()});
            source.at_end = !source.terms.next();
        }
    }
    return true;
}

} // namespace searchlib::indexing
