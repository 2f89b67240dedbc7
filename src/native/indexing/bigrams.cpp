#include "indexing/bigrams.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace searchlib::indexing {
namespace {

constexpr std::size_t kKeys = std::size_t{1} << 16;

/// The high bit of each byte that is not zero.
std::uint64_t filled(std::uint64_t word) {
    constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7FULL;
    return (((word & kLow) + kLow) | word) & ~kLow;
}

/// Calls `take` for each place from `begin` up to `end` at which a byte stands and another one behind it.
template <class Take> void each_pair(const std::uint8_t* bytes, std::uint32_t begin, std::uint32_t end, Take&& take) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint32_t kWord = sizeof(std::uint64_t);
    std::uint32_t place = begin;
    for (; place + kWord <= end; place += kWord) {
        std::uint64_t pairs = filled(storage::load<std::uint64_t>(bytes + place)) &
                              filled(storage::load<std::uint64_t>(bytes + place + 1));
        for (; pairs != 0; pairs &= pairs - 1) {
            take(place + static_cast<std::uint32_t>(std::countr_zero(pairs)) / 8);
        }
    }
    for (; place < end; ++place) {
        if (bytes[place] != 0 && bytes[place + 1] != 0) {
            take(place);
        }
    }
}

} // namespace

BigramFinder::BigramFinder(const Layout& layout, std::uint32_t documents,
                           std::span<const std::span<const std::uint32_t>> places)
    : layout_(layout), documents_(documents), at_(std::size_t{layout.base(documents)} + 1) {
    for (std::size_t term = 0; term < places.size(); ++term) {
        const auto number = static_cast<std::uint8_t>(term + 1);
        for (const std::uint32_t place : places[term]) {
            if (at_[place] == 0) {
                at_[place] = number;
            } else if (at_[place] != number) {
                further_.emplace_back(place, number);
            }
        }
    }
    std::ranges::sort(further_);
    const auto twice = std::ranges::unique(further_);
    further_.erase(twice.begin(), twice.end());
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

/// Calls `take(key, document)` for each bigram, in the order of the documents.
template <class Take> void BigramFinder::each(Take&& take) const {
    walk(
        [&](std::uint32_t begin, std::uint32_t end, std::uint32_t document) {
            each_pair(at_.data(), begin, end,
                      [&](std::uint32_t place) { take(key(at_[place], at_[place + 1]), document); });
        },
        take);
}

void BigramFinder::write(storage::BigramsWriter& writer) const {
    std::vector<std::uint32_t> ends(kKeys);
    each([&](std::uint32_t key, std::uint32_t /*document*/) { ++ends[key]; });
    std::uint32_t begin = 0;
    for (std::uint32_t& end : ends) {
        begin += std::exchange(end, begin);
    }
    LargeArray<std::uint32_t> documents;
    std::uint32_t* const found = documents.room(begin);
    each([&](std::uint32_t key, std::uint32_t document) { found[ends[key]++] = document; });
    // What were the beginnings are now the ends.
    const std::uint32_t* at = found;
    for (std::uint32_t first = 1; first < 256; ++first) {
        for (std::uint32_t second = 1; second < 256; ++second) {
            const std::uint32_t* const end = found + ends[first << 8U | second];
            while (at < end) {
                // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): all up to the last end has been written
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
