#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "search/phrase_list.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// A term, a keyword, a phrase or terms near each other in one field, as plans that look at many documents at once see it.
class Leaf {
public:
    /// `word` is that of the node.
    Leaf(std::unique_ptr<TermList> term, std::uint32_t word) : lead_(term.get()), term_(std::move(term)), word_(word) {}
    Leaf(std::unique_ptr<PhraseList> phrase, std::uint32_t word)
        : lead_(phrase->lists().front()), phrase_(std::move(phrase)), word_(word) {}

    [[nodiscard]] bool is_term() const { return term_ != nullptr; }
    /// Whether it is a term whose list is a bitmap.
    [[nodiscard]] bool is_dense() const { return is_term() && term_->list().bits() != nullptr; }
    /// The postings of a term, for plans that know no phrases; nothing is left behind.
    [[nodiscard]] std::unique_ptr<TermList> term() && { return std::move(term_); }

    /// A list that has all documents of the leaf, and bounds what they score.
    [[nodiscard]] TermList& lead() { return *lead_; }
    [[nodiscard]] std::uint32_t cost() const { return lead_->cost(); }
    [[nodiscard]] std::uint32_t word() const { return word_; }

    /// No document scores more.
    [[nodiscard]] Score greatest() const;
    /// The same of documents `begin` up to but not including `end` of a list of so many blocks (see TermList); none if it is
    /// known that the leaf cannot stand there.
    [[nodiscard]] std::optional<Score> greatest_near(std::uint32_t begin, std::uint32_t end,
                                                     std::uint32_t blocks) const;

    /// What at least `count` documents that pass the filter and are live score, as far as a phrase knows it beforehand; else
    /// 0.
    [[nodiscard]] Score attained(std::size_t count, const DocumentFilter& filter, const SnapshotSegment& segment) {
        return phrase_ ? phrase_->attained(count, filter, segment) : 0;
    }

    /// Writes the documents of a block of `lead` from `begin` to before `end` that pass the filter and reach `needed`
    /// (marked), and their scores, marked; of a phrase only bounds, which `verify` makes scores. Returns how many.
    std::uint32_t read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, const DocumentFilter& filter,
                       kernels::Marked needed, kernels::Candidates to);

    /// The same of a term, all documents without their scores.
    std::uint32_t read_documents(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                                 const DocumentFilter& filter, kernels::Candidates to);

    std::uint32_t verify(kernels::Candidates candidates, kernels::Marked needed) {
        return term_ ? candidates.count : phrase_->verify(candidates, needed);
    }

    /// Adds to each candidate what the leaf brings, and keeps those that then reach `needed` and, if it is required,
    /// have it. Returns how many are kept, at the front.
    std::uint32_t complete(kernels::Candidates candidates, Score needed, bool required) {
        return term_ ? term_->complete(candidates, marked(needed), required)
                     : phrase_->complete(candidates, needed, marked(needed), required);
    }

    /// Adds to each candidate what the leaf brings, and marks those that have it; where even that does not reach `worth`
    /// it may not look.
    void add(kernels::Candidates candidates, Score worth) {
        term_ ? term_->complete(candidates, 0, false) : phrase_->complete(candidates, worth, 0, false);
    }

    [[nodiscard]] bool has(std::uint32_t document) {
        return term_ ? term_->find(document).has_value() : phrase_->has(document);
    }

private:
    TermList* lead_;
    // One of both.
    std::unique_ptr<TermList> term_;
    std::unique_ptr<PhraseList> phrase_;
    std::uint32_t word_;
};

using Leaves = std::vector<Leaf>;

} // namespace searchlib::search
