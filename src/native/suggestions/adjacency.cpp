#include "suggestions/adjacency.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "search/term_list.hpp"
#include "storage/errors.hpp"

namespace searchlib::suggestions {

/// A word in the fields: what the segments know of each of its spellings.
class SideBySide::Known {
public:
    Known(SideBySide& all, const Spellings& word) {
        for (const std::string& spelling : word) {
            spellings_.push_back(&all.entries(spelling));
        }
    }

    [[nodiscard]] std::size_t spellings() const { return spellings_.size(); }
    [[nodiscard]] const Entries* itself() const { return spellings_.front(); }
    [[nodiscard]] const Entry& entry(std::size_t spelling, std::size_t field, std::uint32_t segment) const {
        return (*spellings_[spelling])[field][segment];
    }

private:
    std::vector<const Entries*> spellings_;
};

namespace {

using search::SnapshotSegment;
using search::TermList;
using storage::SegmentField;

using Positions = std::span<const std::uint32_t>;

TermList list_of(const SegmentField& field, const storage::TermEntry& entry, const SnapshotSegment& part) {
    return {field.list(entry, part.segment->size()), search::Weight{}, storage::Bytes(), 1.0};
}

} // namespace

/// A word in one field of one segment, which has it.
class SideBySide::Read {
public:
    Read(const Known& word, const storage::TermEntry& itself, const SegmentField& field, std::size_t at,
         const SnapshotSegment& part)
        : word_(word), field_(field), at_(at), part_(part), list_(list_of(field, itself, part)),
          marked_(word.spellings()) {}

    [[nodiscard]] TermList& list() { return list_; }

    /// Looks at a document that has the word.
    void enter(std::uint32_t document) {
        document_ = document;
        positions_ = positions_in(list_);
    }
    /// Those of the word in the document.
    [[nodiscard]] Positions positions() const { return positions_; }

    /// Which spelling stands at a position where the word does.
    [[nodiscard]] std::size_t spelling_at(std::uint32_t position) {
        for (std::size_t spelling = 1; spelling < marked_.size(); ++spelling) {
            if (const auto& entry = word_.entry(spelling, at_, part_.number)) {
                std::optional<TermList>& list = marked_[spelling];
                if (!list) {
                    list.emplace(list_of(field_, *entry, part_));
                }
                if (std::ranges::binary_search(positions_in(*list), position)) {
                    return spelling;
                }
            }
        }
        return 0;
    }

private:
    [[nodiscard]] Positions positions_in(TermList& list) const {
        const std::optional<std::uint32_t> place = list.find(document_);
        return place ? list.positions(*place) : Positions();
    }

    const Known& word_;
    const SegmentField& field_;
    std::size_t at_;
    const SnapshotSegment& part_;
    TermList list_;
    /// Made when they are first looked at.
    std::vector<std::optional<TermList>> marked_;
    std::uint32_t document_ = 0;
    Positions positions_;
};

/// Counts how often the spellings of some words stand side by side.
class SideBySide::Row {
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
        std::vector<Read> words;
        words.reserve(words_.size());
        for (const Known* word : words_) {
            if (const Entry& entry = word->entry(0, at, part.number)) {
                words.emplace_back(*word, *entry, field, at, part);
            }
        }
        TermList& lead = words[rarest].list();
        for (std::uint32_t block = 0; block < lead.block_count() && !spent(); ++block) {
            read(block, rarest, words);
        }
    }

    /// Of each combination of spellings, those of the last word first.
    [[nodiscard]] double count(std::size_t combination) const {
        return read_ == 0
                   ? 0.0
                   : static_cast<double>(found_[combination]) * static_cast<double>(all_) / static_cast<double>(read_);
    }

    /// Whether everything was read, and they stood nowhere.
    [[nodiscard]] bool never_stands() const {
        return read_ == all_ && std::ranges::all_of(found_, [](std::uint64_t count) { return count == 0; });
    }

private:
    [[nodiscard]] bool spent() const { return left_.documents == 0 || left_.common == 0; }

    /// Reads documents of a block of the rarest word, as many as are left.
    void read(std::uint32_t block, std::size_t rarest, std::vector<Read>& words) {
        std::array<std::uint32_t, storage::kBlockSize> documents; // NOLINT(*-member-init): only what is written is read
        std::array<kernels::Marked, storage::kBlockSize> scores;  // NOLINT(*-member-init): likewise
        kernels::Candidates common{documents.data(), scores.data(), 0};
        const std::uint32_t count = words[rarest].list().read_documents(block, 0, UINT32_MAX, common);
        common.count = std::min(count, left_.documents);
        std::uint32_t looked_at = common.count;
        const std::uint32_t* const all = words[rarest].list().documents();
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (i != rarest) {
                common.count = words[i].list().complete(common, kernels::kMark, true);
            }
        }
        for (std::uint32_t i = 0; i < common.count; ++i) {
            count_in(documents[i], words);
            if (--left_.common == 0) {
                // What comes behind was not asked for.
                looked_at = static_cast<std::uint32_t>(std::lower_bound(all, all + count, documents[i]) - all) + 1;
                break;
            }
        }
        read_ += looked_at;
        left_.documents -= looked_at;
    }

    void count_in(std::uint32_t document, std::vector<Read>& words) {
        for (Read& word : words) {
            word.enter(document);
        }
        for (const std::uint32_t position : words.front().positions()) {
            std::uint32_t next = position;
            if (!std::ranges::all_of(
                    words, [&](const Read& word) { return std::ranges::binary_search(word.positions(), next++); })) {
                continue;
            }
            std::size_t combination = 0;
            for (std::size_t i = 0; i < words.size(); ++i) {
                combination = combination * words_[i]->spellings() +
                              words[i].spelling_at(position + static_cast<std::uint32_t>(i));
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

/// Counts all rows of some places.
class SideBySide::Counter {
public:
    Counter(SideBySide& all, const Places& places, Budget budget) : all_(all), budget_(budget) {
        std::size_t size = 1;
        for (const std::vector<Spellings>& words : places) {
            std::vector<Known>& known = known_.emplace_back();
            known.reserve(words.size());
            std::size_t spellings = 0;
            for (const Spellings& word : words) {
                known.emplace_back(all, word);
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
        if (all_.never_stands(words)) {
            return;
        }
        Row row(words, budget_);
        for (std::size_t at = 0; at < all_.fields_.size(); ++at) {
            for (const SnapshotSegment& part : all_.snapshot_->segments()) {
                try {
                    row.read(part.segment->text_fields().at(all_.fields_[at]), at, part);
                } catch (const storage::Corrupt& error) {
                    throw storage::CorruptFile(part.segment->file().path(), error.what());
                }
            }
        }
        if (words.size() == 2 && row.never_stands()) {
            all_.never_.emplace(words[0]->itself(), words[1]->itself());
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

    SideBySide& all_;
    Budget budget_;
    std::vector<std::vector<Known>> known_;
    /// By place how many spellings its words have.
    std::vector<std::size_t> widths_;
    std::vector<double> counts_;
};

SideBySide::SideBySide(std::shared_ptr<const search::Snapshot> snapshot, std::vector<std::uint32_t> fields)
    : snapshot_(std::move(snapshot)), fields_(std::move(fields)) {}

const SideBySide::Entries& SideBySide::entries(const std::string& spelling) {
    const auto [known, is_new] = known_.try_emplace(spelling);
    if (is_new) {
        for (const std::uint32_t field : fields_) {
            known->second.push_back(snapshot_->find(field, spelling));
        }
    }
    return known->second;
}

std::vector<double> SideBySide::count(const Places& places, Budget budget) {
    return Counter(*this, places, budget).count();
}

/// Whether two words that stand side by side in a row of some are known never to do so.
bool SideBySide::never_stands(const std::vector<const Known*>& words) const {
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (never_.contains({words[i - 1]->itself(), words[i]->itself()})) {
            return true;
        }
    }
    return false;
}

} // namespace searchlib::suggestions
