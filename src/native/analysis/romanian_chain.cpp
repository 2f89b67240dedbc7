#include "analysis/romanian_chain.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace searchlib::analysis {
namespace {

bool is_stemmable(std::string_view word) {
    return std::ranges::all_of(word, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

/// Words that wait for their stems, each once, and the tokens that wait for them.
class Waiting {
public:
    void add(const std::string& word, std::size_t token) {
        const auto [found, is_new] = numbers_.try_emplace(word, words_.size());
        if (is_new) {
            words_.push_back(word);
        }
        places_.emplace_back(found->second, token);
    }

    void stem(std::vector<AnalyzedToken>& tokens, const RomanianChain::Stemmer& stemmer) const {
        if (words_.empty()) {
            return;
        }
        const std::vector<std::string> stems = stemmer(words_);
        if (stems.size() != words_.size()) {
            throw std::length_error("the stemmer gave another number of stems than it got words");
        }
        for (const auto& [number, token] : places_) {
            tokens[token].term = stems[number];
        }
    }

private:
    std::unordered_map<std::string, std::size_t> numbers_;
    std::vector<std::string> words_;
    /// Word and token.
    std::vector<std::pair<std::size_t, std::size_t>> places_;
};

} // namespace

AnalyzedForms RomanianChain::analyze(const std::vector<std::string_view>& raws, const Stemmer& stemmer) {
    AnalyzedForms analyzed;
    std::vector<AnalyzedToken>& tokens = analyzed.tokens_;
    analyzed.forms_.reserve(raws.size());
    tokens.reserve(raws.size());
    Waiting waiting;
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
                } else if (!table_.apply(piece.folded, token.term)) {
                    waiting.add(piece.folded, tokens.size() - 1);
                }
                token.piece = std::move(piece);
            }
        }
        form.end = tokens.size();
        analyzed.forms_.push_back(form);
    }
    waiting.stem(tokens, stemmer);
    return analyzed;
}

} // namespace searchlib::analysis
