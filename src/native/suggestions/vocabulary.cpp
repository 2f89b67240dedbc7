#include "suggestions/vocabulary.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "analysis/letters.hpp"
#include "search/automaton.hpp"
#include "suggestions/edits.hpp"

namespace searchlib::suggestions {
namespace {

constexpr char32_t kLatinEnd = 0x250;

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

/// A word without the diacritics of Latin letters; nothing if it has other letters beyond ASCII.
std::optional<std::string> fold_latin(std::string_view word) {
    std::string folded;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t code = search::read_utf8(word, at);
        if (code < 0x80) {
            folded.push_back(static_cast<char>(code));
            continue;
        }
        const analysis::Letter& letter = analysis::letter(code);
        if (code >= kLatinEnd || !analysis::is_letter(letter.kind)) {
            return std::nullopt;
        }
        folded.append(letter.fold, letter.fold_size);
    }
    return folded;
}

} // namespace

Vocabulary::Vocabulary(Words words, const Fold& fold) : words_(std::move(words)) {
    std::vector<std::string> folded(words_.size());
    std::vector<std::uint32_t> foreign;
    for (std::uint32_t number = 0; number < words_.size(); ++number) {
        const std::string_view text = words_[number].text;
        if (is_ascii(text)) {
            continue;
        }
        if (auto latin = fold_latin(text)) {
            folded[number] = *std::move(latin);
        } else {
            foreign.push_back(number);
        }
    }
    if (!foreign.empty()) {
        std::vector<std::string_view> texts;
        texts.reserve(foreign.size());
        for (const std::uint32_t number : foreign) {
            texts.push_back(words_[number].text);
        }
        std::vector<std::string> found = fold(texts);
        for (std::size_t i = 0; i < std::min(foreign.size(), found.size()); ++i) {
            folded[foreign[i]] = std::move(found[i]);
        }
    }
    group(folded);
    sort_by_length();
}

/// Puts each word with diacritics to the word without them. One that stands without that word is a key of its own, as
/// are those of scripts that are kept as they are.
void Vocabulary::group(const std::vector<std::string>& folded) {
    const auto find_word = [&](std::string_view text) {
        std::uint32_t low = 0;
        for (std::uint32_t left = words_.size(); left > 0;) {
            const std::uint32_t half = left / 2;
            if (words_[low + half].text < text) {
                low += half + 1;
                left -= half + 1;
            } else {
                left = half;
            }
        }
        return low;
    };
    struct Spelling {
        std::uint32_t base;
        std::uint32_t word;
    };
    std::vector<Spelling> spellings;
    std::vector<std::uint64_t> documents;
    for (std::uint32_t number = 0; number < words_.size(); ++number) {
        if (!folded[number].empty()) {
            const std::uint32_t base = find_word(folded[number]);
            if (base != number && base < words_.size() && words_[base].text == folded[number]) {
                spellings.push_back({base, number});
                continue;
            }
        }
        if (words_[number].documents == 0) {
            continue;
        }
        keys_.push_back(number);
        documents.push_back(words_[number].documents);
        occurrences_ += words_[number].occurrences;
    }
    std::ranges::stable_sort(spellings, {}, &Spelling::base);
    auto next = spellings.begin();
    for (const std::uint32_t key : keys_) {
        spelling_begins_.push_back(static_cast<std::uint32_t>(spellings_.size()));
        // A base that is itself a spelling of something else is no key; what is put to it is passed over.
        for (; next != spellings.end() && next->base <= key; ++next) {
            if (next->base == key) {
                spellings_.push_back(next->word);
            }
        }
    }
    spelling_begins_.push_back(static_cast<std::uint32_t>(spellings_.size()));
    greatest_ = Greatest(documents);
}

std::uint32_t Vocabulary::first_from(std::string_view text) const {
    const auto found = std::ranges::lower_bound(keys_, text, {}, [&](std::uint32_t word) { return words_[word].text; });
    return static_cast<std::uint32_t>(found - keys_.begin());
}

std::uint32_t Vocabulary::find(std::string_view key) const {
    const std::uint32_t number = first_from(key);
    return number < size() && this->key(number).text == key ? number : size();
}

std::vector<Word> Vocabulary::spellings(std::uint32_t number) const {
    std::vector<Word> found;
    Word plain = key(number);
    for (std::uint32_t i = spelling_begins_[number]; i < spelling_begins_[number + 1]; ++i) {
        const Word word = words_[spellings_[i]];
        plain.occurrences -= std::min(plain.occurrences, word.occurrences);
        plain.documents -= std::min(plain.documents, word.documents);
        if (word.documents > 0) {
            found.push_back(word);
        }
    }
    // What stands with none of these spellings stands without diacritics.
    if (plain.occurrences > 0 || found.empty()) {
        found.push_back(plain);
    }
    std::ranges::sort(found, [](const Word& a, const Word& b) {
        return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.text < b.text;
    });
    return found;
}

std::vector<std::uint32_t> Vocabulary::complete(std::string_view prefix, std::size_t limit) const {
    const std::uint32_t begin = first_from(prefix);
    // Bytes of UTF-8 are below 0xFF, so that nothing with this prefix stands behind it.
    const std::uint32_t end = first_from(std::string(prefix) + '\xff');
    return greatest_.places(begin, end, limit);
}

void Vocabulary::sort_by_length() {
    std::vector<std::uint32_t> lengths;
    std::vector<std::uint32_t> sets;
    std::vector<std::uint32_t> ends;
    std::u32string letters;
    for (std::uint32_t number = 0; number < size(); ++number) {
        read_letters(key(number).text, letters);
        sets.push_back(letter_set(letters));
        ends.push_back(word_ends(letters));
        const auto length = static_cast<std::uint32_t>(letters.size());
        lengths.push_back(length);
        if (length + 2 > length_begins_.size()) {
            length_begins_.resize(length + 2);
        }
        ++length_begins_[length + 1];
    }
    for (std::size_t length = 1; length < length_begins_.size(); ++length) {
        length_begins_[length] += length_begins_[length - 1];
    }
    std::vector<std::uint32_t> next = length_begins_;
    by_length_.resize(size());
    letter_sets_.resize(size());
    word_ends_.resize(size());
    for (std::uint32_t number = 0; number < size(); ++number) {
        const std::uint32_t at = next[lengths[number]]++;
        by_length_[at] = number;
        letter_sets_[at] = sets[number];
        word_ends_[at] = ends[number];
    }
    by_tail_.resize(size());
    std::iota(by_tail_.begin(), by_tail_.end(), 0U);
    for (std::uint32_t length = kShortestWithEnds; length + 1 < length_begins_.size(); ++length) {
        sort_by_tail(length);
    }
}

void Vocabulary::sort_by_tail(std::uint32_t length) {
    const auto places =
        std::span(by_tail_).subspan(length_begins_[length], length_begins_[length + 1] - length_begins_[length]);
    std::ranges::sort(places, {}, [&](std::uint32_t at) { return std::pair(tail_of(word_ends_[at]), at); });
}

/// Where the keys of a length are that begin with a letter, or any if none is given.
std::pair<std::uint32_t, std::uint32_t> Vocabulary::of_length(std::uint32_t length, std::string_view first) const {
    const auto begin = by_length_.begin() + length_begins_[length];
    const auto end = by_length_.begin() + length_begins_[length + 1];
    const auto low = std::ranges::lower_bound(begin, end, first, {}, [&](std::uint32_t k) { return key(k).text; });
    const auto high = std::partition_point(low, end, [&](std::uint32_t k) { return key(k).text.starts_with(first); });
    return {static_cast<std::uint32_t>(low - by_length_.begin()),
            static_cast<std::uint32_t>(high - by_length_.begin())};
}

/// The places of the keys of a length that end with the same two letters as a word.
std::span<const std::uint32_t> Vocabulary::with_tail(std::uint32_t length, std::uint32_t ends) const {
    const auto all =
        std::span(by_tail_).subspan(length_begins_[length], length_begins_[length + 1] - length_begins_[length]);
    const auto found =
        std::ranges::equal_range(all, tail_of(ends), {}, [&](std::uint32_t at) { return tail_of(word_ends_[at]); });
    return {found.begin(), found.end()};
}

/// Finds the keys that are exactly so many edits from a word, and most frequent.
class Vocabulary::Finder {
public:
    Finder(const Vocabulary& all, std::string_view word, std::u32string_view letters, std::uint32_t edits,
           std::size_t limit)
        : all_(all), word_(word), letters_(letters), edits_(edits), limit_(limit), set_(letter_set(letters)),
          ends_(word_ends(letters)) {}

    /// Looks at the keys of a length, or at those of them that may be near.
    void look_at(std::uint32_t length) {
        if (edits_ > 1) {
            look_at(length, beginning(1));
            return;
        }
        if (std::min<std::size_t>(length, letters_.size()) < kShortestWithEnds) {
            look_at(length, {});
            return;
        }
        // One edit is not in both places.
        const std::string_view head = beginning(2);
        look_at(length, head);
        for (const std::uint32_t at : all_.with_tail(length, ends_)) {
            if (may_be_near(set_, all_.letter_sets_[at], edits_) &&
                !all_.key(all_.by_length_[at]).text.starts_with(head)) {
                look_closely(at);
            }
        }
    }

    /// The most frequent first.
    [[nodiscard]] std::vector<Neighbour> take() {
        std::ranges::sort(found_, [](const Neighbour& a, const Neighbour& b) {
            return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.key < b.key;
        });
        found_.resize(std::min(found_.size(), limit_));
        return std::move(found_);
    }

private:
    [[nodiscard]] std::string_view beginning(std::size_t letters) const {
        std::size_t end = 0;
        while (letters-- > 0) {
            search::read_utf8(word_, end);
        }
        return word_.substr(0, end);
    }

    void look_at(std::uint32_t length, std::string_view first) {
        const auto [begin, end] = all_.of_length(length, first);
        const auto sets = std::span(all_.letter_sets_).subspan(begin, end - begin);
        for_each_near(set_, sets, edits_, [&](std::uint32_t at) { look_closely(begin + at); });
    }

    void look_closely(std::uint32_t at) {
        const Word word = all_.key(all_.by_length_[at]);
        if (most_.size() == limit_ && (limit_ == 0 || word.occurrences < most_.front())) {
            return; // so many are more frequent
        }
        read_letters(word.text, other_);
        if (edit_distance(letters_, other_, edits_) != edits_) {
            return;
        }
        found_.push_back({all_.by_length_[at], word.occurrences});
        if (most_.size() == limit_) {
            std::ranges::pop_heap(most_, std::greater{});
            most_.pop_back();
        }
        most_.push_back(word.occurrences);
        std::ranges::push_heap(most_, std::greater{});
    }

    const Vocabulary& all_;
    std::string_view word_;
    std::u32string_view letters_;
    std::uint32_t edits_;
    std::size_t limit_;
    std::uint32_t set_;
    std::uint32_t ends_;
    std::u32string other_;
    std::vector<Neighbour> found_;
    /// How frequent the most frequent ones of them are: a heap with the rarest in front.
    std::vector<std::uint64_t> most_;
};

std::vector<Neighbour> Vocabulary::neighbours(std::string_view word, std::uint32_t edits, std::size_t limit) const {
    std::u32string letters;
    read_letters(word, letters);
    if (letters.empty() || letters.size() > kMostLetters || size() == 0) {
        return {};
    }
    const auto lengths = static_cast<std::uint32_t>(length_begins_.size() - 1);
    const auto length = static_cast<std::uint32_t>(letters.size());
    Finder finder(*this, word, letters, edits, limit);
    for (std::uint32_t of = length - std::min(length, edits); of < std::min(length + edits + 1, lengths); ++of) {
        finder.look_at(of);
    }
    return finder.take();
}

} // namespace searchlib::suggestions
