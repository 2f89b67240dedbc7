#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analysis/written_dates.hpp"

namespace searchlib::indexing {

/// A date as a document keeps it: UTC seconds of its start, its precision, and the day that it is about.
struct Instant {
    std::int64_t seconds;
    std::uint8_t precision;
    analysis::Day about;
};

/// Reads the dates of documents: days and moments in ISO 8601, as nearly all are, here, in the time zone whose days it
/// is told; others by asking.
class LocalDays {
public:
    /// Of a local day, in days since 1970: its first second in UTC, if the clocks do not change on it.
    using Start = std::function<std::optional<std::int64_t>(std::int64_t)>;
    /// Of any text: what it stands for, if it is a date.
    using Parse = std::function<std::optional<Instant>(std::string_view)>;

    static constexpr std::uint8_t kDay = 2;
    static constexpr std::uint8_t kSecond = 3;

    LocalDays(Start start, Parse parse) : start_(std::move(start)), parse_(std::move(parse)) {}

    [[nodiscard]] std::optional<Instant> read(std::string_view text);

private:
    [[nodiscard]] std::optional<std::int64_t> start(std::int64_t day);
    [[nodiscard]] std::optional<Instant> read_plain(std::string_view text);
    [[nodiscard]] std::optional<std::int64_t> day_of(std::int64_t seconds);

    Start start_;
    Parse parse_;
    std::unordered_map<std::int64_t, std::optional<std::int64_t>> starts_;
};

} // namespace searchlib::indexing
