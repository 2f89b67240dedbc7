#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/snapshot.hpp"
#include "suggestions/greatest.hpp"

// The words of some text fields of a snapshot as they are printed, by what they are without diacritics: made once, in
// memory, so that a word, its spellings, what begins with some letters and what is like it are found in microseconds.
namespace searchlib::suggestions {

/// A word as it stands in the index.
struct Word {
    std::string_view text;
    /// Live documents that have it, added up over the fields.
    std::uint64_t documents = 0;
    /// How often it stands in them, and in deleted ones until they are merged away.
    std::uint64_t occurrences = 0;
};

/// A word like another one.
struct Neighbour {
    std::uint32_t key;
    std::uint64_t occurrences;
};

/// The words of text fields, in the order of their bytes, those among them that no live document has any more.
class Words {
public:
    Words(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(documents_.size()); }
    [[nodiscard]] Word operator[](std::uint32_t number) const {
        const std::string_view letters = letters_;
        return {letters.substr(ends_[number], ends_[number + 1] - ends_[number]), documents_[number],
                occurrences_[number]};
    }

private:
    void add(const Word& word);

    std::string letters_;
    /// Where each word begins, and where the last one ends.
    std::vector<std::uint64_t> ends_{0};
    std::vector<std::uint64_t> documents_;
    std::vector<std::uint64_t> occurrences_;
};

class Vocabulary {
public:
    /// Returns of each word what it is without diacritics.
    using Fold = std::function<std::vector<std::string>(const std::vector<std::string_view>&)>;

    /// `fold` is called once, with the words that are not of Latin letters alone.
    Vocabulary(Words words, const Fold& fold);

    /// Keys are the words without diacritics that live documents have, numbered in the order of their bytes.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
    /// The number of a key; size() if there is none.
    [[nodiscard]] std::uint32_t find(std::string_view key) const;
    /// A key, with what is known of all its spellings together.
    [[nodiscard]] Word key(std::uint32_t number) const { return words_[keys_[number]]; }
    /// The spellings of a key, the most frequent first. Those with diacritics are of live documents; that without any has
    /// the occurrences that are left, and at least so many documents.
    [[nodiscard]] std::vector<Word> spellings(std::uint32_t number) const;
    /// How often all words stand in the fields.
    [[nodiscard]] std::uint64_t occurrences() const { return occurrences_; }

    /// The keys that begin with `prefix` and that most documents have; of equal ones the first.
    [[nodiscard]] std::vector<std::uint32_t> complete(std::string_view prefix, std::size_t limit) const;

    /// The keys that are exactly `edits` (1 or 2) edits from a word: a letter put in, left out, exchanged, or swapped with
    /// its neighbour. Two edits leave the first letter as it is. At most `limit`, the most frequent ones first.
    [[nodiscard]] std::vector<Neighbour> neighbours(std::string_view word, std::uint32_t edits,
                                                    std::size_t limit) const;

private:
    [[nodiscard]] std::uint32_t first_from(std::string_view text) const;
    void group(const std::vector<std::string>& folded);
    void sort_by_length();
    void sort_by_tail(std::uint32_t length);
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> of_length(std::uint32_t length, std::string_view first) const;
    [[nodiscard]] std::span<const std::uint32_t> with_tail(std::uint32_t length, std::uint32_t ends) const;

    class Finder;

    Words words_;
    std::uint64_t occurrences_ = 0;
    /// By key the word.
    std::vector<std::uint32_t> keys_;
    /// The words that have diacritics, by key; those of key k from spelling_begins_[k] to before [k + 1].
    std::vector<std::uint32_t> spellings_;
    std::vector<std::uint32_t> spelling_begins_;
    Greatest greatest_;
    /// The keys by their number of letters and then in their order, those of n letters from length_begins_[n] on, and of
    /// each the set of its letters and what it begins and ends with.
    std::vector<std::uint32_t> by_length_;
    std::vector<std::uint32_t> letter_sets_;
    std::vector<std::uint32_t> word_ends_;
    std::vector<std::uint32_t> length_begins_;
    /// Their places in those, by the number of letters and then by what they end with.
    std::vector<std::uint32_t> by_tail_;
};

} // namespace searchlib::suggestions
