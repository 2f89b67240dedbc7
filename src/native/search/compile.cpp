#include "search/compile.hpp"

#include <tuple>
#include <utility>

#include "search/extras.hpp"
#include "search/phrase_cursor.hpp"
#include "search/set_cursors.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;
using Segment = SnapshotSegment;

/// The list or the cursor of a term in a text field; null if the segment does not have it.
template <class Of>
std::unique_ptr<Of> of_term(std::uint32_t field_number, const Node::PhraseTerm& term, double idf,
                            const Segment& segment, const Scoring& scoring) {
    const TermEntries::Entry& entry = term.entries[segment.number];
    if (!entry) {
        return nullptr;
    }
    const storage::SegmentField& field = segment.segment->text_fields().at(field_number);
    return std::make_unique<Of>(field.list(*entry, segment.segment->size()), Weight{idf, &scoring.norms[field_number]},
                                field.lengths, scoring.slack[segment.number][field_number]);
}

template <class Of> std::unique_ptr<Of> of_keyword(const Node& node, const Segment& segment) {
    const storage::SegmentField& field = segment.segment->keyword_fields().at(node.field);
    const TermEntries::Entry& entry = node.terms.front().entries[segment.number];
    if (!entry) {
        return nullptr;
    }
    return std::make_unique<Of>(field.list(*entry, segment.segment->size()), Weight{}, field.lengths, 1.0);
}

CursorPointer compile_phrase(const Node& node, const Segment& segment, const Scoring& scoring) {
    const Weight weight{node.idf, &scoring.norms[node.field]};
    std::vector<PhraseCursor::Part> parts;
    for (const Node::PhraseTerm& term : node.terms) {
        auto cursor = of_term<TermCursor>(node.field, term, node.idf, segment, scoring);
        if (!cursor) {
            return nullptr;
        }
        parts.push_back({std::move(cursor), term.position});
    }
    return std::make_unique<PhraseCursor>(std::move(parts), weight);
}

/// The bigrams of a phrase that the segment lists; none if one is made of common terms and stands nowhere, so that the
/// phrase does not either.
std::optional<PhraseBigrams> compile_bigrams(const Node& node, double weight, const Segment& segment,
                                             const Scoring& scoring) {
    PhraseBigrams bigrams;
    const storage::SegmentField& field = segment.segment->text_fields().at(node.field);
    for (std::size_t i = 0; i + 1 < node.terms.size(); ++i) {
        const auto first = field.bigrams.number(node.terms[i].text);
        const auto second = first ? field.bigrams.number(node.terms[i + 1].text) : std::nullopt;
        if (!second || node.terms[i + 1].position != node.terms[i].position + 1) {
            continue;
        }
        const auto entry = field.bigrams.terms().find(storage::bigram_key(*first, *second));
        if (!entry) {
            return std::nullopt;
        }
        auto list = std::make_unique<TermList>(field.bigrams.list(*entry, segment.segment->size()),
                                               Weight{weight, &scoring.norms[node.field]}, field.lengths,
                                               scoring.slack[segment.number][node.field]);
        if (const std::uint32_t unlisted = storage::BigramsReader::unlisted(*entry); unlisted > 0) {
            bigrams.strong.push_back(std::make_unique<StrongBigram>(std::move(list), unlisted));
        } else {
            bigrams.whole.push_back(std::move(list));
        }
    }
    return bigrams;
}

std::optional<Leaf> compile_phrase_leaf(const Node& node, double weight, const Segment& segment,
                                        const Scoring& scoring) {
    std::optional<PhraseBigrams> bigrams = compile_bigrams(node, weight, segment, scoring);
    if (!bigrams) {
        return std::nullopt;
    }
    if (node.terms.size() == 2 && !bigrams->whole.empty()) {
        // The bigram is the phrase, and says how often it stands in each document.
        return Leaf(std::move(bigrams->whole.front()), node.word);
    }
    std::vector<WordMatcher::Part> parts;
    for (const Node::PhraseTerm& term : node.terms) {
        auto list = of_term<TermList>(node.field, term, weight, segment, scoring);
        if (!list) {
            return std::nullopt;
        }
        parts.push_back({std::move(list), term.position});
    }
    return Leaf(std::make_unique<PhraseList>(std::make_unique<PhraseMatcher>(std::move(parts)), *std::move(bigrams),
                                             Weight{weight, &scoring.norms[node.field]}),
                node.word);
}

std::unique_ptr<WordMatcher> near_matcher(std::vector<WordMatcher::Part> parts, const NodeExtras& near) {
    if (near.ordered) {
        return std::make_unique<OrderedMatcher>(std::move(parts), near.distance);
    }
    return std::make_unique<UnorderedMatcher>(std::move(parts), near.distance);
}

std::optional<Leaf> compile_near_leaf(const Node& node, double weight, const Segment& segment, const Scoring& scoring) {
    std::vector<WordMatcher::Part> parts;
    for (const Node& part : node.children) {
        auto list = of_term<TermList>(node.field, part.children.front().terms.front(), weight, segment, scoring);
        if (!list) {
            return std::nullopt;
        }
        parts.push_back({std::move(list), static_cast<std::uint32_t>(parts.size())});
    }
    return Leaf(std::make_unique<PhraseList>(near_matcher(std::move(parts), *node.extras), PhraseBigrams(),
                                             Weight{weight, &scoring.norms[node.field]}),
                node.word);
}

CursorPointer interval(std::uint32_t begin, std::uint32_t end) {
    return begin < end ? std::make_unique<IntervalCursor>(begin, end) : nullptr;
}

/// Documents stand newest first, so a range of dates is a range of documents.
std::pair<std::uint32_t, std::uint32_t> interval_of_dates(const Node& node, const Segment& segment) {
    const storage::Columns& columns = segment.segment->columns();
    const std::uint32_t undated = columns.first_older_than(storage::kUndated + 1);
    if (node.kind == Kind::undated) {
        return {undated, segment.segment->size()};
    }
    return {columns.first_older_than(node.end), std::min(undated, columns.first_older_than(node.begin))};
}

CursorPointer compile_disjunction(const Node& node, const Segment& segment, const Scoring& scoring) {
    std::vector<CursorPointer> children;
    for (const Node& child : node.children) {
        if (CursorPointer cursor = compile(child, segment, scoring)) {
            children.push_back(std::move(cursor));
        }
    }
    if (children.empty()) {
        return nullptr;
    }
    return children.size() == 1 ? std::move(children.front())
                                : std::make_unique<DisjunctionCursor>(std::move(children));
}

CursorPointer compile_exclusion(const Node& node, const Segment& segment, const Scoring& scoring) {
    CursorPointer cursor = compile(node.children.front(), segment, scoring);
    for (const Node& child : std::span(node.children).subspan(1)) {
        CursorPointer excluded = cursor ? compile(child, segment, scoring) : nullptr;
        if (excluded) {
            cursor = std::make_unique<ExclusionCursor>(std::move(cursor), std::move(excluded));
        }
    }
    return cursor;
}

/// Boosts are terms and phrases, whose contributions stay below their weight.
CursorPointer compile_boosted(const Node& node, const Segment& segment, const Scoring& scoring) {
    CursorPointer required = compile(node.children.front(), segment, scoring);
    std::vector<CursorPointer> boosts;
    Score most = 0;
    for (const Node& child : std::span(node.children).subspan(1)) {
        CursorPointer boost = required ? compile(child, segment, scoring) : nullptr;
        if (boost) {
            boosts.push_back(std::move(boost));
            most += static_cast<Score>(child.idf * kGrid) + 1;
        }
    }
    return boosts.empty() ? std::move(required)
                          : std::make_unique<BoostedCursor>(std::move(required), std::move(boosts), most);
}

CursorPointer compile_conjunction(const Node& node, const Segment& segment, const Scoring& scoring) {
    std::vector<CursorPointer> children;
    for (const Node& child : node.children) {
        CursorPointer cursor = compile(child, segment, scoring);
        if (!cursor) {
            return nullptr;
        }
        children.push_back(std::move(cursor));
    }
    return children.size() == 1 ? std::move(children.front())
                                : std::make_unique<ConjunctionCursor>(std::move(children));
}

} // namespace

CursorPointer compile(const Node& node, const Segment& segment, const Scoring& scoring) {
    switch (node.kind) {
    case Kind::nothing:
        return nullptr;
    case Kind::all:
        return interval(0, segment.segment->size());
    case Kind::term:
        return of_term<TermCursor>(node.field, node.terms.front(), node.idf, segment, scoring);
    case Kind::phrase:
        return compile_phrase(node, segment, scoring);
    case Kind::keyword:
        return of_keyword<TermCursor>(node, segment);
    case Kind::date_range:
    case Kind::undated:
        return std::apply(interval, interval_of_dates(node, segment));
    case Kind::conjunction:
        return compile_conjunction(node, segment, scoring);
    case Kind::disjunction:
        return compile_disjunction(node, segment, scoring);
    case Kind::exclusion:
        return compile_exclusion(node, segment, scoring);
    case Kind::filter: {
        CursorPointer child = compile(node.children.front(), segment, scoring);
        return child ? std::make_unique<FilterCursor>(std::move(child)) : nullptr;
    }
    case Kind::boosted:
        return compile_boosted(node, segment, scoring);
    default:
        return compile_extras(node, segment, scoring);
    }
}

std::unique_ptr<TermList> compile_list(const Node& node, const Segment& segment, const Scoring& scoring) {
    return node.kind == Kind::keyword ? of_keyword<TermList>(node, segment)
                                      : of_term<TermList>(node.field, node.terms.front(), node.idf, segment, scoring);
}

std::optional<Leaf> compile_leaf(const Node& node, double weight, const Segment& segment, const Scoring& scoring) {
    if (node.kind == Kind::phrase) {
        return compile_phrase_leaf(node, weight, segment, scoring);
    }
    if (node.kind == Kind::near) {
        return compile_near_leaf(node, weight, segment, scoring);
    }
    auto list = node.kind == Kind::keyword
                    ? of_keyword<TermList>(node, segment)
                    : of_term<TermList>(node.field, node.terms.front(), weight, segment, scoring);
    return list ? std::optional(Leaf(std::move(list), node.word)) : std::nullopt;
}

void limit(DocumentFilter& filter, const Node& node, const Segment& segment, const Scoring& scoring) {
    if (node.kind == Kind::date_range || node.kind == Kind::undated) {
        const auto [begin, end] = interval_of_dates(node, segment);
        filter.limit(begin, end);
    } else if (const CursorPointer cursor = compile(node, segment, scoring)) {
        filter.limit(*cursor);
    } else {
        filter.limit(0, 0);
    }
}

void exclude(DocumentFilter& filter, const Node& node, const Segment& segment, const Scoring& scoring) {
    if (const CursorPointer cursor = compile(node, segment, scoring)) {
        filter.exclude(*cursor);
    }
}

} // namespace searchlib::search
