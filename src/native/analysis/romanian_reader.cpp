#include "analysis/romanian_reader.hpp"

#include <algorithm>

#include "analysis/moldovan.hpp"
#include "analysis/numbers.hpp"

namespace searchlib::analysis {
namespace {

/// Characters of the longest foreign word that is read letter by letter.
constexpr std::uint32_t kLongestForeign = 40;

/// The letters in today's encoding: ş ţ were printed for ș ț before Unicode 3.0, ã for ă in code page 1252.
std::u16string todays(std::u16string lowered) {
    for (char16_t& letter : lowered) {
        letter = letter == u'\u015F'   ? u'\u0219'
                 : letter == u'\u0163' ? u'\u021B'
                 : letter == u'\u00E3' ? u'\u0103'
                                       : letter;
    }
    return lowered;
}

std::string printed(const std::u16string& lowered, const std::string& folded) {
    if (std::ranges::all_of(lowered, [](char16_t letter) { return letter < 0x80; })) {
        return {};
    }
    std::string letters = utf8(todays(lowered));
    if (letters == folded) {
        letters.clear();
    }
    return letters;
}

/// Whether a letter may stand among foreign ones, as in text that was decoded wrongly: î may have to be respelled.
bool may_stand_among_foreign(char16_t lower) { return lower != u'\u00EE'; }

} // namespace

bool RomanianReader::read(std::string_view raw, std::vector<Piece>& pieces) {
    pieces.clear();
    width_ = 0;
    if (!text_.read(raw, foreign_) || !find_runs()) {
        return false;
    }
    if (text_.is_foreign()) {
        return read_foreign(pieces);
    }
    if (runs_.size() == 1) { // as most forms
        add_part(spelled_word(runs_.front().span, runs_.front().span), pieces);
        return true;
    }
    if (is_plain_host()) {
        read_host(pieces);
        return true;
    }
    if (may_be_address()) {
        return false;
    }
    for (std::size_t run = 0; run < runs_.size();) {
        std::size_t taken = read_date(run, pieces);
        taken = taken > 0 ? taken : read_time(run, pieces);
        taken = taken > 0 ? taken : read_number(run, pieces);
        taken = taken > 0 ? taken : read_initials(run, pieces);
        run += taken > 0 ? taken : read_words(run, pieces);
    }
    return true;
}

bool RomanianReader::find_runs() {
    runs_.clear();
    std::uint32_t begin = 0;
    bool is_digits = true;
    for (std::uint32_t at = 0; at <= text_.size(); ++at) {
        const LetterKind kind = at < text_.size() ? text_.kind(at) : kSeparator;
        if (is_letter(kind) || kind == kDigit) {
            is_digits &= kind == kDigit;
            continue;
        }
        if (at == begin) {
            return false; // a joiner at an end, or beside another
        }
        runs_.push_back({{begin, at}, is_digits});
        begin = at + 1;
        is_digits = true;
    }
    return true;
}

/// Initials with an ending (S.R.L-ul) are among what is left to Python.
bool RomanianReader::may_be_address() const {
    for (std::size_t run = 0; run + 1 < runs_.size(); ++run) {
        if (joiner(run) != '.') {
            continue;
        }
        const Span last = runs_[run + 1].span;
        const bool is_domain = text_.all(last, kLower) && lists_->domains.contains(text_.folded(last));
        if (is_domain || text_.folded(runs_[run].span) == "www" ||
            (joiner(run + 1) == '-' && is_initial(run) && is_initial(run + 1))) {
            return true;
        }
    }
    return false;
}

/// Whether it is the name of a host in ASCII and nothing more: zf.ro, www.posta-romana.ro.
bool RomanianReader::is_plain_host() const {
    constexpr std::size_t kMostRuns = 9;
    const std::size_t last = runs_.size() - 1;
    const bool is_www = text_.folded(runs_.front().span) == "www";
    if (last >= kMostRuns || (is_www && last < 2) || joiner(last - 1) != '.' || (is_www && joiner(0) != '.') ||
        !text_.all(runs_[last].span, kLower) || !lists_->domains.contains(text_.folded(runs_[last].span))) {
        return false;
    }
    for (std::size_t run = 0; run < last; ++run) {
        if (joiner(run) != '.' && joiner(run) != '-') {
            return false;
        }
    }
    for (std::uint32_t at = 0; at < text_.size(); ++at) {
        if (text_.lower(at) >= 0x80) {
            return false;
        }
    }
    return true;
}

void RomanianReader::read_host(std::vector<Piece>& pieces) {
    const Span all{0, text_.size()};
    const std::size_t last = runs_.size() - 1;
    const std::size_t first = text_.folded(runs_.front().span) == "www" ? 1 : 0;
    add_as_is(text_.folded(between(first, last)), all, pieces);
    std::size_t label = last - 1;
    while (label > first && joiner(label - 1) != '.') {
        --label;
    }
    Piece name = pieces.back();
    name.folded = text_.folded(between(label, last - 1));
    name.role = Role::extra;
    pieces.push_back(std::move(name));
}

bool RomanianReader::read_foreign(std::vector<Piece>& pieces) {
    const Span all{0, text_.size()};
    if (runs_.size() > 1 || !text_.is_as_is() || text_.size() > kLongestForeign) {
        return false;
    }
    const std::u16string lowered = text_.lowered(all);
    bool is_moldovan = true;
    for (std::uint32_t at = 0; at < text_.size(); ++at) {
        const bool is_foreign = foreign_.letter(lowered[at]).kind != kOther;
        if (!is_letter(text_.kind(at)) || !(is_foreign || may_stand_among_foreign(lowered[at]))) {
            return false;
        }
        is_moldovan &= foreign_.is_moldovan(lowered[at]);
    }
    Piece piece;
    piece.folded = text_.folded(all);
    if (piece.folded.empty()) {
        return false;
    }
    piece.letters = printed(lowered, piece.folded);
    piece.end = text_.start(text_.size());
    Piece other = piece;
    add_part(std::move(piece), pieces);
    other.letters.clear();
    other.role = Role::whole;
    other.folded = is_moldovan ? moldovan_reading(lowered, *lists_) : std::string();
    if (!other.folded.empty() && other.folded != pieces.back().folded) {
        pieces.push_back(std::move(other));
    }
    return true;
}

bool RomanianReader::is_initial(std::size_t run) const {
    return runs_[run].span.size() == 1 && is_letter(text_.kind(runs_[run].span.begin));
}

char RomanianReader::joiner(std::size_t run) const {
    return run + 1 < runs_.size() ? text_.fold(runs_[run].span.end) : '\0';
}

bool RomanianReader::has_digits(std::size_t run, std::uint32_t least, std::uint32_t most) const {
    return run < runs_.size() && runs_[run].is_digits && runs_[run].span.size() >= least &&
           runs_[run].span.size() <= most;
}

std::size_t RomanianReader::read_date(std::size_t run, std::vector<Piece>& pieces) {
    constexpr std::size_t kRuns = 3;
    const char mark = joiner(run);
    if ((mark != '.' && mark != '/' && mark != '-') || joiner(run + 1) != mark) {
        return 0;
    }
    const bool is_iso = mark == '-' && has_digits(run, 4, 4) && has_digits(run + 1, 2, 2) && has_digits(run + 2, 2, 2);
    if (!is_iso && !(has_digits(run, 1, 2) && has_digits(run + 1, 1, 2) && has_digits(run + 2, 4, 4))) {
        return 0;
    }
    const auto digits = [&](std::size_t number) { return text_.folded(runs_[number].span); };
    std::string date = canonical_date(digits(is_iso ? run : run + 2), digits(run + 1), digits(is_iso ? run + 2 : run));
    if (date.empty()) {
        add_runs(run, run + 2, pieces);
        return kRuns;
    }
    std::string year = date.substr(0, 4);
    add_as_is(std::move(date), between(run, run + 2), pieces);
    Piece extra = pieces.back();
    extra.folded = std::move(year);
    extra.role = Role::extra;
    pieces.push_back(std::move(extra));
    return kRuns;
}

std::size_t RomanianReader::read_time(std::size_t run, std::vector<Piece>& pieces) {
    if (joiner(run) != ':' || !has_digits(run, 1, 2) || !has_digits(run + 1, 2, 2)) {
        return 0;
    }
    const std::size_t last = joiner(run + 1) == ':' && has_digits(run + 2, 2, 2) ? run + 2 : run + 1;
    const Span place = between(run, last);
    add_as_is(text_.folded(place), place, pieces);
    return last + 1 - run;
}

std::size_t RomanianReader::read_number(std::size_t run, std::vector<Piece>& pieces) {
    std::size_t last = run;
    while (runs_[last].is_digits && (joiner(last) == '.' || joiner(last) == ',') && runs_[last + 1].is_digits) {
        ++last;
    }
    if (last == run) {
        return 0;
    }
    std::string number = canonical_number(text_.folded(between(run, last)));
    if (number.empty()) {
        add_runs(run, last, pieces);
    } else {
        add_as_is(std::move(number), between(run, last), pieces);
    }
    return last + 1 - run;
}

std::size_t RomanianReader::read_initials(std::size_t run, std::vector<Piece>& pieces) {
    std::size_t last = run;
    while (joiner(last) == '.' && is_initial(last) && is_initial(last + 1)) {
        ++last;
    }
    if (last == run) {
        return 0;
    }
    std::u16string letters;
    for (std::size_t one = run; one <= last; ++one) {
        letters += text_.lower(runs_[one].span.begin);
    }
    add_part(word(letters, between(run, last)), pieces);
    return last + 1 - run;
}

std::size_t RomanianReader::read_words(std::size_t run, std::vector<Piece>& pieces) {
    std::size_t last = run;
    while (joiner(last) == '-' || joiner(last) == '\'') {
        ++last;
    }
    const Span place = between(run, last);
    const bool is_compound = read_group(text_, place, *lists_, parts_);
    const std::uint32_t first = width_;
    std::u16string joined;
    for (const GroupPart& part : parts_) {
        add_part(spelled_word(part.letters, {part.letters.begin, part.end}), pieces);
        if (is_compound) {
            joined += lowered_;
        }
    }
    if (is_compound) {
        pieces.push_back(word(joined, place));
        pieces.back().position = first;
        pieces.back().role = place.size() == text_.size() ? Role::whole : Role::extra;
    }
    return last + 1 - run;
}

Piece RomanianReader::word(const std::u16string& lowered, Span place) const {
    Piece piece;
    piece.folded = fold(lowered);
    piece.letters = printed(lowered, piece.folded);
    piece.start = text_.start(place.begin);
    piece.end = text_.start(place.end);
    return piece;
}

Piece RomanianReader::spelled_word(Span letters, Span place) {
    text_.lower(letters, lowered_);
    spelling_->respell(lowered_);
    return word(lowered_, place);
}

void RomanianReader::add_part(Piece piece, std::vector<Piece>& pieces) {
    piece.position = width_++;
    pieces.push_back(std::move(piece));
}

void RomanianReader::add_as_is(std::string text, Span place, std::vector<Piece>& pieces) {
    Piece piece;
    piece.folded = std::move(text);
    piece.start = text_.start(place.begin);
    piece.end = text_.start(place.end);
    add_part(std::move(piece), pieces);
}

void RomanianReader::add_runs(std::size_t first, std::size_t last, std::vector<Piece>& pieces) {
    for (std::size_t run = first; run <= last; ++run) {
        add_as_is(text_.folded(runs_[run].span), runs_[run].span, pieces);
    }
}

} // namespace searchlib::analysis
