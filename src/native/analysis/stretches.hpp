// The stretches of a text that are in another language. The readable twin is src/searchlib/analysis/stretches.py.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/evidence.hpp"
#include "analysis/gap.hpp"

namespace searchlib::analysis {

/// Tells the English sentences of a Romanian text, form by form from left to right.
class EnglishSentences {
public:
    void begin();

    /// The next form, and what stands before it.
    void add(Evidence evidence, Gap before);

    /// Whether each form added since `begin` is in an English sentence.
    const std::vector<bool>& finish();

private:
    enum class Verdict : std::uint8_t { romanian, english, open };
    struct Sentence {
        std::size_t end;
        Verdict verdict;
    };
    /// What the forms of one sentence say; of Romanian and of English.
    struct Count {
        unsigned words[2] = {0, 0};
        Evidence first[2] = {0, 0};
        bool several[2] = {false, false};
    };

    void close_sentence();
    void close_line();

    std::size_t forms_ = 0;
    Count count_;
    std::vector<Sentence> line_;
    std::vector<bool> english_;
};

} // namespace searchlib::analysis
