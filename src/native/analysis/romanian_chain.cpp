#include "analysis/romanian_chain.hpp"

#include <algorithm>
#include <stdexcept>

namespace searchlib::analysis {
namespace {

bool is_stemmable(std::string_view word) {
    return std::ranges::all_of(word, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

/// Words that wait for their stems, each once, and the tokens that wait for them.
class Waiting {
public:
    void add(const std::string& word, std::size_t form, std::size_t token) {
        const auto [found, is_new] = numbers_.try_emplace(word, words_.size());
        if (is_new) {
            words_.push_back(word);
        }
        places_.push_back({found->second, form, token});
    }

    void stem(std::vector<AnalyzedForm>& forms, const RomanianChain::Stemmer& stemmer) const {
        if (words_.empty()) {
            return;
        }
        const std::vector<std::string> stems = stemmer(words_);
        if (stems.size() != words_.size()) {
            throw std::length_error("the stemmer gave another number of stems than it got words");
        }
        for (const auto& [number, form, token] : places_) {
            forms[form].tokens[token].term = stems[number];
        }
    }

private:
    struct Place {
        std::size_t number;
        std::size_t form;
        std::size_t token;
    };
    std::unordered_map<std::string, std::size_t> numbers_;
    std::vector<std::string> words_;
    std::vector<Place> places_;
};

} // namespace

std::vector<AnalyzedForm> RomanianChain::analyze(const std::vector<std::string_view>& raws, const Stemmer& stemmer) {
    std::vector<AnalyzedForm> forms(raws.size());
    Waiting waiting;
    std::vector<Piece> pieces;
    for (std::size_t number = 0; number < raws.size(); ++number) {
        AnalyzedForm& form = forms[number];
        if (!reader_.read(raws[number], pieces)) {
            form.left = true;
            continue;
        }
        for (Piece& piece : pieces) {
            AnalyzedToken& token = form.tokens.emplace_back();
            form.width = std::max(form.width, piece.position + 1);
            if (!is_stemmable(piece.folded)) {
                token.term = piece.folded;
            } else if (!table_.apply(piece.folded, token.term)) {
                waiting.add(piece.folded, number, form.tokens.size() - 1);
            }
            token.piece = std::move(piece);
        }
    }
    waiting.stem(forms, stemmer);
    return forms;
}

} // namespace searchlib::analysis
