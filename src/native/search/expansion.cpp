#include "search/expansion.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "search/dictionary_walk.hpp"

namespace searchlib::search {
namespace {

std::uint64_t live_frequency(const SnapshotSegment& part, PatternField field, const storage::TermEntry& entry) {
    const std::uint32_t removed =
        part.deletes && !field.keyword ? part.deletes->removed(field.number, entry.ordinal) : 0;
    if (removed > entry.document_frequency) {
        throw storage::CorruptFile(part.segment->file().path(), "a term lost more documents than it had");
    }
    return entry.document_frequency - removed;
}

/// Calls `visit(segment, iterator, edits, frequency)` for each term with live documents.
template <class Visit>
void each_live(const Snapshot& snapshot, PatternField field, const Automaton& automaton, Visit&& visit) {
    DictionaryWalk walk(automaton);
    for (const SnapshotSegment& part : snapshot.segments()) {
        const auto& fields = field.keyword ? part.segment->keyword_fields() : part.segment->text_fields();
        try {
            walk.each(fields.at(field.number).terms, [&](storage::TermsIterator& iterator, std::uint32_t edits) {
                const std::uint64_t frequency = live_frequency(part, field, iterator.entry());
                if (frequency > 0) {
                    visit(part.number, iterator, edits, frequency);
                }
            });
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(part.segment->file().path(), error.what());
        }
    }
}

/// Makes one of terms that are equal, which stand side by side.
void join_equal(std::vector<ExpandedTerm>& terms) {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < terms.size(); ++at) {
        if (kept > 0 && terms[kept - 1].text == terms[at].text) {
            terms[kept - 1].document_frequency += terms[at].document_frequency;
        } else if (kept++ != at) {
            terms[kept - 1] = std::move(terms[at]);
        }
    }
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(kept), terms.end());
}

/// The terms by name, which alone tells those of several segments from each other.
std::vector<ExpandedTerm> named_terms(const Snapshot& snapshot, PatternField field, const Automaton& automaton) {
    std::vector<ExpandedTerm> terms;
    std::ptrdiff_t merged = 0;
    std::uint32_t current = 0;
    const auto merge = [&] {
        std::ranges::inplace_merge(terms, terms.begin() + merged, {}, &ExpandedTerm::text);
        merged = std::ssize(terms);
    };
    each_live(
        snapshot, field, automaton,
        [&](std::uint32_t segment, storage::TermsIterator& iterator, std::uint32_t edits, std::uint64_t frequency) {
            if (std::exchange(current, segment) != segment) {
                merge();
            }
            terms.push_back({std::string(iterator.term()), edits, frequency});
        });
    merge();
    join_equal(terms);
    return terms;
}

/// Tells whether terms, which ascend in each segment, are among others that ascend.
class Among {
public:
    explicit Among(const std::vector<ExpandedTerm>& terms) : terms_(terms) {}

    bool operator()(std::uint32_t segment, std::string_view term) {
        at_ = std::exchange(segment_, segment) == segment ? at_ : 0;
        while (at_ < terms_.size() && terms_[at_].text < term) {
            ++at_;
        }
        return at_ < terms_.size() && terms_[at_].text == term;
    }

private:
    const std::vector<ExpandedTerm>& terms_;
    std::size_t at_ = 0;
    std::uint32_t segment_ = 0;
};

/// The terms of other snapshots, too.
std::vector<ExpandedTerm> given_terms(PatternField field, const Automaton& automaton, const Frequencies& frequencies) {
    DictionaryWalk walk(automaton);
    std::vector<ExpandedTerm> terms;
    for (auto at = frequencies.lower_bound({field.number, {}});
         at != frequencies.end() && at->first.first == field.number; ++at) {
        Deadline::check_lightly();
        const auto edits = at->second > 0 ? walk.edits(at->first.second) : std::nullopt;
        if (edits) {
            terms.push_back({at->first.second, *edits, at->second});
        }
    }
    return terms;
}

/// Keeps the terms of the fewest edits, and of these the commonest. Returns whether there were more.
bool cut(std::vector<ExpandedTerm>& terms, std::size_t limit) {
    if (terms.size() <= limit) {
        return false;
    }
    const auto middle = terms.begin() + static_cast<std::ptrdiff_t>(limit);
    std::ranges::nth_element(terms, middle, [](const ExpandedTerm& a, const ExpandedTerm& b) {
        if (a.edits != b.edits) {
            return a.edits < b.edits;
        }
        return a.document_frequency != b.document_frequency ? a.document_frequency > b.document_frequency
                                                            : a.text < b.text;
    });
    terms.erase(middle, terms.end());
    std::ranges::sort(terms, {}, &ExpandedTerm::text);
    return true;
}

/// What stands for those of the terms that are kept.
template <class Keep>
std::vector<ExpandedEntries> entries(const Snapshot& snapshot, PatternField field, const Automaton& automaton,
                                     std::size_t& count, Keep&& keep) {
    std::vector<ExpandedEntries> segments(snapshot.segments().size());
    const bool edited = most_edits(automaton) > 0;
    count = 0;
    each_live(
        snapshot, field, automaton,
        [&](std::uint32_t segment, storage::TermsIterator& iterator, std::uint32_t edits, std::uint64_t /*frequency*/) {
            if (!keep(segment, iterator.term())) {
                return;
            }
            ++count;
            segments[segment].entries.push_back(iterator.entry());
            if (edited) {
                segments[segment].edits.push_back(static_cast<std::uint8_t>(edits));
            }
        });
    return segments;
}

} // namespace

Expansion expand(const Snapshot& snapshot, PatternField field, const Automaton& automaton, std::size_t limit,
                 const Frequencies* frequencies) {
    std::size_t count = 0;
    if (frequencies == nullptr) {
        // Mostly there are fewer than wanted, even if those of several segments are counted several times.
        Expansion all{entries(snapshot, field, automaton, count, [](std::uint32_t, std::string_view) { return true; }),
                      false};
        if (count <= limit) {
            return all;
        }
    }
    std::vector<ExpandedTerm> terms =
        frequencies == nullptr ? named_terms(snapshot, field, automaton) : given_terms(field, automaton, *frequencies);
    Expansion expansion;
    expansion.cut = cut(terms, limit);
    Among kept(terms);
    expansion.segments = entries(snapshot, field, automaton, count, [&](std::uint32_t segment, std::string_view term) {
        if (frequencies != nullptr && !frequencies->contains({field.number, std::string(term)})) {
            throw std::invalid_argument("the statistics lack the term " + std::string(term));
        }
        return kept(segment, term);
    });
    return expansion;
}

std::pair<std::vector<ExpandedTerm>, bool> expanded_terms(const Snapshot& snapshot, PatternField field,
                                                          const Automaton& automaton, std::size_t limit) {
    std::vector<ExpandedTerm> terms = named_terms(snapshot, field, automaton);
    const bool were_more = cut(terms, limit);
    return {std::move(terms), were_more};
}

std::vector<bool> accepted(const Automaton& automaton, const std::vector<std::string>& words) {
    DictionaryWalk walk(automaton);
    std::vector<bool> found;
    found.reserve(words.size());
    for (const std::string& word : words) {
        found.push_back(walk.edits(word).has_value());
    }
    return found;
}

} // namespace searchlib::search
