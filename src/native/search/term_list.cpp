#include "search/term_list.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

namespace {

/// More than what floating point may get wrong of any score that kernels can add up, in units of the grid.
constexpr double kHair = 0.001;

/// What makes up for a contribution having been rounded, half a unit up at most.
constexpr double kRounding = 0.5 + kHair;

/// A bound of 0 says that a list has no documents there. A term that every document has brings next to nothing, but its
/// boosts may bring much.
constexpr Score kLeastBound = 1;

} // namespace

TermList::TermList(storage::PostingList list, Weight weight, storage::Bytes lengths, double slack)
    : list_(list), weight_(weight), lengths_(lengths.empty() ? nullptr : lengths.data()),
      // Without saturation there is no limit to the slack, and a weight of zero times that is no number.
      bound_scale_(weight.idf > 0.0 ? weight.idf * kGrid * slack / storage::kBoundUnit : 0.0),
      most_(weight.idf * kGrid) {
    if (scores()) {
        table_.idf = weight.idf;
        table_.norms = weight.norms->values.data();
        if (list_.single()) {
            const Score own = weight.contribution(list_.block(0).only_frequency, lengths_[list_.last_document(0)]);
            only_bound_ = std::max(own, kLeastBound);
        }
    }
}

std::uint32_t TermList::block_with(std::uint32_t target) const {
    if (open_ != kNone && target >= begin_of(open_)) {
        return list_.block_with(target, open_);
    }
    return list_.block_with(target, near_ < block_count() && target >= begin_of(near_) ? near_ : 0);
}

Score TermList::bound(std::uint32_t block) const {
    if (!scores()) {
        return 0;
    }
    return list_.single() ? only_bound_ : bound_of(stored_bound_of(block));
}

Score TermList::greatest(std::uint32_t begin, std::uint32_t end) const {
    if (!scores() || begin >= end) {
        return 0;
    }
    if (list_.single()) {
        return only_bound_;
    }
    return bound_of(kernels::active().greatest(list_.bounds() + std::size_t{begin} * 2, end - begin));
}

Score TermList::bound_of(std::uint16_t stored) const {
    return std::max(static_cast<Score>(std::min(stored * bound_scale_, most_) + kRounding), kLeastBound);
}

Score TermList::greatest() const {
    if (greatest_ < 0) {
        greatest_ = greatest(0, block_count());
    }
    return greatest_;
}

std::optional<Score> TermList::greatest_near(std::uint32_t begin, std::uint32_t end, std::uint32_t blocks) const {
    // Measured on 500,000 documents, from 1 to 32 times as many: conjunctions of three take 4 to 5 % less, disjunctions of
    // ten a tenth.
    constexpr std::uint32_t kMany = 4;
    return block_count() / kMany > blocks ? std::optional(greatest()) : greatest_between(begin, end);
}

std::optional<Score> TermList::greatest_between(std::uint32_t begin, std::uint32_t end) const {
    const std::uint32_t first = block_with(begin);
    if (first == block_count() || begin_of(first) >= end) {
        return std::nullopt;
    }
    list_.prefetch(first);
    const std::uint32_t last = std::min(list_.block_with(end - 1, first), block_count() - 1);
    return greatest(first, last + 1);
}

std::uint32_t TermList::stored_bound(Score score) const {
    const double least = static_cast<double>(score) - kRounding - kHair;
    if (least > most_) {
        return std::uint32_t{UINT16_MAX} + 1;
    }
    const double stored = std::ceil(least / bound_scale_);
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

std::uint32_t TermList::stored_bound_of_best(std::uint32_t begin, std::uint32_t end, std::uint32_t count) const {
    if (end - begin <= count) {
        return 0;
    }
    return kernels::active().reached_by(list_.bounds() + std::size_t{begin} * 2, end - begin, count);
}

Score TermList::attained(std::uint32_t stored, double share) const {
    if (stored == 0) {
        return 0;
    }
    // Bounds are rounded up when they are stored. A unit less, as the contribution is rounded as well.
    const double value = (stored - 1.0) / storage::kBoundUnit * share * most_ - 1.0;
    return value > 0.0 ? static_cast<Score>(value) : 0;
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
        block_ = list_.documents_of(block);
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
        list_.open_frequencies(block_);
        storage::PostingList::frequencies(block_, frequencies_.data());
        frequencies_known_ = true;
        if (table_.rows != nullptr) {
            fill_rows();
        }
    }
    return frequencies_.data();
}

std::uint32_t TermList::frequency(std::uint32_t at) {
    list_.open_frequencies(block_);
    return block_.frequency(at);
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
    // No bisection, as nobody can foretell its steps: windows begin and end anywhere.
    if (block_.base < begin) {
        first = kernels::active().documents_before(all, begin);
    }
    if (block_.end > end) {
        last = kernels::active().documents_before(all, end);
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

std::uint32_t TermList::read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, Score needed, Candidates to) {
    open(block);
    const std::uint32_t least = least_frequency(needed);
    to.count = least <= 1 ? read(block, begin, end, to) : read_frequent(begin, end, least, to);
    return needed > 0 ? kernels::active().keep(to, marked(needed)) : to.count;
}

std::uint32_t TermList::read_documents(std::uint32_t block, std::uint32_t begin, std::uint32_t end, Candidates to) {
    open(block);
    const kernels::DecodedBlock found = documents_between(begin, end);
    std::copy_n(found.documents, found.count, to.documents);
    std::fill_n(to.scores, found.count, kernels::kMark);
    return found.count;
}

bool TermList::seldom_below(Score score) const {
    // What a word that stands once brings in a document somewhat longer than the average.
    constexpr double kUsual = 0.4;
    return scores() && static_cast<double>(score) < most_ * kUsual;
}

/// The frequency that a document needs to score so much, however short it is.
std::uint32_t TermList::least_frequency(Score needed) const {
    if (!scores() || needed <= 1) {
        return 1;
    }
    // A unit less, as contributions are rounded.
    const auto score = static_cast<double>(needed - 1);
    if (score >= most_) {
        return UINT32_MAX;
    }
    // No document is shorter than that of code 0. A little less, as this is rounded, too.
    constexpr double kLittleLess = 1.0 - 1e-9;
    const double least = std::ceil(score * weight_.norms->values[0] / (most_ - score) * kLittleLess);
    return least < UINT32_MAX ? static_cast<std::uint32_t>(least) : UINT32_MAX;
}

/// Reads of the open block what is at least so frequent: mostly a few documents, whose lengths alone are then looked at.
std::uint32_t TermList::read_frequent(std::uint32_t begin, std::uint32_t end, std::uint32_t least, Candidates to) {
    list_.open_frequencies(block_);
    if (least > std::uint64_t{1} << block_.frequency_bits() && block_.frequencies != nullptr) {
        return 0;
    }
    std::array<std::uint32_t, storage::kBlockSize> frequencies; // NOLINT(*-member-init): only what is written is read
    const std::uint32_t* all = this->frequencies();
    const std::uint32_t count = kernels::active().pick(block_, block_.bitmap ? nullptr : documents(), all, least,
                                                       to.documents, frequencies.data());
    if (count == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its block should have");
    }
    const std::span picked(to.documents, count);
    const auto first = static_cast<std::uint32_t>(std::ranges::lower_bound(picked, begin) - picked.begin());
    const auto last = static_cast<std::uint32_t>(std::ranges::lower_bound(picked, end) - picked.begin());
    kernels::active().score({to.documents + first, frequencies.data() + first, last - first}, table_, lengths_,
                            to.scores);
    std::copy(to.documents + first, to.documents + last, to.documents);
    return last - first;
}

void TermList::accumulate(std::uint32_t begin, std::uint32_t end, std::uint32_t base, Marked* window) {
    for (std::uint32_t block = block_with(begin); block < block_count() && begin_of(block) < end; ++block) {
        open(block);
        kernels::active().accumulate(decoded_between(begin, end), table_, lengths_, base, window);
    }
}

storage::PositionRun& TermList::run() {
    if (!positions_known_) {
        run_ = list_.positions(open_);
        positions_known_ = true;
    }
    return run_;
}

std::span<const std::uint32_t> TermList::positions(std::uint32_t at) {
    const std::uint32_t* all = frequencies();
    if (all[at] > storage::kMaxPositions) {
        throw storage::Corrupt("a field has too many positions");
    }
    positions_.resize(std::max<std::size_t>(positions_.size(), all[at]));
    run().read(documents(), all, at, positions_.data());
    return {positions_.data(), all[at]};
}

std::uint32_t TermList::keep_positions(std::uint32_t at, std::uint32_t ahead, std::span<std::uint32_t> starts) {
    return run().keep(documents(), frequencies(), at, ahead, starts);
}

} // namespace searchlib::search
