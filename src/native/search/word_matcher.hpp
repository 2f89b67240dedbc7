#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "search/near_counter.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// Counts how often several terms stand together in a document: never more often than the rarest of them.
class WordMatcher {
public:
    struct Part {
        /// Scores with the weight of the whole, so that its bounds are bounds of the whole's.
        std::unique_ptr<TermList> list;
        /// Where it stands in the whole, or, if that is not fixed, its number.
        std::uint32_t position;
    };

    explicit WordMatcher(std::vector<Part> parts);
    virtual ~WordMatcher() = default;
    WordMatcher(const WordMatcher&) = delete;
    WordMatcher& operator=(const WordMatcher&) = delete;
    WordMatcher(WordMatcher&&) = delete;
    WordMatcher& operator=(WordMatcher&&) = delete;

    /// Rarest first.
    [[nodiscard]] std::vector<Part>& parts() { return parts_; }

    virtual std::uint32_t count(std::uint32_t document) = 0;

private:
    std::vector<Part> parts_;
};

/// Those of a phrase: they stand at given distances from each other.
class PhraseMatcher final : public WordMatcher {
public:
    using WordMatcher::WordMatcher;

    std::uint32_t count(std::uint32_t document) override;

private:
    std::vector<std::uint32_t> starts_;
};

/// Those that stand in the order of their numbers, with at most so many other words among them.
class OrderedMatcher final : public WordMatcher {
public:
    OrderedMatcher(std::vector<Part> parts, std::uint32_t distance);

    std::uint32_t count(std::uint32_t document) override;

private:
    static constexpr std::int64_t kNever = -1;

    [[nodiscard]] std::uint32_t next_part() const;

    std::uint32_t distance_;
    /// By number: the positions that are left, and where the last beginning of what has been seen up to that part stands.
    std::vector<std::span<const std::uint32_t>> left_;
    std::vector<std::int64_t> begun_;
};

/// Those that stand in any order, with at most so many other words among them.
class UnorderedMatcher final : public WordMatcher {
public:
    UnorderedMatcher(std::vector<Part> parts, std::uint32_t distance);

    std::uint32_t count(std::uint32_t document) override;

private:
    NearCounter counter_;
    std::vector<std::vector<Place>> places_;
};

} // namespace searchlib::search
