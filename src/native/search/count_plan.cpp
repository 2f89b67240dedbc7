#include "search/count_plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <utility>
#include <vector>

#include "search/compile.hpp"
#include "search/deadline.hpp"
#include "search/lead.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;
using Lists = std::vector<std::unique_ptr<TermList>>;

/// Documents whose bits are looked at together.
constexpr std::uint32_t kWindow = 1U << 14U;

/// A list that has one in so many documents of the segment, or more of them, is counted as bits.
constexpr std::uint32_t kDense = 32;

bool is_list(const Node& node) { return node.kind == Kind::term || node.kind == Kind::keyword; }

/// Counts by way of bits, a window at a time.
std::uint64_t count_marked(Cursor& cursor, const SnapshotSegment& segment) {
    std::vector<std::uint64_t> bits(kWindow / 64);
    std::uint64_t count = 0;
    for (std::uint32_t doc = cursor.document(); doc != kEnd; doc = cursor.document()) {
        Deadline::check_lightly();
        const std::uint32_t begin = doc - doc % kWindow;
        cursor.mark(begin, begin + kWindow, bits.data());
        if (!segment.deletes) {
            count += kernels::active().count_bits(bits.data(), kWindow / 64);
            std::ranges::fill(bits, 0);
            continue;
        }
        for (std::uint32_t word = 0; word < bits.size(); ++word) {
            for (std::uint64_t left = std::exchange(bits[word], 0); left != 0; left &= left - 1) {
                const auto bit = static_cast<std::uint32_t>(std::countr_zero(left));
                count += segment.live(begin + word * 64 + bit) ? 1 : 0;
            }
        }
    }
    return count;
}

std::uint64_t count_dense(TermList& one, TermList& other, const DocumentFilter& filter) {
    using kernels::kWindowWords;
    std::array<std::uint64_t, kWindowWords> room;       // NOLINT(*-member-init): written when it is used
    std::array<std::uint64_t, kWindowWords> other_room; // NOLINT(*-member-init): likewise
    std::array<std::uint64_t, kWindowWords> within;     // NOLINT(*-member-init): likewise
    std::uint64_t count = 0;
    for (std::uint32_t base = filter.begin() / kernels::kWindow * kernels::kWindow; base < filter.end();
         base += kernels::kWindow) {
        Deadline::check_lightly();
        const std::uint32_t begin = std::max(base, filter.begin());
        const std::uint32_t end = base + std::min(kernels::kWindow, filter.end() - base);
        const std::uint8_t* bits = one.window(base, room.data()).bits;
        const std::uint8_t* const others = other.window(base, other_room.data()).bits;
        if (end - begin < kernels::kWindow) {
            filter.copy(begin, end, within);
            for (std::size_t word = 0; word < kWindowWords; ++word) {
                within[word] &= storage::load<std::uint64_t>(bits + word * 8);
            }
            bits = reinterpret_cast<const std::uint8_t*>(within.data());
        }
        count += kernels::active().count_common_bits(bits, others, kWindowWords);
    }
    return count;
}

/// The documents of all lists within an interval. The rarest list leads.
std::uint64_t count_common(Lists lists, const DocumentFilter& filter, std::uint32_t documents) {
    std::ranges::sort(lists, {}, [](const auto& list) { return list->cost(); });
    if (lists.size() == 2 && lists[0]->cost() >= documents / kDense) {
        return count_dense(*lists[0], *lists[1], filter);
    }
    TermList& lead = *lists.front();
    BlockCandidates candidates;
    std::uint64_t count = 0;
    for (std::uint32_t block = lead.block_with(filter.begin());
         block < lead.block_count() && lead.begin_of(block) < filter.end(); ++block) {
        std::uint32_t found = lead.read(block, filter.begin(), filter.end(), candidates.view(0));
        for (std::size_t i = 1; i + 1 < lists.size() && found > 0; ++i) {
            found = lists[i]->complete(candidates.view(found), kernels::kMark, true);
        }
        count += lists.size() > 1 ? lists.back()->count_common(candidates.documents.data(), found) : found;
    }
    return count;
}

/// The lists of nodes, which then score nothing; none if one of them is absent.
std::optional<Lists> silent_lists(std::span<const Node* const> nodes, const SnapshotSegment& segment) {
    Lists lists;
    for (const Node* node : nodes) {
        const auto& fields =
            node->kind == Kind::term ? segment.segment->text_fields() : segment.segment->keyword_fields();
        const storage::SegmentField& field = fields.at(node->field);
        const TermEntries::Entry& entry = node->terms.front().entries[segment.number];
        if (!entry) {
            return std::nullopt;
        }
        lists.push_back(
            std::make_unique<TermList>(field.list(*entry, segment.segment->size()), Weight{}, storage::Bytes(), 1.0));
    }
    return lists;
}

/// A conjunction of terms, keywords and dates; none if it is not one.
std::optional<std::uint64_t> count_conjunction(const Node& node, const SnapshotSegment& segment,
                                               const Scoring& scoring) {
    if (node.kind != Kind::conjunction) {
        return std::nullopt;
    }
    std::vector<const Node*> nodes;
    DocumentFilter filter(0, segment.segment->size());
    for (const Node& child : node.children) {
        if (is_list(child)) {
            nodes.push_back(&child);
        } else if (child.kind == Kind::date_range || child.kind == Kind::undated) {
            limit(filter, child, segment, scoring);
        } else {
            return std::nullopt;
        }
    }
    if (nodes.empty()) {
        return std::nullopt;
    }
    auto lists = silent_lists(nodes, segment);
    return lists && !filter.empty() ? count_common(*std::move(lists), filter, segment.segment->size()) : 0;
}

/// A disjunction of two terms: those of both have been counted twice.
std::optional<std::uint64_t> count_disjunction(const Node& node, const SnapshotSegment& segment) {
    if (node.kind != Kind::disjunction || node.children.size() != 2 || !std::ranges::all_of(node.children, is_list)) {
        return std::nullopt;
    }
    std::uint64_t count = 0;
    Lists both;
    for (const Node& child : node.children) {
        const Node* const only = &child;
        if (auto lists = silent_lists(std::span(&only, 1), segment)) {
            count += lists->front()->cost();
            both.push_back(std::move(lists->front()));
        }
    }
    if (both.size() < 2) {
        return count;
    }
    return count - count_common(std::move(both), {0, segment.segment->size()}, segment.segment->size());
}

/// A phrase of which bigrams say enough: that one of them is absent, or is all of the phrase.
std::optional<std::uint64_t> count_phrase(const Node& node, const SnapshotSegment& segment, const Scoring& scoring) {
    if (node.kind != Kind::phrase) {
        return std::nullopt;
    }
    const std::optional<Leaf> leaf = compile_leaf(node, 0.0, segment, scoring);
    if (!leaf) {
        return 0;
    }
    return leaf->is_term() ? std::optional<std::uint64_t>(leaf->cost()) : std::nullopt;
}

} // namespace

std::uint64_t count_documents(const Node& node, const SnapshotSegment& segment, const Scoring& scoring) {
    if (!segment.deletes) {
        if (const auto count = count_conjunction(node, segment, scoring)) {
            return *count;
        }
        if (const auto count = count_disjunction(node, segment)) {
            return *count;
        }
        if (const auto count = count_phrase(node, segment, scoring)) {
            return *count;
        }
    }
    const CursorPointer cursor = compile(node, segment, scoring);
    if (!cursor) {
        return 0;
    }
    const bool countable =
        is_list(node) || node.kind == Kind::all || node.kind == Kind::date_range || node.kind == Kind::undated;
    return countable && !segment.deletes ? cursor->cost() : count_marked(*cursor, segment);
}

} // namespace searchlib::search
