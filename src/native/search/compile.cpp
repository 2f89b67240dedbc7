#include "search/compile.hpp"

#include "search/phrase_cursor.hpp"
#include "search/set_cursors.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;
using Segment = SnapshotSegment;
using Norms = std::span<const LengthNorms>;

std::unique_ptr<TermCursor> term_cursor(const Segment& segment, const storage::SegmentField& field,
                                        const std::optional<storage::TermEntry>& entry, Weight weight) {
    if (!entry) {
        return nullptr;
    }
    return std::make_unique<TermCursor>(field.list(*entry, segment.segment->size()), weight, field.lengths);
}

CursorPointer compile_phrase(const Node& node, const Segment& segment, Norms norms) {
    const Weight weight{node.idf, &norms[node.field]};
    std::vector<PhraseCursor::Part> parts;
    for (const Node::PhraseTerm& term : node.terms) {
        auto cursor =
            term_cursor(segment, segment.segment->text_fields().at(node.field), term.entries[segment.number], weight);
        if (!cursor) {
            return nullptr;
        }
        parts.push_back({std::move(cursor), term.position});
    }
    return std::make_unique<PhraseCursor>(std::move(parts), weight);
}

CursorPointer interval(std::uint32_t begin, std::uint32_t end) {
    return begin < end ? std::make_unique<IntervalCursor>(begin, end) : nullptr;
}

/// Documents stand newest first, so a range of dates is a range of documents.
CursorPointer compile_dates(const Node& node, const Segment& segment) {
    const storage::Columns& columns = segment.segment->columns();
    const std::uint32_t undated = columns.first_older_than(storage::kUndated + 1);
    if (node.kind == Kind::undated) {
        return interval(undated, segment.segment->size());
    }
    return interval(columns.first_older_than(node.end), std::min(undated, columns.first_older_than(node.begin)));
}

CursorPointer compile_disjunction(const Node& node, const Segment& segment, Norms norms) {
    std::vector<CursorPointer> children;
    for (const Node& child : node.children) {
        if (CursorPointer cursor = compile(child, segment, norms)) {
            children.push_back(std::move(cursor));
        }
    }
    if (children.empty()) {
        return nullptr;
    }
    return children.size() == 1 ? std::move(children.front())
                                : std::make_unique<DisjunctionCursor>(std::move(children));
}

CursorPointer compile_exclusion(const Node& node, const Segment& segment, Norms norms) {
    CursorPointer cursor = compile(node.children.front(), segment, norms);
    for (const Node& child : std::span(node.children).subspan(1)) {
        CursorPointer excluded = cursor ? compile(child, segment, norms) : nullptr;
        if (excluded) {
            cursor = std::make_unique<ExclusionCursor>(std::move(cursor), std::move(excluded));
        }
    }
    return cursor;
}

/// Boosts are terms and phrases, whose contributions stay below their weight.
CursorPointer compile_boosted(const Node& node, const Segment& segment, Norms norms) {
    CursorPointer required = compile(node.children.front(), segment, norms);
    std::vector<CursorPointer> boosts;
    Score most = 0;
    for (const Node& child : std::span(node.children).subspan(1)) {
        CursorPointer boost = required ? compile(child, segment, norms) : nullptr;
        if (boost) {
            boosts.push_back(std::move(boost));
            most += static_cast<Score>(child.idf * kGrid) + 1;
        }
    }
    return boosts.empty() ? std::move(required)
                          : std::make_unique<BoostedCursor>(std::move(required), std::move(boosts), most);
}

} // namespace

std::unique_ptr<TermCursor> compile_term(const Node& node, const Segment& segment, Norms norms) {
    return term_cursor(segment, segment.segment->text_fields().at(node.field),
                       node.terms.front().entries[segment.number], {node.idf, &norms[node.field]});
}

CursorPointer compile_conjunction(std::span<const Node* const> nodes, const Segment& segment, Norms norms) {
    std::vector<CursorPointer> children;
    for (const Node* node : nodes) {
        CursorPointer cursor = compile(*node, segment, norms);
        if (!cursor) {
            return nullptr;
        }
        children.push_back(std::move(cursor));
    }
    return children.size() == 1 ? std::move(children.front())
                                : std::make_unique<ConjunctionCursor>(std::move(children));
}

CursorPointer compile(const Node& node, const Segment& segment, Norms norms) {
    switch (node.kind) {
    case Kind::nothing:
        return nullptr;
    case Kind::all:
        return interval(0, segment.segment->size());
    case Kind::term:
        return compile_term(node, segment, norms);
    case Kind::phrase:
        return compile_phrase(node, segment, norms);
    case Kind::keyword: {
        const storage::SegmentField& field = segment.segment->keyword_fields().at(node.field);
        return term_cursor(segment, field, field.terms.find(node.terms.front().text), {});
    }
    case Kind::date_range:
    case Kind::undated:
        return compile_dates(node, segment);
    case Kind::conjunction: {
        std::vector<const Node*> nodes;
        nodes.reserve(node.children.size());
        for (const Node& child : node.children) {
            nodes.push_back(&child);
        }
        return compile_conjunction(nodes, segment, norms);
    }
    case Kind::disjunction:
        return compile_disjunction(node, segment, norms);
    case Kind::exclusion:
        return compile_exclusion(node, segment, norms);
    case Kind::filter: {
        CursorPointer child = compile(node.children.front(), segment, norms);
        return child ? std::make_unique<FilterCursor>(std::move(child)) : nullptr;
    }
    case Kind::boosted:
        return compile_boosted(node, segment, norms);
    }
    return nullptr;
}

} // namespace searchlib::search
