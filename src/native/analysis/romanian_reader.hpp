// Reads raw forms as the Romanian chain does: words, groups of words, numbers, dates and initials, folded and in place.
// What is rare (addresses, tags, most other scripts) is left to the readable twin, src/searchlib/analysis/romanian.py.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/form_text.hpp"
#include "analysis/old_spelling.hpp"
#include "analysis/word_groups.hpp"

namespace searchlib::analysis {

/// How a query uses a token: `Role` in protocol.py.
enum class Role : std::uint8_t { part, whole, extra };

/// What becomes one token once it has its stem.
struct Piece {
    std::string folded;
    /// The letters as printed, lower case; empty where they are the folded ones.
    std::string letters;
    std::uint32_t position = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    Role role = Role::part;
};

/// A form is runs of letters and digits with single joiners between them, and is read from left to right. The readers
/// of one kind return how many runs they took, none where there is nothing of the kind.
class RomanianReader {
public:
    RomanianReader(WordLists lists, OldSpelling spelling)
        : lists_(std::make_shared<const WordLists>(std::move(lists))),
          spelling_(std::make_shared<const OldSpelling>(std::move(spelling))) {}

    [[nodiscard]] ForeignLetters& foreign() { return foreign_; }

    /// Puts the pieces of a raw form in `pieces`; false where Python has to read it.
    bool read(std::string_view raw, std::vector<Piece>& pieces);

private:
    struct Run {
        Span span;
        bool is_digits;
    };

    bool find_runs();
    [[nodiscard]] bool may_be_address() const;
    [[nodiscard]] bool is_plain_host() const;
    void read_host(std::vector<Piece>& pieces);
    bool read_foreign(std::vector<Piece>& pieces);

    std::size_t read_date(std::size_t run, std::vector<Piece>& pieces);
    std::size_t read_time(std::size_t run, std::vector<Piece>& pieces);
    std::size_t read_number(std::size_t run, std::vector<Piece>& pieces);
    std::size_t read_initials(std::size_t run, std::vector<Piece>& pieces);
    std::size_t read_words(std::size_t run, std::vector<Piece>& pieces);

    /// What joins a run to the next one; 0 behind the last.
    [[nodiscard]] char joiner(std::size_t run) const;
    /// Whether it is there, has digits alone, and so many of them.
    [[nodiscard]] bool has_digits(std::size_t run, std::uint32_t least, std::uint32_t most) const;
    [[nodiscard]] bool is_initial(std::size_t run) const;
    [[nodiscard]] Span between(std::size_t first, std::size_t last) const {
        return {runs_[first].span.begin, runs_[last].span.end};
    }
    [[nodiscard]] Piece word(const std::u16string& lowered, Span place) const;
    /// The word of these letters, spelled as today.
    [[nodiscard]] Piece spelled_word(Span letters, Span place);
    void add_part(Piece piece, std::vector<Piece>& pieces);
    void add_as_is(std::string text, Span place, std::vector<Piece>& pieces);
    void add_runs(std::size_t first, std::size_t last, std::vector<Piece>& pieces);

    // Copies share them, so that each thread can have one.
    std::shared_ptr<const WordLists> lists_;
    std::shared_ptr<const OldSpelling> spelling_;
    ForeignLetters foreign_;
    // Of the form that is read; kept for their memory.
    FormText text_;
    std::vector<Run> runs_;
    std::vector<GroupPart> parts_;
    std::u16string lowered_;
    std::uint32_t width_ = 0;
};

} // namespace searchlib::analysis
