#include "suggestions/adjacency.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "search/term_cursor.hpp"
#include "storage/errors.hpp"

namespace searchlib::suggestions {
namespace {

using search::SnapshotSegment;
using search::TermCursor;
using search::TermEntries;
using storage::SegmentField;
using Entry = std::optional<storage::TermEntry>;

/// A word in the fields: what the segments know of each of its spellings.
class Known {
public:
    Known(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields, const Spellings& word)
        : fields_(fields.size()), spellings_(word.size()) {
        for (const std::string& spelling : word) {
            for (const std::uint32_t field : fields) {
                entries_.push_back(snapshot.find(field, spelling));
            }
        }
    }

    [[nodiscard]] std::size_t spellings() const { return spellings_; }
    [[nodiscard]] const Entry& entry(std::size_t spelling, std::size_t field, std::uint32_t segment) const {
        return entries_[spelling * fields_ + field][segment];
    }

private:
    std::size_t fields_;
    std::size_t spellings_;
    /// By spelling and field.
    std::vector<TermEntries> entries_;
};

std::unique_ptr<TermCursor> cursor_of(const SegmentField& field, const storage::TermEntry& entry,
                                      const SnapshotSegment& part) {
    return std::make_unique<TermCursor>(field.list(entry, part.segment->size()), search::Weight{}, storage::Bytes(),
                                        1.0);
}

/// A word in one field of one segment, which has it.
class Read {
public:
    Read(const Known& word, const storage::TermEntry& itself, const SegmentField& field, std::size_t at,
         const SnapshotSegment& part)
        : word_(cursor_of(field, itself, part)) {
        for (std::size_t spelling = 1; spelling < word.spellings(); ++spelling) {
            if (const Entry& entry = word.entry(spelling, at, part.number)) {
                marked_.emplace_back(spelling, cursor_of(field, *entry, part));
            }
        }
    }

    [[nodiscard]] TermCursor& word() { return *word_; }

    [[nodiscard]] bool stands_at(std::uint32_t position) {
        return std::ranges::binary_search(word_->positions(), position);
    }

    /// Which spelling stands at a position where the word does.
    [[nodiscard]] std::size_t spelling_at(std::uint32_t document, std::uint32_t position) {
        for (auto& [spelling, cursor] : marked_) {
            if (cursor->advance(document) == document && std::ranges::binary_search(cursor->positions(), position)) {
                return spelling;
            }
        }
        return 0;
    }

private:
    std::unique_ptr<TermCursor> word_;
    std::vector<std::pair<std::size_t, std::unique_ptr<TermCursor>>> marked_;
};

/// Counts how often the spellings of some words stand side by side.
class Row {
public:
    Row(std::vector<const Known*> words, Budget budget) : words_(std::move(words)), left_(budget) {
        std::size_t size = 1;
        for (const Known* word : words_) {
            size *= word->spellings();
        }
        found_.resize(size);
    }

    /// Reads the lists of a field, which is one of those that the words are known in, of one segment.
    void read(const SegmentField& field, std::size_t at, const SnapshotSegment& part) {
        std::size_t rarest = 0;
        std::uint32_t fewest = UINT32_MAX;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const Entry& entry = words_[i]->entry(0, at, part.number);
            if (!entry) {
                return;
            }
            if (entry->document_frequency < fewest) {
                fewest = entry->document_frequency;
                rarest = i;
            }
        }
        all_ += fewest;
        if (spent()) {
            return;
        }
        std::vector<Read> lists;
        lists.reserve(words_.size());
        for (const Known* word : words_) {
            if (const Entry& entry = word->entry(0, at, part.number)) {
                lists.emplace_back(*word, *entry, field, at, part);
            }
        }
        TermCursor& lead = lists[rarest].word();
        for (std::uint32_t doc = lead.document(); doc != search::kEnd && !spent(); doc = lead.advance(doc + 1)) {
            ++read_;
            --left_.documents;
            if (std::ranges::all_of(lists, [&](Read& list) { return list.word().advance(doc) == doc; })) {
                --left_.common;
                count_in(doc, lists);
            }
        }
    }

    /// Of each combination of spellings, those of the last word first.
    [[nodiscard]] double count(std::size_t combination) const {
        return read_ == 0
                   ? 0.0
                   : static_cast<double>(found_[combination]) * static_cast<double>(all_) / static_cast<double>(read_);
    }

private:
    [[nodiscard]] bool spent() const { return left_.documents == 0 || left_.common == 0; }

    void count_in(std::uint32_t document, std::vector<Read>& lists) {
        for (const std::uint32_t position : lists.front().word().positions()) {
            std::uint32_t next = position;
            const auto stands = [&](Read& list) { return list.stands_at(next++); };
            if (!std::ranges::all_of(lists, stands)) {
                continue;
            }
            std::size_t combination = 0;
            for (std::size_t i = 0; i < lists.size(); ++i) {
                combination = combination * words_[i]->spellings() +
                              lists[i].spelling_at(document, position + static_cast<std::uint32_t>(i));
            }
            ++found_[combination];
        }
    }

    std::vector<const Known*> words_;
    Budget left_;
    std::vector<std::uint64_t> found_;
    /// Documents of the rarest word that were read, and all there are.
    std::uint64_t read_ = 0;
    std::uint64_t all_ = 0;
};

/// Counts in all of a snapshot.
class Counter {
public:
    Counter(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields, const Places& places,
            Budget budget)
        : snapshot_(snapshot), fields_(fields), budget_(budget) {
        std::size_t size = 1;
        for (const std::vector<Spellings>& words : places) {
            std::vector<Known>& known = known_.emplace_back();
            std::size_t spellings = 0;
            for (const Spellings& word : words) {
                known.emplace_back(snapshot, fields, word);
                spellings += word.size();
            }
            widths_.push_back(spellings);
            size *= spellings;
        }
        counts_.resize(size);
    }

    std::vector<double> count() {
        choose({}, {});
        return std::move(counts_);
    }

private:
    /// Puts each word of the next place behind those chosen, whose spellings begin at `firsts` of all of their places.
    void choose(const std::vector<const Known*>& chosen, const std::vector<std::size_t>& firsts) {
        if (chosen.size() == known_.size()) {
            read(chosen, firsts);
            return;
        }
        std::size_t first = 0;
        for (const Known& word : known_[chosen.size()]) {
            std::vector<const Known*> more = chosen;
            std::vector<std::size_t> more_firsts = firsts;
            more.push_back(&word);
            more_firsts.push_back(first);
            choose(more, more_firsts);
            first += word.spellings();
        }
    }

    void read(const std::vector<const Known*>& words, const std::vector<std::size_t>& firsts) {
        Row row(words, budget_);
        for (std::size_t at = 0; at < fields_.size(); ++at) {
            for (const SnapshotSegment& part : snapshot_.segments()) {
                try {
                    row.read(part.segment->text_fields().at(fields_[at]), at, part);
                } catch (const storage::Corrupt& error) {
                    throw storage::CorruptFile(part.segment->file().path(), error.what());
                }
            }
        }
        std::vector<std::size_t> spelling(words.size());
        for (std::size_t combination = 0;; ++combination) {
            std::size_t to = 0;
            for (std::size_t i = 0; i < words.size(); ++i) {
                to = to * widths_[i] + firsts[i] + spelling[i];
            }
            counts_[to] = row.count(combination);
            std::size_t i = words.size();
            while (i > 0 && ++spelling[i - 1] == words[i - 1]->spellings()) {
                spelling[--i] = 0;
            }
            if (i == 0) {
                return;
            }
        }
    }

    const search::Snapshot& snapshot_;
    std::span<const std::uint32_t> fields_;
    Budget budget_;
    std::vector<std::vector<Known>> known_;
    /// By place how many spellings its words have.
    std::vector<std::size_t> widths_;
    std::vector<double> counts_;
};

} // namespace

std::vector<double> count_side_by_side(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields,
                                       const Places& places, Budget budget) {
    return Counter(snapshot, fields, places, budget).count();
}

} // namespace searchlib::suggestions
