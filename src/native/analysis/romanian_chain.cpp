#include "analysis/romanian_chain.hpp"

#include <algorithm>
#include <stdexcept>

#include "analysis/levelling.hpp"

namespace searchlib::analysis {
namespace {

bool is_stemmable(std::string_view word) {
    return std::ranges::all_of(word, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

/// Asks for the stems of the tokens that have none yet.
void stem(std::vector<AnalyzedToken>& tokens, const std::vector<std::size_t>& waiting,
          const RomanianChain::Stemmer& stemmer) {
    if (waiting.empty()) {
        return;
    }
    std::vector<std::string_view> words;
    words.reserve(waiting.size());
    for (const std::size_t token : waiting) {
        words.emplace_back(tokens[token].piece.folded);
    }
    std::vector<std::string> stems = stemmer(words);
    if (stems.size() != words.size()) {
        throw std::length_error("the stemmer gave another number of stems than it got words");
    }
    for (std::size_t at = 0; at < waiting.size(); ++at) {
        level(stems[at]);
        tokens[waiting[at]].term = std::move(stems[at]);
    }
}

} // namespace

AnalyzedForms RomanianChain::analyze(const std::vector<std::string_view>& raws, const Stemmer& stemmer) {
    AnalyzedForms analyzed;
    std::vector<AnalyzedToken>& tokens = analyzed.tokens_;
    analyzed.forms_.reserve(raws.size());
    tokens.reserve(raws.size());
    std::vector<std::size_t> waiting;
    std::vector<Piece> pieces;
    for (const std::string_view raw : raws) {
        AnalyzedForms::Form form{.begin = tokens.size()};
        form.left = !reader_.read(raw, pieces);
        if (!form.left) {
            for (Piece& piece : pieces) {
                AnalyzedToken& token = tokens.emplace_back();
                form.width = std::max(form.width, piece.position + 1);
                if (!is_stemmable(piece.folded)) {
                    token.term = piece.folded;
                } else if (!table_->apply(piece.folded, token.term)) {
                    waiting.push_back(tokens.size() - 1);
                }
                token.piece = std::move(piece);
            }
        }
        form.end = tokens.size();
        analyzed.forms_.push_back(form);
    }
    stem(tokens, waiting, stemmer);
    return analyzed;
}

} // namespace searchlib::analysis
