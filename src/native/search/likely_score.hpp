#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "search/deadline.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Guesses, as windows of documents are looked at one after the other, what the last of the documents that are looked for
/// will score in the end, from what those found so far score. What scores less may be passed over at once; where the guess
/// turns out to have been too high, it has to be looked for after all.
class LikelyScore {
public:
    /// `looked_at` windows have been looked at before the first.
    LikelyScore(std::size_t windows, std::size_t looked_at);

    /// The guess for a window, each of which is asked for in turn; 0 where there is none, or more is needed anyway.
    [[nodiscard]] Score guess(std::size_t window, const SegmentCollector& collector);

    /// The guess that was made for a window.
    [[nodiscard]] Score made(std::size_t window) const { return made_[window]; }

private:
    /// Fewer windows tell too little, and cost little.
    static constexpr std::size_t kFewest = 24;
    /// A guess is made anew when a third more has been looked at.
    static constexpr std::size_t kThird = 3;

    [[nodiscard]] std::size_t rank(std::size_t window, std::size_t wanted) const;

    std::vector<Score> made_;
    std::size_t looked_at_;
    std::size_t next_ = 1;
    Score guess_ = 0;
    std::vector<Score> room_;
};

/// Calls `process(window, guess, below)` for each window, where at least `guess` is needed most likely; and where that was
/// too high once more, without a guess, for what scores less than `below`: the others were collected the first time.
template <class Process>
void each_likely(std::size_t windows, std::size_t looked_at, const SegmentCollector& collector, Process&& process) {
    LikelyScore likely(windows, looked_at);
    for (std::size_t window = 0; window < windows; ++window) {
        Deadline::check_lightly();
        process(window, likely.guess(window, collector), std::numeric_limits<Score>::max());
    }
    for (std::size_t window = 0; window < windows; ++window) {
        if (likely.made(window) > collector.needed()) {
            Deadline::check_lightly();
            process(window, Score{0}, likely.made(window));
        }
    }
}

} // namespace searchlib::search
