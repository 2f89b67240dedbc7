#include "analysis/moldovan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace searchlib::analysis {
namespace {

using Word = std::u16string;
using View = std::u16string_view;

bool is_in(char16_t letter, View letters) { return letters.find(letter) != View::npos; }

/// Sequences that Romanian does not have.
bool is_russian(View word) {
    for (std::size_t at = 0; at + 1 < word.size(); ++at) {
        const char16_t next = word[at + 1];
        if ((word[at] == u'ч' && is_in(next, u"бвгджзклмнпрстфхцш")) || (word[at] == u'в' && is_in(next, u"сзчш")) ||
            (word[at] == u'ь' && is_in(next, u"бвгджзклмнпрстфхцчш"))) {
            return true;
        }
    }
    if (word.find(u"ств") != View::npos || word.find(u"скв") != View::npos) {
        return true;
    }
    constexpr std::array<View, 12> kEndings{u"ый",   u"ых",   u"ого",  u"его",  u"ский", u"ская",
                                            u"ское", u"ской", u"ских", u"ским", u"ском", u"скую"};
    const auto ends_behind_other = [&](View ending, char16_t other) {
        return word.size() > ending.size() && word.ends_with(ending) && word[word.size() - ending.size() - 1] != other;
    };
    return std::ranges::any_of(kEndings, [&](View ending) { return word.ends_with(ending); }) ||
           ends_behind_other(u"ы", u'р') || ends_behind_other(u"ть", u'ш');
}

/// Writes each letter anew as `write` says, which is given the word and a place in it; where it says nothing, the letter
/// stays.
template <class Write> Word rewritten(const Word& word, Write&& write) {
    Word found;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const View written = write(View(word), at);
        found += written.empty() ? View(word).substr(at, 1) : written;
    }
    return found;
}

View behind_hard(View word, std::size_t at) {
    if (at == 0 || !is_in(word[at - 1], u"кг")) {
        return {};
    }
    switch (word[at]) {
    case u'я':
        return u"hea";
    case u'ю':
        return u"hiu";
    case u'ь':
        return u"hi";
    case u'е':
        return u"hе";
    case u'и':
        return u"hи";
    default:
        return {};
    }
}

View behind_soft(View word, std::size_t at) {
    if (at == 0 || !is_in(word[at - 1], u"чӂ")) {
        return {};
    }
    switch (word[at]) {
    case u'я':
    case u'а':
        return u"ea";
    case u'о':
        return u"io";
    case u'у':
    case u'ю':
        return u"iu";
    default:
        return {};
    }
}

View behind_i(View word, std::size_t at) {
    if (at == 0 || word[at - 1] != u'и') {
        return {};
    }
    return word[at] == u'я' ? View(u"a") : word[at] == u'ю' ? View(u"u") : View();
}

/// piatră, viață
View in_piatra(View word, std::size_t at) {
    const bool begins = (at == 1 || (at == 2 && word[0] == u'с')) && is_in(word[at - 1], u"пбфвм");
    return word[at] == u'я' && begins && at + 1 < word.size() && is_in(word[at + 1], u"цтрз") ? View(u"ia") : View();
}

View behind_consonant(View word, std::size_t at) {
    const bool holds = word[at] == u'я' && at > 0 && is_in(word[at - 1], u"бвгджзклмнпрстфхцш");
    return holds ? View(u"ea") : View();
}

/// The letters one by one, folded but for î.
View latin(View word, std::size_t at) {
    using Pair = std::pair<char16_t, View>;
    static constexpr std::array<Pair, 31> kLetters{{
        {u'а', u"a"}, {u'б', u"b"},  {u'в', u"v"},  {u'г', u"g"}, {u'д', u"d"}, {u'е', u"e"}, {u'ж', u"j"},
        {u'ӂ', u"g"}, {u'з', u"z"},  {u'и', u"i"},  {u'й', u"i"}, {u'к', u"c"}, {u'л', u"l"}, {u'м', u"m"},
        {u'н', u"n"}, {u'о', u"o"},  {u'п', u"p"},  {u'р', u"r"}, {u'с', u"s"}, {u'т', u"t"}, {u'у', u"u"},
        {u'ф', u"f"}, {u'х', u"h"},  {u'ц', u"t"},  {u'ч', u"c"}, {u'ш', u"s"}, {u'ы', u"î"}, {u'ь', u"i"},
        {u'э', u"a"}, {u'ю', u"iu"}, {u'я', u"ia"},
    }};
    const auto* const found = std::ranges::find(kLetters, word[at], &Pair::first);
    return found == kLetters.end() ? View() : found->second;
}

Word to_latin(View given) {
    constexpr std::array<std::pair<View, View>, 5> kWords{
        {{u"я", u"ea"}, {u"кяр", u"chiar"}, {u"идее", u"idee"}, {u"идея", u"ideea"}, {u"ноембрие", u"noiembrie"}}};
    const auto* const known = std::ranges::find(kWords, given, &std::pair<View, View>::first);
    if (known != kWords.end()) {
        return Word(known->second);
    }
    Word word;
    for (std::size_t at = 0; at < given.size(); ++at) {
        if (given[at] == u'к' && at + 1 < given.size() && is_in(given[at + 1], u"сз")) {
            word += u'x';
            ++at;
        } else {
            word += given[at];
        }
    }
    if (word.ends_with(u"чея")) {
        word.replace(word.size() - 3, 3, u"ceea");
    }
    word = rewritten(word, behind_hard);
    const bool ends_soft = !word.empty() && is_in(word.back(), u"чӂ");
    word = rewritten(word, behind_soft);
    if (ends_soft) {
        word += u'i'; // cinci
    }
    word = rewritten(word, behind_i);
    word = rewritten(word, in_piatra);
    word = rewritten(word, behind_consonant);
    if (word.size() > 1 && word.back() == u'е' && is_in(word[word.size() - 2], u"аеоу")) {
        word.replace(word.size() - 1, 1, u"ie"); // femeie
    }
    return rewritten(word, latin);
}

/// As since 1993: â inside a word for î, unless behind a prefix. What is folded is a or i.
std::string modern(const Word& word, const WordLists& lists) {
    if (word == u"sînt" || word == u"sîntem" || word == u"sînteti") {
        return "su" + std::string(word.begin() + 2, word.end());
    }
    std::string folded;
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (word[at] != u'î') {
            folded += static_cast<char>(word[at]);
            continue;
        }
        const bool is_inner = at > 0 && at + 1 < word.size();
        const bool is_late = is_inner && is_in(word[at + 1], u"nm") && lists.prefixes.contains(folded);
        folded += is_inner && !is_late ? 'a' : 'i';
    }
    return folded;
}

} // namespace

std::string moldovan_reading(View word, const WordLists& lists) {
    return is_russian(word) ? std::string() : modern(to_latin(word), lists);
}

} // namespace searchlib::analysis
