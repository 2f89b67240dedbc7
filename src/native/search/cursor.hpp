#pragma once

#include <concepts>
#include <cstdint>
#include <memory>

#include "search/scoring.hpp"

namespace searchlib::search {

/// The document of a cursor that has passed its last one.
inline constexpr std::uint32_t kEnd = UINT32_MAX;

/// No document from the one asked for up to `last` scores more than `score`.
struct Bound {
    Score score;
    std::uint32_t last;
};

/// Goes through the matching documents of one segment in ascending order. A new cursor stands on its
/// first document.
class Cursor {
public:
    Cursor() = default;
    virtual ~Cursor() = default;
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    Cursor(Cursor&&) = delete;
    Cursor& operator=(Cursor&&) = delete;

    [[nodiscard]] virtual std::uint32_t document() const = 0;

    /// Moves to the first document not before `target`, if it stands before it. Returns document().
    virtual std::uint32_t advance(std::uint32_t target) = 0;

    /// The score of the current document; call only while there is one.
    virtual Score score() = 0;

    /// An upper bound of scores from `target`, which never falls from call to call, on. Moves nothing.
    virtual Bound bound(std::uint32_t target) = 0;

    /// Sets the bits of its documents from the current one to before `end` in `bits`, which stand for
    /// documents from `begin` on, and moves to the first not before `end`.
    virtual void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
        for (std::uint32_t doc = document(); doc < end; doc = advance(doc + 1)) {
            bits[(doc - begin) / 64] |= std::uint64_t{1} << ((doc - begin) % 64);
        }
    }

    /// From now on, documents that score less than `score` may be passed over; it never falls.
    virtual void require(Score /*score*/) {}

    /// About how many documents match.
    [[nodiscard]] virtual std::uint64_t cost() const = 0;

    /// Whether any document can score above zero.
    [[nodiscard]] virtual bool scores() const = 0;
};

using CursorPointer = std::unique_ptr<Cursor>;

/// What plans that know a cursor's class rely on, so that the calls can be inlined.
template <class C>
concept FinalCursor = std::derived_from<C, Cursor> && std::is_final_v<C>;

} // namespace searchlib::search
