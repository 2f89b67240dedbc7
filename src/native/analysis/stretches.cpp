#include "analysis/stretches.hpp"

namespace searchlib::analysis {

void EnglishSentences::begin() {
    forms_ = 0;
    count_ = {};
    line_.clear();
    english_.clear();
}

void EnglishSentences::add(Evidence evidence, Gap before) {
    if (before >= Gap::stop && forms_ > 0) {
        close_sentence();
        if (before == Gap::line) {
            close_line();
        }
    }
    ++forms_;
    if (evidence == 0) {
        return;
    }
    const std::size_t language = evidence >= kFirstEnglish ? 1 : 0;
    if (++count_.words[language] == 1) {
        count_.first[language] = evidence;
    } else if (evidence != count_.first[language]) {
        count_.several[language] = true;
    }
}

const std::vector<bool>& EnglishSentences::finish() {
    if (forms_ > 0) {
        close_sentence();
        close_line();
    }
    return english_;
}

void EnglishSentences::close_sentence() {
    Verdict verdict = Verdict::open;
    if (count_.words[0] > count_.words[1]) {
        verdict = Verdict::romanian;
    } else if (count_.words[1] > count_.words[0] && count_.several[1]) {
        verdict = Verdict::english;
    }
    line_.push_back({forms_, verdict});
    count_ = {};
}

void EnglishSentences::close_line() {
    // A sentence that says nothing is English between two that are, in one line.
    std::vector<bool> behind(line_.size(), false);
    for (std::size_t at = line_.size(); at-- > 1;) {
        behind[at - 1] = line_[at].verdict == Verdict::open ? behind[at] : line_[at].verdict == Verdict::english;
    }
    bool before = false;
    for (std::size_t at = 0; at < line_.size(); ++at) {
        bool english = before && behind[at];
        if (line_[at].verdict != Verdict::open) {
            english = before = line_[at].verdict == Verdict::english;
        }
        english_.resize(line_[at].end, english);
    }
    line_.clear();
}

} // namespace searchlib::analysis
