#include "indexing/bigrams.hpp"

#include <algorithm>
#include <utility>

namespace searchlib::indexing {
namespace {

/// For each form the common term that is its only one, as `numbers` says it, 0 where that is none; kSlow where a form
/// has others besides, or does not take one position.
constexpr std::uint16_t kSlow = 256;

constexpr std::size_t kKeys = std::size_t{1} << 16;

std::vector<std::uint16_t> common_of(const Forms& forms, const FormTerms& terms,
                                     std::span<const std::uint8_t> numbers) {
    std::vector<std::uint16_t> common(forms.defined());
    for (std::uint32_t form = 0; form < common.size(); ++form) {
        const std::span<const TermAt> of = terms.of(form);
        const bool any = std::ranges::any_of(of, [&](const TermAt& at) { return numbers[at.term] != 0; });
        if (forms.width(form) != 1 || (any && (of.size() > 1 || of.front().position != 0))) {
            common[form] = kSlow;
        } else if (any) {
            common[form] = numbers[of.front().term];
        }
    }
    return common;
}

} // namespace

BigramFinder::BigramFinder(const Layout& layout, const Stream& stream, const Forms& forms, const FormTerms& terms,
                           std::span<const std::uint32_t> order, std::span<const std::uint8_t> numbers)
    : layout_(layout), documents_(static_cast<std::uint32_t>(order.size())), at_(std::size_t{layout.size()} + 1) {
    find_places(stream, forms, terms, order, numbers);
    std::ranges::sort(further_);
    const auto twice = std::ranges::unique(further_);
    further_.erase(twice.begin(), twice.end());
}

void BigramFinder::find_places(const Stream& stream, const Forms& forms, const FormTerms& terms,
                               std::span<const std::uint32_t> order, std::span<const std::uint8_t> numbers) {
    const std::vector<std::uint16_t> common = common_of(forms, terms, numbers);
    for (std::uint32_t document = 0; document < documents_; ++document) {
        std::uint32_t place = layout_.base(document);
        for (const std::uint32_t form : stream.of(order[document])) {
            const std::uint16_t number = common[form];
            if (number == kSlow) {
                for (const TermAt& at : terms.of(form)) {
                    note(place + at.position, numbers[at.term]);
                }
                place += forms.width(form);
                continue;
            }
            note(place++, static_cast<std::uint8_t>(number));
        }
    }
}

void BigramFinder::note(std::uint32_t place, std::uint8_t number) {
    if (at_[place] == 0) {
        at_[place] = number;
    } else if (number != 0 && at_[place] != number) {
        further_.emplace_back(place, number);
    }
}

/// Calls `take` for each common term at a place; `more` is not behind its further ones.
template <class Take> void BigramFinder::each_at(std::uint32_t place, Further more, Take&& take) const {
    if (at_[place] != 0) {
        take(at_[place]);
        while (more != further_.end() && more->first < place) {
            ++more;
        }
        for (; more != further_.end() && more->first == place; ++more) {
            take(more->second);
        }
    }
}

/// Goes through all places but the last of each document, in their order. Calls `run(begin, end, document)` for a run
/// of them where one term at most stands at each and at the next, and `one(key, document)` for each bigram elsewhere.
template <class Run, class One> void BigramFinder::walk(Run&& run, One&& one) const {
    auto more = further_.begin();
    for (std::uint32_t document = 0; document < documents_; ++document) {
        const std::uint32_t end = layout_.base(document + 1);
        const auto bigrams_at = [&](std::uint32_t place) {
            each_at(place, more, [&](std::uint8_t first) {
                each_at(place + 1, more, [&](std::uint8_t second) { one(key(first, second), document); });
            });
        };
        std::uint32_t place = layout_.base(document);
        for (; more != further_.end() && more->first < end; ++more) {
            const std::uint32_t several = more->first;
            if (place < several) {
                run(place, several - 1, document);
                bigrams_at(several - 1);
            }
            if (place <= several && several + 1 < end) {
                bigrams_at(several);
            }
            place = several + 1;
        }
        if (place < end) {
            run(place, end - 1, document);
        }
    }
}

/// Where the documents of each bigram begin when all lie one behind the other, by its key.
std::vector<std::uint32_t> BigramFinder::begins() const {
    std::vector<std::uint32_t> counts(kKeys);
    walk(
        [&](std::uint32_t begin, std::uint32_t end, std::uint32_t /*document*/) {
            for (std::uint32_t place = begin; place < end; ++place) {
                ++counts[key(at_[place], at_[place + 1])];
            }
        },
        [&](std::uint32_t key, std::uint32_t /*document*/) { ++counts[key]; });
    std::uint32_t begin = 0;
    for (std::size_t key = 0; key < kKeys; ++key) {
        // Counted were all places: where one of the two is no common term, there is no bigram.
        const bool is_bigram = key >> 8U != 0 && (key & 0xFFU) != 0;
        const std::uint32_t count = std::exchange(counts[key], begin);
        begin += is_bigram ? count : 0;
    }
    counts.push_back(begin);
    return counts;
}

void BigramFinder::write(storage::BigramsWriter& writer) const {
    std::vector<std::uint32_t> ends = begins();
    const std::uint32_t all = ends.back();
    LargeArray<std::uint32_t> documents(all + std::size_t{1});
    std::uint32_t* const found = documents.data();
    walk(
        [&](std::uint32_t begin, std::uint32_t end, std::uint32_t document) {
            for (std::uint32_t place = begin; place < end; ++place) {
                // What is no bigram goes behind them all: whether it is one nobody can foretell, so no branch.
                const bool is_bigram = at_[place] != 0 && at_[place + 1] != 0;
                std::uint32_t& to = ends[key(at_[place], at_[place + 1])];
                found[is_bigram ? to : all] = document;
                to += is_bigram ? 1U : 0U;
            }
        },
        [&](std::uint32_t key, std::uint32_t document) { found[ends[key]++] = document; });
    // What were the beginnings are now the ends.
    const std::uint32_t* at = found;
    for (std::uint32_t first = 1; first < 256; ++first) {
        for (std::uint32_t second = 1; second < 256; ++second) {
            const std::uint32_t* const end = found + ends[first << 8U | second];
            while (at < end) {
                const std::uint32_t document = *at;
                const std::uint32_t* const next =
                    std::find_if(at, end, [&](std::uint32_t other) { return other != document; });
                writer.add(document, static_cast<std::uint32_t>(next - at));
                at = next;
            }
            writer.finish(first - 1, second - 1);
        }
    }
}

} // namespace searchlib::indexing
