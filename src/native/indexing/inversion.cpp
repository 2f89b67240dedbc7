#include "indexing/inversion.hpp"

#include <algorithm>
#include <stdexcept>

namespace searchlib::indexing {
namespace {

constexpr std::uint32_t kNotOne = UINT32_MAX;

/// For each form its one term, where it has just one, at its first position: nearly all are such, and a token then costs
/// one look-up in a table that stays in the cache.
std::vector<std::uint32_t> single_terms(const Forms& forms, const FormTerms& terms) {
    std::vector<std::uint32_t> single(forms.defined(), kNotOne);
    for (std::uint32_t form = 0; form < single.size(); ++form) {
        const std::span<const TermAt> of = terms.of(form);
        if (of.size() == 1 && of.front().position == 0 && forms.width(form) == 1) {
            single[form] = of.front().term;
        }
    }
    return single;
}

} // namespace

void Stream::add(std::span<const std::uint32_t> numbers) {
    if (numbers.size() > free_size_) {
        // The first is small: a commit of one document is to cost little.
        free_size_ = std::max(chunks_.empty() ? kChunk / 64 : kChunk, numbers.size());
        chunks_.push_back(std::make_unique_for_overwrite<std::uint32_t[]>(free_size_));
        free_ = chunks_.back().get();
        capacity_ += free_size_;
    }
    std::ranges::copy(numbers, free_);
    documents_.emplace_back(free_, numbers.size());
    free_ += numbers.size();
    free_size_ -= numbers.size();
    size_ += numbers.size();
}

Layout::Layout(const Stream& stream, const Forms& forms, std::span<const std::uint32_t> order) {
    bases_.reserve(order.size() + 1);
    std::uint64_t base = 0;
    for (const std::uint32_t document : order) {
        bases_.push_back(static_cast<std::uint32_t>(base));
        for (const std::uint32_t form : stream.of(document)) {
            base += forms.width(form);
        }
        ++base;
        if (base >= kNotOne) {
            throw std::length_error("a segment holds too much text: give the writer less memory");
        }
    }
    bases_.push_back(static_cast<std::uint32_t>(base));
    coarse_.reserve((base >> kCoarse) + 1);
    std::uint32_t document = 0;
    for (std::uint64_t place = 0; place < base; place += std::uint64_t{1} << kCoarse) {
        while (bases_[document + 1] <= place) {
            ++document;
        }
        coarse_.push_back(document);
    }
}

/// Calls `take(term, place)` for each occurrence, in the order of the documents and their tokens.
template <class Take>
void Inversion::each(const Stream& stream, const Forms& forms, const FormTerms& terms,
                     std::span<const std::uint32_t> order, const Layout& layout, Take&& take) {
    for (std::uint32_t document = 0; document < order.size(); ++document) {
        std::uint32_t place = layout.base(document);
        for (const std::uint32_t form : stream.of(order[document])) {
            for (const TermAt& at : terms.of(form)) {
                take(at.term, place + at.position);
            }
            place += forms.width(form);
        }
    }
}

Inversion::Inversion(const Stream& stream, const Forms& forms, const FormTerms& terms,
                     std::span<const std::uint32_t> order, const Layout& layout) {
    if (stream.size() * kSortBelow > terms.count()) {
        count(stream, forms, terms, order, layout);
        return;
    }
    std::vector<Pair> pairs;
    each(stream, forms, terms, order, layout,
         [&](std::uint32_t term, std::uint32_t place) { pairs.emplace_back(term, place); });
    sort(std::move(pairs));
}

void Inversion::sort(std::vector<Pair> pairs) {
    std::ranges::sort(pairs);
    places_.reserve(pairs.size());
    for (const auto& [term, place] : pairs) {
        if (terms_.empty() || terms_.back() != term) {
            terms_.push_back(term);
            starts_.push_back(places_.size());
        }
        places_.push_back(place);
    }
    starts_.push_back(places_.size());
}

void Inversion::count(const Stream& stream, const Forms& forms, const FormTerms& terms,
                      std::span<const std::uint32_t> order, const Layout& layout) {
    std::vector<std::uint32_t> of_form(forms.defined());
    for (const std::uint32_t document : order) {
        for (const std::uint32_t form : stream.of(document)) {
            ++of_form[form];
        }
    }
    std::vector<std::uint64_t> ends(terms.count());
    for (std::uint32_t form = 0; form < of_form.size(); ++form) {
        for (const TermAt& at : terms.of(form)) {
            ends[at.term] += of_form[form];
        }
    }
    std::uint64_t start = 0;
    for (std::uint32_t term = 0; term < ends.size(); ++term) {
        const std::uint64_t occurrences = ends[term];
        ends[term] = start;
        if (occurrences > 0) {
            terms_.push_back(term);
            starts_.push_back(start);
            start += occurrences;
        }
    }
    starts_.push_back(start);
    places_.resize(start);
    const std::vector<std::uint32_t> single = single_terms(forms, terms);
    for (std::uint32_t document = 0; document < order.size(); ++document) {
        std::uint32_t place = layout.base(document);
        for (const std::uint32_t form : stream.of(order[document])) {
            if (single[form] != kNotOne) {
                places_[ends[single[form]]++] = place++;
                continue;
            }
            for (const TermAt& at : terms.of(form)) {
                places_[ends[at.term]++] = place + at.position;
            }
            place += forms.width(form);
        }
    }
}

} // namespace searchlib::indexing
