#include "search/extras.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "search/expansion.hpp"
#include "search/joined_cursor.hpp"
#include "search/near_cursor.hpp"
#include "search/score_cursors.hpp"
#include "search/set_cursors.hpp"
#include "search/term_set_cursor.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;
using Segment = SnapshotSegment;

Score on_grid(double value) { return static_cast<Score>(std::floor(value * kGrid + 0.5)); }

/// What the commonest of the things that may stand in the place of a part tells; patterns tell nothing.
double weight_of(const Node& part) {
    double least = std::numeric_limits<double>::infinity();
    for (const Node& leaf : part.children) {
        if (leaf.kind != Kind::pattern && leaf.idf > 0) {
            least = std::min(least, leaf.idf);
        }
    }
    return std::isinf(least) ? 0.0 : least;
}

std::unique_ptr<TermCursor> cursor_of(const storage::SegmentField& field, const storage::TermEntry& entry,
                                      const Segment& segment, Weight weight, double slack) {
    return std::make_unique<TermCursor>(field.list(entry, segment.segment->size()), weight, field.lengths, slack);
}

const storage::SegmentField& field_of(const Node& node, const Segment& segment) {
    return node.extras && node.extras->keyword ? segment.segment->keyword_fields().at(node.field)
                                               : segment.segment->text_fields().at(node.field);
}

CursorPointer compile_set(const Node& node, const Segment& segment) {
    const storage::SegmentField& field = field_of(node, segment);
    const auto& [entries, edits] = node.extras->expansion[segment.number];
    std::vector<TermSetCursor::Term> terms;
    std::vector<TermSetCursor::Single> singles;
    terms.reserve(entries.size());
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const storage::TermEntry& entry = entries[at];
        const std::uint32_t step = edits.empty() ? 0 : edits[at];
        if (entry.document_frequency > 1) {
            terms.push_back({field.list(entry, segment.segment->size()), step});
        } else if (entry.only_document < segment.segment->size()) {
            singles.push_back({entry.only_document, step});
        } else {
            throw storage::Corrupt("a term stands in a document that is not there");
        }
    }
    if (terms.empty() && singles.empty()) {
        return nullptr;
    }
    const std::uint32_t steps = node.extras->automaton ? most_edits(*node.extras->automaton) + 1 : 1;
    return std::make_unique<TermSetCursor>(terms, std::move(singles), steps, on_grid(node.extras->value));
}

/// Makes what may stand in the place of a part, in one segment.
class PartCompiler {
public:
    PartCompiler(const Segment& segment, const Scoring& scoring, Weight weight)
        : segment_(&segment), scoring_(&scoring), weight_(weight) {}

    void add(const Node& leaf) {
        const storage::SegmentField& field = field_of(leaf, *segment_);
        if (leaf.kind == Kind::pattern) {
            for (const storage::TermEntry& entry : leaf.extras->expansion[segment_->number].entries) {
                add_term(field, leaf.field, entry);
            }
            return;
        }
        std::vector<Occurrence::Term> terms;
        for (const Node::PhraseTerm& term : leaf.terms) {
            const auto& entry = term.entries[segment_->number];
            if (!entry) {
                return;
            }
            terms.push_back({cursor(field, leaf.field, *entry), term.position});
        }
        occurrences_.emplace_back(std::move(terms), other_spellings(field, leaf));
    }

    /// What has been made: none where nothing of the part is in the segment.
    [[nodiscard]] std::vector<Occurrence> take() { return std::move(occurrences_); }

private:
    std::vector<std::unique_ptr<TermCursor>> other_spellings(const storage::SegmentField& field, const Node& leaf) {
        std::vector<std::unique_ptr<TermCursor>> others;
        const auto& own = leaf.terms.front().entries[segment_->number];
        if (leaf.kind == Kind::letters && own) {
            for (const storage::TermEntry& entry : leaf.extras->expansion[segment_->number].entries) {
                if (entry.ordinal != own->ordinal) {
                    others.push_back(cursor(field, leaf.field, entry));
                }
            }
        }
        return others;
    }

    std::unique_ptr<TermCursor> cursor(const storage::SegmentField& field, std::uint32_t number,
                                       const storage::TermEntry& entry) {
        return cursor_of(field, entry, *segment_, weight_, scoring_->slack[segment_->number][number]);
    }

    void add_term(const storage::SegmentField& field, std::uint32_t number, const storage::TermEntry& entry) {
        std::vector<Occurrence::Term> terms;
        terms.push_back({cursor(field, number, entry), 0});
        occurrences_.emplace_back(std::move(terms), std::vector<std::unique_ptr<TermCursor>>{});
    }

    const Segment* segment_;
    const Scoring* scoring_;
    Weight weight_;
    std::vector<Occurrence> occurrences_;
};

CursorPointer compile_near(const Node& node, const Segment& segment, const Scoring& scoring) {
    const Weight weight{node.idf, &scoring.norms[node.field]};
    std::vector<NearPart> parts;
    for (const Node& child : node.children) {
        PartCompiler compiler(segment, scoring, weight);
        for (const Node& leaf : child.children) {
            compiler.add(leaf);
        }
        std::vector<Occurrence> occurrences = compiler.take();
        if (occurrences.empty()) {
            return nullptr;
        }
        parts.emplace_back(std::move(occurrences));
    }
    return std::make_unique<NearCursor>(std::move(parts), node.extras->distance, node.extras->ordered, weight);
}

CursorPointer compile_joined(const Node& node, const Segment& segment, const Scoring& scoring) {
    std::vector<JoinedCursor::Field> fields;
    for (const Node& child : node.children) {
        if (const auto& entry = child.terms.front().entries[segment.number]) {
            const Weight weight{node.idf, &scoring.norms[child.field]};
            fields.push_back({cursor_of(field_of(child, segment), *entry, segment, weight,
                                        scoring.slack[segment.number][child.field]),
                              &scoring.norms[child.field], child.boost});
        }
    }
    return fields.empty() ? nullptr : std::make_unique<JoinedCursor>(std::move(fields), node.idf);
}

void expand_range(Node& node, const Snapshot& snapshot) {
    for (const Segment& part : snapshot.segments()) {
        auto& entries = node.extras->expansion.emplace_back().entries;
        try {
            storage::TermsIterator iterator(part.segment->keyword_fields().at(node.field).terms);
            for (bool more = iterator.seek(node.extras->low); more && iterator.term() <= node.extras->high;
                 more = iterator.next()) {
                entries.push_back(iterator.entry());
            }
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(part.segment->file().path(), error.what());
        }
    }
}

/// The other spellings of letters are all looked for, and how common they are says nothing.
const Frequencies* frequencies_for(const Node& node, const Statistics* statistics) {
    return statistics == nullptr || node.extras->keyword || node.kind == Kind::letters
               ? nullptr
               : &statistics->document_frequencies;
}

} // namespace

void prepare_extras(Node& node, const Snapshot& snapshot, const Statistics* statistics) {
    NodeExtras& extras = *node.extras;
    if (node.kind == Kind::keyword_range) {
        expand_range(node, snapshot);
    } else if (node.kind == Kind::near) {
        for (const Node& part : node.children) {
            node.idf += weight_of(part);
        }
        node.idf *= node.boost;
    } else if (node.kind == Kind::joined) {
        // Where the term is commonest it tells least.
        node.idf = std::numeric_limits<double>::infinity();
        for (const Node& child : node.children) {
            node.idf = std::min(node.idf, child.idf / child.boost);
        }
        node.idf *= node.boost;
    } else if (extras.automaton) {
        Expansion expansion = expand(snapshot, {node.field, extras.keyword}, *extras.automaton, extras.limit,
                                     frequencies_for(node, statistics));
        extras.expansion = std::move(expansion.segments);
        extras.cut = expansion.cut;
    } else if (node.kind == Kind::letters) {
        extras.expansion.resize(snapshot.segments().size());
    }
}

CursorPointer compile_extras(const Node& node, const Segment& segment, const Scoring& scoring) {
    switch (node.kind) {
    case Kind::pattern:
    case Kind::keyword_range:
        return compile_set(node, segment);
    case Kind::exists:
        return std::make_unique<ExistsCursor>(field_of(node, segment).lengths, segment.segment->size());
    case Kind::near:
        return compile_near(node, segment, scoring);
    case Kind::joined:
        return compile_joined(node, segment, scoring);
    case Kind::constant: {
        CursorPointer child = compile(node.children.front(), segment, scoring);
        return child ? std::make_unique<ConstantCursor>(std::move(child), on_grid(node.extras->value)) : nullptr;
    }
    case Kind::recent: {
        CursorPointer child = compile(node.children.front(), segment, scoring);
        return child ? std::make_unique<RecentCursor>(std::move(child), segment.segment->columns(), node.begin,
                                                      node.extras->value)
                     : nullptr;
    }
    default:
        return nullptr;
    }
}

} // namespace searchlib::search
