#include "indexing/inversion.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace searchlib::indexing {
namespace {

constexpr std::uint32_t kNotOne = UINT32_MAX;

/// Tokens ahead of the one at hand for whose place memory is asked.
constexpr std::size_t kAhead = 16;

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
    find_bases(stream, forms, order);
    find_coarse();
}

void Layout::find_bases(const Stream& stream, const Forms& forms, std::span<const std::uint32_t> order) {
    struct Form {
        std::uint32_t width;
        std::uint32_t occurrences;
    };
    std::vector<Form> table; // both in one line of the cache
    if (stream.size() * kSortBelow > forms.defined()) {
        table.reserve(forms.defined());
        for (std::uint32_t form = 0; form < forms.defined(); ++form) {
            table.push_back({forms.width(form), 0});
        }
    }
    std::uint64_t base = 0;
    for (const std::uint32_t document : order) {
        bases_.push_back(static_cast<std::uint32_t>(base));
        for (const std::uint32_t form : stream.of(document)) {
            if (table.empty()) {
                base += forms.width(form);
            } else {
                base += table[form].width;
                ++table[form].occurrences;
            }
        }
        ++base;
        if (base >= kNotOne) {
            throw std::length_error("a segment holds too much text: give the writer less memory");
        }
    }
    bases_.push_back(static_cast<std::uint32_t>(base));
    occurrences_.reserve(table.size());
    for (const Form& form : table) {
        occurrences_.push_back(form.occurrences);
    }
}

void Layout::find_coarse() {
    const auto documents = static_cast<std::uint32_t>(bases_.size() - 1);
    shift_ = documents == 0 ? 0 : static_cast<unsigned>(std::bit_width(size() / documents / 4));
    coarse_.reserve((size() >> shift_) + std::size_t{1});
    std::uint32_t document = 0;
    for (std::uint64_t place = 0; place < size(); place += std::uint64_t{1} << shift_) {
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
                     std::span<const std::uint32_t> order, const Layout& layout, LargeArray<std::uint32_t>& room) {
    if (!layout.occurrences().empty()) {
        count(stream, forms, terms, order, layout, room);
        return;
    }
    std::vector<Pair> pairs;
    each(stream, forms, terms, order, layout,
         [&](std::uint32_t term, std::uint32_t place) { pairs.emplace_back(term, place); });
    sort(std::move(pairs), room);
}

std::span<const std::uint32_t> Inversion::places_of(std::uint32_t term) const {
    const auto found = std::ranges::lower_bound(terms_, term);
    if (found == terms_.end() || *found != term) {
        return {};
    }
    return places(static_cast<std::size_t>(found - terms_.begin()));
}

void Inversion::sort(std::vector<Pair> pairs, LargeArray<std::uint32_t>& room) {
    std::ranges::sort(pairs);
    std::uint32_t* const places = room.room(pairs.size());
    places_ = places;
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        const auto& [term, place] = pairs[at];
        if (terms_.empty() || terms_.back() != term) {
            terms_.push_back(term);
            starts_.push_back(at);
        }
        places[at] = place;
    }
    starts_.push_back(pairs.size());
}

void Inversion::count(const Stream& stream, const Forms& forms, const FormTerms& terms,
                      std::span<const std::uint32_t> order, const Layout& layout, LargeArray<std::uint32_t>& room) {
    std::vector<std::uint32_t> ends(terms.count());
    for (std::uint32_t form = 0; form < forms.defined(); ++form) {
        for (const TermAt& at : terms.of(form)) {
            ends[at.term] += layout.occurrences()[form];
        }
    }
    std::uint64_t start = 0;
    for (std::uint32_t term = 0; term < ends.size(); ++term) {
        const std::uint64_t occurrences = ends[term];
        ends[term] = static_cast<std::uint32_t>(start);
        if (occurrences > 0) {
            terms_.push_back(term);
            starts_.push_back(start);
            start += occurrences;
        }
    }
    if (start > UINT32_MAX) {
        throw std::length_error("a segment holds too many terms: give the writer less memory");
    }
    starts_.push_back(start);
    std::uint32_t* const places = room.room(start);
    places_ = places;
    const std::vector<std::uint32_t> single = single_terms(forms, terms);
    for (std::uint32_t document = 0; document < order.size(); ++document) {
        std::uint32_t place = layout.base(document);
        const std::span<const std::uint32_t> tokens = stream.of(order[document]);
        for (std::size_t token = 0; token < tokens.size(); ++token) {
            if (token + kAhead < tokens.size()) {
                const std::uint32_t ahead = single[tokens[token + kAhead]];
                __builtin_prefetch(places + (ahead == kNotOne ? 0 : ends[ahead]), 1);
            }
            const std::uint32_t form = tokens[token];
            if (single[form] != kNotOne) {
                places[ends[single[form]]++] = place++;
                continue;
            }
            for (const TermAt& at : terms.of(form)) {
                places[ends[at.term]++] = place + at.position;
            }
            place += forms.width(form);
        }
    }
}

} // namespace searchlib::indexing
