#pragma once

namespace searchlib::storage {

/// How many of the ascending numbers that `at` gives are below `limit`: `first`, which are known to be, and those of the
/// `count` from there on. Without a branch on what is read, as none could be foreseen.
template <class Count, class Limit, class At> Count bisect(Count first, Count count, Limit limit, At&& at) {
    while (count > 0) {
        const Count half = (count + 1) / 2;
        first += at(first + half - 1) < limit ? half : 0;
        count -= half;
    }
    return first;
}

} // namespace searchlib::storage
