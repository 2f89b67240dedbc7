#include "search/expansion.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "search/deadline.hpp"

namespace searchlib::search {
namespace {

/// The states of a machine along one word, kept from term to term as far as these are alike.
class Path {
public:
    explicit Path(Machine& machine) : machine_(&machine) { places_.push_back({0, machine.start()}); }

    /// Follows a term. Returns whether it is accepted.
    bool follow(std::string_view term) {
        const auto differ = std::ranges::mismatch(term, word_);
        const auto alike = static_cast<std::size_t>(differ.in1 - term.begin());
        while (places_.back().end > alike) {
            places_.pop_back();
        }
        word_ = term;
        std::size_t at = places_.back().end;
        while (places_.back().state != Machine::kDead && at < term.size()) {
            const char32_t code = read_utf8(term, at);
            places_.push_back({at, machine_->step(places_.back().state, code)});
        }
        return machine_->accepts(places_.back().state);
    }

    [[nodiscard]] bool dead() const { return places_.back().state == Machine::kDead; }

    /// Finds the least word after the one followed, which is dead, that need not be. Returns whether there is one.
    bool next_alive(std::string& word) const {
        for (std::size_t i = places_.size() - 1; i > 0; --i) {
            std::size_t at = places_[i - 1].end;
            const std::size_t begin = at;
            const char32_t code = read_utf8(word_, at);
            const char32_t next = machine_->next_alive(places_[i - 1].state, code + 1);
            if (next != Machine::kNone) {
                word.assign(word_, 0, begin);
                append_utf8(word, next);
                machine_->append_forced(machine_->step(places_[i - 1].state, next), word);
                return true;
            }
        }
        return false;
    }

private:
    struct Place {
        std::size_t end;
        Machine::State state;
    };

    Machine* machine_;
    std::string word_;
    std::vector<Place> places_;
};

std::uint64_t live_frequency(const SnapshotSegment& part, std::uint32_t field, bool keyword,
                             const storage::TermEntry& entry) {
    const std::uint32_t removed = part.deletes && !keyword ? part.deletes->removed(field, entry.ordinal) : 0;
    if (removed > entry.document_frequency) {
        throw storage::CorruptFile(part.segment->file().path(), "a term lost more documents than it had");
    }
    return entry.document_frequency - removed;
}

/// A term of one segment.
struct Found {
    std::string text;
    storage::TermEntry entry;
    std::uint32_t segment;
};

/// Keeps the commonest terms.
void cut(std::vector<ExpandedTerm>& terms, std::size_t limit) {
    std::ranges::sort(terms, [](const ExpandedTerm& a, const ExpandedTerm& b) {
        return a.document_frequency != b.document_frequency ? a.document_frequency > b.document_frequency
                                                            : a.text < b.text;
    });
    terms.resize(limit);
    std::ranges::sort(terms, {}, &ExpandedTerm::text);
}

} // namespace

template <class Visit> void each_accepted(const storage::TermsReader& terms, Machine& machine, Visit&& visit) {
    const std::string prefix = machine.common_prefix();
    storage::TermsIterator iterator(terms);
    Path path(machine);
    std::string target;
    bool more = iterator.seek(prefix);
    while (more && iterator.term().starts_with(prefix)) {
        Deadline::check_lightly();
        if (path.follow(iterator.term())) {
            visit(iterator.term(), iterator.entry());
        }
        if (!path.dead()) {
            more = iterator.next();
        } else if (path.next_alive(target)) {
            more = iterator.seek(target);
        } else {
            return;
        }
    }
}

Expansion expand(const Snapshot& snapshot, std::uint32_t field, bool keyword, const Automaton& automaton,
                 std::size_t limit) {
    Machine machine(automaton);
    std::vector<Found> found;
    std::map<std::string, std::uint64_t, std::less<>> frequencies;
    for (const SnapshotSegment& part : snapshot.segments()) {
        const auto& fields = keyword ? part.segment->keyword_fields() : part.segment->text_fields();
        try {
            each_accepted(fields.at(field).terms, machine, [&](std::string_view text, const storage::TermEntry& entry) {
                const std::uint64_t live = live_frequency(part, field, keyword, entry);
                if (live > 0) {
                    found.push_back({std::string(text), entry, part.number});
                    frequencies[found.back().text] += live;
                }
            });
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(part.segment->file().path(), error.what());
        }
    }
    Expansion expansion;
    expansion.entries.resize(snapshot.segments().size());
    for (auto& [text, frequency] : frequencies) {
        expansion.terms.push_back({text, frequency});
    }
    expansion.cut = expansion.terms.size() > limit;
    if (expansion.cut) {
        cut(expansion.terms, limit);
    }
    for (const Found& one : found) {
        if (!expansion.cut || std::ranges::binary_search(expansion.terms, one.text, {}, &ExpandedTerm::text)) {
            expansion.entries[one.segment].push_back(one.entry);
        }
    }
    return expansion;
}

} // namespace searchlib::search
