#include "search/weighing.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "search/extras.hpp"
#include "search/term_search.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;

/// A weight that rounds to nothing in every document, as no contribution is greater than its weight.
constexpr double kLeastWeight = 0.5 / kGrid;

/// Lists the terms of a query that are looked up.
void list_terms(Node& node, std::vector<SoughtTerm>& terms) {
    for (Node::PhraseTerm& term : node.terms) {
        terms.push_back({node.kind == Kind::keyword, node.field, term.text, &term.entries});
    }
    for (Node& child : node.children) {
        list_terms(child, terms);
    }
}

/// Whether some segments have each of the terms.
bool has_terms(const Node& node) {
    return std::ranges::all_of(node.terms, [](const Node::PhraseTerm& term) { return term.entries.any(); });
}

bool is_nothing(const Node& node) { return node.kind == Kind::nothing; }

bool brings_nothing(const Node& boost) {
    return is_nothing(boost) || ((boost.kind == Kind::term || boost.kind == Kind::phrase) && boost.idf < kLeastWeight);
}

void replace(Node& node, Node by) { node = std::move(by); }

/// Makes of a node its first child, if that is all there is.
void unwrap(Node& node) {
    if (node.children.size() == 1) {
        replace(node, std::move(node.children.front()));
    }
}

void reduce_boosted(Node& node) {
    if (is_nothing(node.children.front())) {
        replace(node, {});
        return;
    }
    const auto boosts = std::ranges::remove_if(node.children.begin() + 1, node.children.end(), brings_nothing);
    node.children.erase(boosts.begin(), boosts.end());
    if (node.children.front().kind == Kind::boosted) {
        // What was boosted may have had other parts, which find nothing.
        std::vector<Node> inner = std::move(node.children.front().children);
        std::move(node.children.begin() + 1, node.children.end(), std::back_inserter(inner));
        node.children = std::move(inner);
    }
    unwrap(node);
}

} // namespace

Weighing::Weighing(const Snapshot& snapshot, const Statistics* statistics)
    : snapshot_(snapshot), statistics_(statistics),
      fields_(statistics == nullptr ? snapshot.fields() : statistics->fields) {}

void Weighing::weigh(Node& root) {
    // As many as questions of five words in two fields with their exact forms mostly have.
    constexpr std::size_t kTerms = 24;
    std::vector<SoughtTerm> terms;
    terms.reserve(kTerms);
    list_terms(root, terms);
    known_.reserve(terms.size());
    look_up(terms, snapshot_.segments());
    weigh_node(root);
}

void Weighing::weigh_node(Node& node) {
    if (node.kind == Kind::term || node.kind == Kind::phrase || node.kind == Kind::letters) {
        weigh_text(node);
    }
    for (Node& child : node.children) {
        if (node.kind != Kind::boosted || &child == &node.children.front() || may_stand(child)) {
            weigh_node(child);
        }
    }
    if (node.extras) {
        prepare_extras(node, snapshot_, statistics_);
        cut_ = cut_ || node.extras->cut;
    }
}

void Weighing::weigh_text(Node& node) {
    for (const Node::PhraseTerm& term : node.terms) {
        const std::uint64_t frequency = statistics_ == nullptr ? snapshot_.document_frequency(node.field, term.entries)
                                                               : outside_frequency(node.field, term.text);
        known_.push_back({node.field, term.text, frequency});
        node.idf += idf(node.field, term, frequency);
    }
    node.idf *= node.boost;
    if (node.word != 0 && !may_stand(node) && has_terms(node)) {
        words_.push_back(node.word);
    }
}

/// Whether a boost may stand anywhere: it does only where the term or phrase of its word does. Statistics from outside
/// are asked for all the same, so that it is told what they lack.
bool Weighing::may_stand(const Node& boost) const {
    return statistics_ != nullptr || boost.word == 0 || std::ranges::find(words_, boost.word) != words_.end();
}

double Weighing::idf(std::uint32_t field, const Node::PhraseTerm& term, std::uint64_t frequency) const {
    const std::uint64_t documents =
        term.beyond.empty() ? fields_.at(field).documents : known_frequency(field, term.beyond);
    if (frequency > documents) {
        throw std::invalid_argument("the term " + term.text + " stands in more documents than there are");
    }
    return term.beyond.empty() ? inverse_document_frequency(documents, frequency)
                               : conditional_inverse_document_frequency(documents, frequency);
}

/// That of a term that others are weighed beyond: it boosts too, just before them.
std::uint64_t Weighing::known_frequency(std::uint32_t field, const std::string& term) const {
    constexpr std::ptrdiff_t kNear = 32;
    const auto recent = std::views::take(std::views::reverse(known_), kNear);
    const auto found =
        std::ranges::find_if(recent, [&](const Known& known) { return known.field == field && known.term == term; });
    if (found != recent.end()) {
        return found->frequency;
    }
    return statistics_ == nullptr ? snapshot_.document_frequency(field, snapshot_.find(field, term))
                                  : outside_frequency(field, term);
}

std::uint64_t Weighing::outside_frequency(std::uint32_t field, const std::string& term) const {
    const auto found = statistics_->document_frequencies.find({field, term});
    if (found == statistics_->document_frequencies.end()) {
        throw std::invalid_argument("the statistics lack the term " + term);
    }
    return found->second;
}

void reduce(Node& node) {
    if (node.extras) {
        return; // these kinds need their parts as they are
    }
    for (Node& child : node.children) {
        reduce(child);
    }
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
    case Kind::keyword:
        if (!has_terms(node)) {
            replace(node, {});
        }
        return;
    case Kind::disjunction:
        std::erase_if(node.children, is_nothing);
        if (node.children.empty()) {
            replace(node, {});
            return;
        }
        unwrap(node);
        return;
    case Kind::conjunction:
        if (std::ranges::any_of(node.children, is_nothing)) {
            replace(node, {});
        }
        return;
    case Kind::filter:
        if (is_nothing(node.children.front())) {
            replace(node, {});
        }
        return;
    case Kind::exclusion:
        if (is_nothing(node.children.front())) {
            replace(node, {});
            return;
        }
        std::erase_if(node.children, is_nothing);
        unwrap(node);
        return;
    case Kind::boosted:
        reduce_boosted(node);
        return;
    default:
        return;
    }
}

} // namespace searchlib::search
