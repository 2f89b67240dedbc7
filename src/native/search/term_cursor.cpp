#include "search/term_cursor.hpp"

#include <algorithm>

namespace searchlib::search {

TermCursor::TermCursor(storage::PostingList list, Weight weight, storage::Bytes lengths)
    : list_(list), weight_(weight), table_(list.document_frequency()), lengths_(lengths) {
    enter(0);
}

void TermCursor::enter(std::uint32_t block) {
    block_ = block;
    list_.documents(block, documents_.data());
    count_ = list_.block_size(block);
    at_ = 0;
    document_ = documents_[0];
    frequencies_known_ = false;
    frequencies_asked_ = 0;
    starts_known_ = false;
}

std::uint32_t TermCursor::next_block() {
    if (document_ != kEnd && block_ + 1 < list_.block_count()) {
        enter(block_ + 1);
    } else {
        at_ = count_;
        document_ = kEnd;
    }
    return document_;
}

/// The first block from `from` on whose last document is not before `target`, by doubling steps and
/// then bisection; block_count() if there is none.
std::uint32_t TermCursor::block_with(std::uint32_t target, std::uint32_t from) const {
    const std::uint32_t blocks = list_.block_count();
    std::uint32_t low = from;
    std::uint32_t high = from;
    for (std::uint32_t step = 1; high < blocks && list_.last_document(high) < target; step *= 2) {
        low = high + 1;
        high = std::min(blocks, high + step);
    }
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (list_.last_document(middle) < target) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// Enters the block that holds the first document not before `target`, which lies behind the current block.
bool TermCursor::enter_block_with(std::uint32_t target) {
    const std::uint32_t block = block_with(target, block_ + 1);
    if (block >= list_.block_count()) {
        at_ = count_;
        document_ = kEnd;
        return false;
    }
    enter(block);
    if (documents_[count_ - 1] < target) {
        throw storage::Corrupt("the skip entries of a posting list disagree with its blocks");
    }
    return true;
}

void TermCursor::know_frequencies() {
    if (!frequencies_known_) {
        list_.frequencies(block_, frequencies_.data());
        frequencies_known_ = true;
    }
}

std::uint32_t TermCursor::frequency() {
    // Decoding all frequencies of a block costs about as much as reading a few of them one by one.
    constexpr std::uint32_t kFew = 4;
    if (!frequencies_known_ && ++frequencies_asked_ <= kFew) {
        return list_.frequency(block_, at_);
    }
    know_frequencies();
    return frequencies_[at_];
}

void TermCursor::accumulate(std::uint32_t begin, std::uint32_t end, Score* scores, std::uint64_t* matched) {
    while (document_ < end) {
        know_frequencies();
        const std::uint32_t stop = stop_before(end);
        for (std::uint32_t i = at_; i < stop; ++i) {
            const std::uint32_t doc = documents_[i];
            const std::uint32_t at = doc - begin;
            scores[at] += table_.contribution(weight_, frequencies_[i], lengths_[doc]);
            matched[at / 64] |= std::uint64_t{1} << (at % 64);
        }
        leave_at(stop);
    }
}

const std::vector<std::uint32_t>& TermCursor::positions() {
    know_frequencies();
    const std::uint32_t count = frequencies_[at_];
    if (!starts_known_) {
        std::uint64_t start = 0;
        for (std::uint32_t i = 0; i < count_; ++i) {
            starts_[i] = start;
            start += frequencies_[i];
        }
        starts_known_ = true;
    }
    list_.positions(block_, starts_[at_], count, positions_);
    return positions_;
}

/// The place in the block of its first document not before `end`.
std::uint32_t TermCursor::stop_before(std::uint32_t end) const {
    if (documents_[count_ - 1] < end) {
        return count_;
    }
    const auto* found = std::lower_bound(documents_.data() + at_, documents_.data() + count_, end);
    return static_cast<std::uint32_t>(found - documents_.data());
}

void TermCursor::leave_at(std::uint32_t stop) {
    if (stop == count_) {
        next_block();
    } else {
        at_ = stop;
        document_ = documents_[stop];
    }
}

void TermCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    while (document_ < end) {
        const std::uint32_t stop = stop_before(end);
        for (std::uint32_t i = at_; i < stop; ++i) {
            const std::uint32_t at = documents_[i] - begin;
            bits[at / 64] |= std::uint64_t{1} << (at % 64);
        }
        leave_at(stop);
    }
}

std::uint32_t TermCursor::score_block(std::uint32_t end, Score more, Score needed, std::uint32_t* documents,
                                      Score* scores) {
    know_frequencies();
    const std::uint32_t stop = stop_before(end);
    const std::uint32_t count = stop - at_;
    std::array<double, storage::kBlockSize> norms;     // NOLINT(*-init): only what is written is read
    std::array<std::int32_t, storage::kBlockSize> all; // NOLINT(*-init): likewise
    for (std::uint32_t i = 0; i < count; ++i) {
        norms[i] = weight_.norms->values[lengths_[documents_[at_ + i]]];
    }
    weight_.contributions(frequencies_.data() + at_, norms.data(), count, all.data());
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        documents[kept] = documents_[at_ + i];
        scores[kept] = all[i];
        kept += all[i] + more >= needed ? 1 : 0;
    }
    leave_at(stop);
    return kept;
}

Score TermCursor::score() { return scores() ? table_.contribution(weight_, frequency(), lengths_[document_]) : 0; }

Score TermCursor::greatest_of(const std::vector<storage::Impact>& impacts) const {
    Score greatest = 0;
    for (const storage::Impact& impact : impacts) {
        greatest = std::max(greatest, weight_.contribution(impact.frequency, impact.length_code));
    }
    // One unit more, as floating point may break the order of equals by one rounding.
    return greatest + 1;
}

Score TermCursor::greatest() {
    if (!scores()) {
        return 0;
    }
    list_.impacts(impacts_);
    return greatest_of(impacts_);
}

std::optional<Score> TermCursor::greatest_between(std::uint32_t begin, std::uint32_t end) {
    constexpr int kFew = 4;
    Score most = 0;
    for (int blocks = 0; blocks < kFew; ++blocks) {
        const Bound here = bound_from(stretch_bound_, begin);
        most = std::max(most, here.score);
        if (here.last >= end - 1) {
            return most;
        }
        begin = here.last + 1;
    }
    return std::nullopt;
}

Bound TermCursor::bound_from(KnownBound& known, std::uint32_t target) {
    if (known.known && target <= known.bound.last) {
        return known.bound;
    }
    known.known = true;
    known.block = block_with(target, known.block);
    if (known.block >= list_.block_count()) {
        known.bound = {0, kEnd};
    } else if (!scores()) {
        known.bound = {0, list_.last_document(list_.block_count() - 1)};
    } else {
        list_.impacts(known.block, impacts_);
        known.bound = {greatest_of(impacts_), list_.last_document(known.block)};
    }
    return known.bound;
}

} // namespace searchlib::search
