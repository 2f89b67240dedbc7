#include "suggestions/choosing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace searchlib::suggestions {
namespace {

/// Occurrences of a word from which on what stands behind it tells more than how frequent each word is alone, and the
/// same of two words.
constexpr double kTrust = 100.0;
constexpr double kTrustInTwo = 5.0;

/// Ways to take three words side by side, beyond which only two are looked at.
constexpr std::size_t kMostTriples = 32;

/// Documents of rarest words that are looked at, shared among the rows that words may stand in; each has at least some.
constexpr std::size_t kDocuments = 1024;
constexpr std::size_t kLeast = 32;
constexpr std::size_t kMost = 256;
/// Documents of each row whose positions are read.
constexpr std::uint32_t kCommon = 24;

constexpr std::uint32_t kNone = UINT32_MAX;

/// The guesses of a place by their keys.
struct Grouped {
    explicit Grouped(std::span<const Guess> guesses) {
        std::vector<std::vector<std::uint32_t>> known;
        for (std::uint32_t number = 0; number < guesses.size(); ++number) {
            const Guess& guess = guesses[number];
            const auto found =
                std::ranges::find_if(spellings, [&](const Spellings& word) { return word.front() == guess.key; });
            const auto at = static_cast<std::size_t>(found - spellings.begin());
            if (found == spellings.end()) {
                spellings.push_back({guess.key});
                known.push_back({kNone});
            }
            if (guess.text == guess.key) {
                known[at].front() = number;
            } else {
                spellings[at].push_back(guess.text);
                known[at].push_back(number);
            }
        }
        for (const std::vector<std::uint32_t>& of_key : known) {
            numbers.insert(numbers.end(), of_key.begin(), of_key.end());
        }
    }

    std::vector<Spellings> spellings;
    /// Of each spelling the number of its guess; kNone if it is none.
    std::vector<std::uint32_t> numbers;
};

/// How often the guesses of some places stand side by side.
class Counts {
public:
    Counts() = default;
    Counts(SideBySide& rows, std::span<const Grouped> places, std::span<const std::vector<Guess>> guesses) {
        Places spellings;
        std::size_t combinations = 1;
        std::size_t size = 1;
        for (std::size_t i = 0; i < places.size(); ++i) {
            spellings.push_back(places[i].spellings);
            combinations *= places[i].spellings.size();
            widths_.push_back(guesses[i].size());
            size *= widths_.back();
        }
        const std::size_t each = std::clamp(kDocuments / combinations, kLeast, kMost);
        const std::vector<double> found = rows.count(spellings, {static_cast<std::uint32_t>(each), kCommon});
        counts_.resize(size);
        for (std::size_t row = 0; row < found.size(); ++row) {
            if (found[row] > 0.0) {
                keep(row, found[row], places);
            }
        }
    }

    /// Whether any of them do.
    [[nodiscard]] bool any() const { return any_; }
    [[nodiscard]] double of(std::span<const std::uint32_t> chosen) const {
        if (!any_) {
            return 0.0;
        }
        std::size_t at = 0;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            at = at * widths_[i] + chosen[i];
        }
        return counts_[at];
    }

private:
    /// Keeps the count of a row of spellings, if all of them are guesses.
    void keep(std::size_t row, double count, std::span<const Grouped> places) {
        std::size_t at = 0;
        std::size_t factor = 1;
        for (std::size_t i = places.size(); i-- > 0;) {
            const std::vector<std::uint32_t>& numbers = places[i].numbers;
            const std::uint32_t number = numbers[row % numbers.size()];
            if (number == kNone) {
                return;
            }
            at += number * factor;
            factor *= widths_[i];
            row /= numbers.size();
        }
        counts_[at] = count;
        any_ = true;
    }

    std::vector<std::size_t> widths_;
    std::vector<double> counts_;
    bool any_ = false;
};

/// How likely a word is behind others that were seen so often, alone and together with it.
double mixed(double together, double before, double likely, double trust) {
    return (together + trust * likely) / (std::max(before, together) + trust);
}

/// What the index has seen of the guesses side by side; nothing is looked up where there is nothing to choose.
class Seen {
public:
    Seen(SideBySide& rows, std::uint64_t all, std::span<const std::vector<Guess>> guesses)
        : guesses_(guesses), all_(static_cast<double>(std::max<std::uint64_t>(1, all))), pairs_(guesses.size()),
          triples_(guesses.size()) {
        std::vector<Grouped> grouped;
        grouped.reserve(guesses.size());
        for (const std::vector<Guess>& options : guesses) {
            grouped.emplace_back(options);
        }
        for (const std::size_t size : {2, 3}) {
            for (std::size_t first = 0; first + size <= guesses.size(); ++first) {
                const auto options = guesses.subspan(first, size);
                const auto places = std::span<const Grouped>(grouped).subspan(first, size);
                if (tells(options, places)) {
                    (size == 2 ? pairs_ : triples_)[first + size - 1] = Counts(rows, places, options);
                }
            }
        }
    }

    /// Whether any three words were seen of which the last is at a place.
    [[nodiscard]] bool tells_of_three(std::size_t place) const { return triples_[place].any(); }

    /// How likely a guess is behind the one or two chosen before it, given the numbers of all.
    [[nodiscard]] double likelihood(std::size_t place, std::span<const std::uint32_t> chosen) const {
        const double share = occurrences(place, chosen.back(), 0.5) / all_;
        if (chosen.size() == 1) {
            return share;
        }
        const auto last_two = chosen.last(2);
        const double before = occurrences(place - 1, last_two.front(), 0.0);
        const double likely = mixed(pairs_[place].of(last_two), before, share, kTrust);
        if (chosen.size() == 2 || !tells_of_three(place)) {
            return likely;
        }
        return mixed(triples_[place].of(chosen), pairs_[place - 1].of(chosen.first(2)), likely, kTrustInTwo);
    }

private:
    /// Whether looking tells anything, and costs no more than it is worth.
    static bool tells(std::span<const std::vector<Guess>> options, std::span<const Grouped> places) {
        std::size_t rows = 1;
        for (const Grouped& place : places) {
            rows *= place.spellings.size();
        }
        return std::ranges::any_of(options, [](const auto& some) { return some.size() > 1; }) &&
               (places.size() == 2 || rows <= kMostTriples);
    }

    [[nodiscard]] double occurrences(std::size_t place, std::uint32_t number, double least) const {
        return std::max(static_cast<double>(guesses_[place][number].occurrences), least);
    }

    std::span<const std::vector<Guess>> guesses_;
    double all_;
    /// Of each place, with what stands before it.
    std::vector<Counts> pairs_;
    std::vector<Counts> triples_;
};

/// The likeliest way to the last two words of a row.
struct Way {
    double cost = 0.0;
    /// The number of the guess for each word.
    std::vector<std::uint32_t> chosen;

    [[nodiscard]] std::span<const std::uint32_t> last(std::size_t count) const {
        return std::span(chosen).last(std::min(count, chosen.size()));
    }
};

/// Leaves of all ways to each last word the likeliest.
std::vector<Way> likeliest(std::vector<Way> ways) {
    std::vector<Way> found;
    for (Way& way : ways) {
        const auto known = std::ranges::find_if(
            found, [&](const Way& other) { return std::ranges::equal(other.last(1), way.last(1)); });
        if (known == found.end()) {
            found.push_back(std::move(way));
        } else if (way.cost < known->cost) {
            *known = std::move(way);
        }
    }
    return found;
}

/// Goes on with each guess of a place: of the ways to it over the same word before it the likeliest is kept.
std::vector<Way> go_on(const std::vector<Way>& ways, std::size_t place, std::span<const Guess> options,
                       const Seen& seen) {
    struct Step {
        double cost;
        const Way* before;
    };
    std::vector<Way> following;
    std::vector<std::pair<std::uint32_t, Step>> steps; // by the word before
    for (std::uint32_t number = 0; number < options.size(); ++number) {
        steps.clear();
        for (const Way& way : ways) {
            std::array<std::uint32_t, 3> room{};
            const auto before = way.last(2);
            std::ranges::copy(before, room.begin());
            room[before.size()] = number;
            const double likely = seen.likelihood(place, std::span(room).first(before.size() + 1));
            const Step step{way.cost + options[number].cost - std::log(likely), &way};
            const std::uint32_t word = before.empty() ? kNone : before.back();
            const auto known = std::ranges::find(steps, word, &std::pair<std::uint32_t, Step>::first);
            if (known == steps.end()) {
                steps.emplace_back(word, step);
            } else if (step.cost < known->second.cost) {
                known->second = step;
            }
        }
        for (const auto& [word, step] : steps) {
            Way& way = following.emplace_back(step.cost, step.before->chosen);
            way.chosen.push_back(number);
        }
    }
    return following;
}

} // namespace

std::vector<std::uint32_t> choose(SideBySide& rows, std::uint64_t all, std::span<const std::vector<Guess>> guesses) {
    const Seen seen(rows, all, guesses);
    std::vector<Way> ways(1);
    for (std::size_t place = 0; place < guesses.size(); ++place) {
        if (!seen.tells_of_three(place)) {
            ways = likeliest(std::move(ways));
        }
        ways = go_on(ways, place, guesses[place], seen);
    }
    return std::ranges::min_element(
               ways,
               [](const Way& a, const Way& b) { return a.cost != b.cost ? a.cost < b.cost : a.chosen < b.chosen; })
        ->chosen;
}

} // namespace searchlib::suggestions
