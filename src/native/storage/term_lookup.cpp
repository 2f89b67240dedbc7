#include "storage/term_lookup.hpp"

namespace searchlib::storage {

void TermLookup::narrow() {
    const TermFilter* const filter = terms_->filter_for_look_ups();
    absent_ = filter != nullptr && !filter->may_have(hash_);
    if (absent_) {
        return;
    }
    among_ = terms_->narrow(prefix_of(term_));
    terms_->prefetch(among_);
}

void TermLookup::locate() {
    if (absent_) {
        return;
    }
    block_ = terms_->block_of(term_, terms_->blocks_below(prefix_of(term_), among_));
    if (block_) {
        terms_->prefetch(*block_);
    }
}

std::optional<TermEntry> TermLookup::find() const { return block_ ? terms_->find_in(*block_, term_) : std::nullopt; }

} // namespace searchlib::storage
