#include "search/term_list.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

TermList::TermList(storage::PostingList list, Weight weight, storage::Bytes lengths, double slack)
    : list_(list), weight_(weight), lengths_(lengths.empty() ? nullptr : lengths.data()),
      // Without saturation there is no limit to the slack, and a weight of zero times that is no number.
      bound_scale_(weight.idf > 0.0 ? weight.idf * kGrid * slack / storage::kBoundUnit : 0.0),
      most_(weight.idf * kGrid) {
    if (scores()) {
        table_.idf = weight.idf;
        table_.norms = weight.norms->values.data();
        if (list_.single()) {
            only_score_ = weight.contribution(list_.block(0).only_frequency, lengths_[list_.last_document(0)]);
        }
    }
}

std::uint32_t TermList::block_with(std::uint32_t target) const {
    return list_.block_with(target, open_ != kNone && target >= begin_of(open_) ? open_ : 0);
}

Score TermList::bound(std::uint32_t block) const { return greatest(block, block + 1); }

Score TermList::greatest(std::uint32_t begin, std::uint32_t end) const {
    if (!scores() || begin >= end) {
        return 0;
    }
    if (list_.single()) {
        return only_score_;
    }
    const std::uint16_t stored = kernels::active().greatest(list_.bounds() + std::size_t{begin} * 2, end - begin);
    // One unit more, as floating point may break the order of equals by one rounding.
    return static_cast<Score>(std::min(stored * bound_scale_, most_)) + 2;
}

Score TermList::greatest_between(std::uint32_t begin, std::uint32_t end) const {
    const std::uint32_t first = block_with(begin);
    if (first == block_count() || begin_of(first) >= end) {
        return 0;
    }
    const std::uint32_t last = std::min(list_.block_with(end - 1, first), block_count() - 1);
    return greatest(first, last + 1);
}

std::uint32_t TermList::stored_bound(Score score) const {
    // Units that make up for roundings: those of `greatest`, and one for the rounding here.
    const double least = static_cast<double>(score) - 3.0;
    if (least > most_) {
        return std::uint32_t{UINT16_MAX} + 1;
    }
    const double stored = std::floor(least / bound_scale_);
    return stored > 0.0 ? static_cast<std::uint32_t>(std::min(stored, storage::kBoundUnit + 1.0)) : 0;
}

std::uint32_t TermList::find_at_least(std::uint32_t stored, std::uint32_t from) const {
    if (stored > UINT16_MAX) {
        return block_count();
    }
    if (list_.single() || stored == 0) {
        return from;
    }
    return from + kernels::active().find_at_least(list_.bounds() + std::size_t{from} * 2, block_count() - from,
                                                  static_cast<std::uint16_t>(stored));
}

std::uint16_t TermList::stored_bound_of(std::uint32_t block) const {
    return list_.single() ? UINT16_MAX : storage::load<std::uint16_t>(list_.bounds() + std::size_t{block} * 2);
}

void TermList::expect(std::uint64_t count) {
    // A row costs as much as scoring some hundred documents one by one.
    constexpr std::uint64_t kWorthIt = 4096;
    if (scores() && !rows_ && count >= kWorthIt) {
        rows_ = std::make_unique_for_overwrite<std::uint32_t[]>( // NOLINT(*-avoid-c-arrays)
            std::size_t{kernels::ScoreTable::kRows} * kernels::ScoreTable::kCodes);
        table_.rows = rows_.get();
    }
}

const kernels::PostingBlock& TermList::open(std::uint32_t block) {
    if (block != open_) {
        block_ = list_.block(block);
        open_ = block;
        documents_known_ = false;
        frequencies_known_ = false;
        positions_known_ = false;
    }
    return block_;
}

const std::uint32_t* TermList::documents() {
    if (!documents_known_) {
        storage::PostingList::documents(block_, documents_.data());
        std::fill(documents_.begin() + block_.count, documents_.end(), UINT32_MAX);
        documents_known_ = true;
    }
    return documents_.data();
}

const std::uint32_t* TermList::frequencies() {
    if (!frequencies_known_) {
        storage::PostingList::frequencies(block_, frequencies_.data());
        frequencies_known_ = true;
        if (table_.rows != nullptr) {
            fill_rows();
        }
    }
    return frequencies_.data();
}

/// Fills the rows that the frequencies of the open block may need.
void TermList::fill_rows() {
    const std::uint32_t most =
        std::min(kernels::ScoreTable::kRows, std::uint32_t{1} << std::min<unsigned>(block_.frequency_bits(), 8U));
    for (std::uint32_t frequency = 1; frequency <= most; ++frequency) {
        if ((table_.filled >> (frequency - 1) & 1U) == 0) {
            kernels::active().fill_row(table_, frequency);
        }
    }
}

/// Documents and frequencies of the open block from `begin` to before `end`; frequencies only of what scores.
kernels::DecodedBlock TermList::decoded_between(std::uint32_t begin, std::uint32_t end) {
    kernels::DecodedBlock decoded = documents_between(begin, end);
    if (scores()) {
        decoded.frequencies = frequencies() + (decoded.documents - documents());
    }
    return decoded;
}

/// The same without frequencies.
kernels::DecodedBlock TermList::documents_between(std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t* all = documents();
    std::uint32_t first = 0;
    std::uint32_t last = block_.count;
    if (block_.base < begin) {
        first = static_cast<std::uint32_t>(std::lower_bound(all, all + last, begin) - all);
    }
    if (block_.end > end) {
        last = static_cast<std::uint32_t>(std::lower_bound(all + first, all + last, end) - all);
    }
    return {all + first, nullptr, last - first};
}

std::uint32_t TermList::read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, Candidates to) {
    open(block);
    const kernels::DecodedBlock decoded = decoded_between(begin, end);
    std::copy_n(decoded.documents, decoded.count, to.documents);
    if (scores()) {
        kernels::active().score(decoded, table_, lengths_, to.scores);
    } else {
        std::fill_n(to.scores, decoded.count, kernels::kMark);
    }
    return decoded.count;
}

void TermList::accumulate(std::uint32_t begin, std::uint32_t end, std::uint32_t base, Marked* window) {
    for (std::uint32_t block = block_with(begin); block < block_count() && begin_of(block) < end; ++block) {
        open(block);
        kernels::active().accumulate(decoded_between(begin, end), table_, lengths_, base, window);
    }
}

std::uint32_t TermList::complete(Candidates candidates, Marked needed, bool required) {
    return complete(candidates, {&table_, lengths_, needed, required, kernels::Combine::sum});
}

std::uint32_t TermList::limit(Candidates candidates, Marked needed) {
    return complete(candidates, {&table_, lengths_, needed, true, kernels::Combine::least});
}

std::optional<std::uint32_t> TermList::find(std::uint32_t document) {
    const std::uint32_t block = block_with(document);
    if (block == block_count()) {
        return std::nullopt;
    }
    open(block);
    const std::uint32_t at = kernels::active().place(block_, block_.bitmap ? nullptr : documents(), document);
    if (at == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its block should have");
    }
    return at < block_.count ? std::optional(at) : std::nullopt;
}

std::span<const std::uint32_t> TermList::positions(std::uint32_t at) {
    const std::uint32_t* all = frequencies();
    if (!positions_known_) {
        starts_.resize(storage::kBlockSize + 1);
        std::partial_sum(all, all + block_.count, starts_.begin() + 1);
        run_ = list_.positions(open_, starts_[block_.count]);
        positions_known_ = true;
    }
    if (all[at] > storage::kMaxPositions) {
        throw storage::Corrupt("a field has too many positions");
    }
    positions_.resize(std::max<std::size_t>(positions_.size(), all[at]));
    run_.read(starts_[at], all[at], positions_.data());
    return {positions_.data(), all[at]};
}

std::uint32_t TermList::complete(Candidates candidates, const kernels::Completion& completion) {
    const bool required = completion.required;
    std::uint32_t kept = 0;
    std::uint32_t block = candidates.count > 0 ? block_with(candidates.documents[0]) : 0;
    for (std::uint32_t at = 0; at < candidates.count;) {
        std::uint32_t end = candidates.count;
        std::uint32_t next = block;
        if (block < block_count()) {
            const std::uint32_t last = last_document(block);
            for (end = at + 1; end < candidates.count && candidates.documents[end] <= last;) {
                ++end;
            }
            if (end < candidates.count) {
                next = list_.block_with(candidates.documents[end], block + 1);
                if (next < block_count()) {
                    list_.prefetch(next);
                }
            }
        } else if (required) {
            break;
        }
        const Candidates here{candidates.documents + at, candidates.scores + at, end - at};
        kept += complete_in(block, here, completion, {candidates.documents + kept, candidates.scores + kept, 0});
        at = end;
        block = next;
    }
    return kept;
}

/// Completes candidates that lie before the end of a block, and behind the block before.
std::uint32_t TermList::complete_in(std::uint32_t block, Candidates candidates, const kernels::Completion& completion,
                                    Candidates to) {
    if (block < block_count() && candidates.documents[candidates.count - 1] >= begin_of(block)) {
        // What not even the best of the block helps is not looked up.
        const auto needed = static_cast<Score>(completion.needed);
        if (completion.combine == kernels::Combine::least) {
            if (kernels::kMark + bound(block) < needed) {
                return 0;
            }
        } else if (completion.expected == 0 && needed - bound(block) > kernels::kMark) {
            candidates.count = kernels::active().keep(candidates, static_cast<Marked>(needed - bound(block)));
            if (candidates.count == 0) {
                return 0;
            }
        }
        open(block);
        if (!block_.bitmap) {
            return kernels::active().complete_decoded(block_, documents(), candidates, completion, to);
        }
        const std::uint32_t kept = kernels::active().complete_bitmap(block_, candidates, completion, to);
        if (kept == kernels::kDamaged) {
            throw storage::Corrupt("a bitmap has not the documents that its block should have");
        }
        return kept;
    }
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < candidates.count && !completion.required; ++i) {
        to.documents[kept] = candidates.documents[i];
        to.scores[kept] = candidates.scores[i];
        kept += candidates.scores[i] >= completion.needed ? 1 : 0;
    }
    return kept;
}

/// How many documents of a dense list stand before one.
std::uint32_t TermList::count_before(std::uint32_t document) {
    if (before_ >= block_count() || begin_of(before_) > document) {
        before_ = 0;
    }
    before_ = list_.block_with(document, before_);
    const std::uint32_t before = before_ * storage::kBlockSize;
    if (before_ == block_count()) {
        return cost();
    }
    const std::uint32_t begin = begin_of(before_);
    return before + (begin < document ? kernels::active().count_between(list_.bits(), begin, document) : 0);
}

ListWindow TermList::window(std::uint32_t base, std::uint64_t* room) {
    const std::uint64_t whole = storage::bitmap_bytes(list_.documents());
    const std::uint64_t from = base / 8;
    constexpr std::uint64_t kBytes = kernels::kWindow / 8;
    if (list_.bits() != nullptr && from + kBytes <= whole) {
        return {list_.bits() + from, base};
    }
    std::fill_n(room, kernels::kWindowWords, 0);
    if (list_.bits() != nullptr) {
        std::memcpy(room, list_.bits() + from, static_cast<std::size_t>(whole - from));
    } else {
        mark(base, base + kernels::kWindow, base, room);
    }
    return {reinterpret_cast<const std::uint8_t*>(room), base};
}

std::uint32_t TermList::replace(Candidates candidates, const ListWindow& window, Score expected, Marked needed) {
    const kernels::Completion completion{
        &table_, lengths_, needed, false, kernels::Combine::sum, static_cast<Marked>(expected)};
    if (list_.bits() == nullptr) {
        return complete(candidates, completion);
    }
    const std::uint32_t kept = kernels::active().complete_dense(list_.dense(), window.bits, window.base,
                                                                count_before(window.base), candidates, completion);
    if (kept == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its list should have");
    }
    return kept;
}

void TermList::mark(std::uint32_t begin, std::uint32_t end, std::uint32_t base, std::uint64_t* bits) {
    for (std::uint32_t block = block_with(begin); block < block_count() && begin_of(block) < end; ++block) {
        if (open(block).bitmap) {
            kernels::active().mark_bitmap(block_, begin, end, base, bits);
            continue;
        }
        const kernels::DecodedBlock decoded = documents_between(begin, end);
        kernels::active().mark_documents(decoded.documents, decoded.count, base, bits);
    }
}

std::uint64_t TermList::count_common(const std::uint32_t* documents, std::uint32_t count) {
    std::uint64_t found = 0;
    for (std::uint32_t at = 0; at < count;) {
        const std::uint32_t block = block_with(documents[at]);
        if (block == block_count()) {
            break;
        }
        const std::uint32_t last = last_document(block);
        const std::uint32_t begin = begin_of(block);
        while (at < count && documents[at] < begin) {
            ++at;
        }
        const std::uint32_t from = at;
        while (at < count && documents[at] <= last) {
            ++at;
        }
        if (at == from) {
            continue;
        }
        if (open(block).bitmap) {
            found += kernels::active().count_in_bitmap(block_, documents + from, at - from);
        } else {
            found += kernels::active().count_in_decoded(this->documents(), documents + from, at - from);
        }
    }
    return found;
}

} // namespace searchlib::search
