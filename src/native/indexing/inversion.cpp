#include "indexing/inversion.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace searchlib::indexing {
namespace {

/// Tokens ahead of the one at hand for whose place memory is asked.
constexpr std::size_t kAhead = 16;

/// The terms that stand at the one place of a form.
struct Two {
    std::uint32_t first;
    std::uint32_t second;
};

/// For each form its term, where it has just one, at the one place that it takes: nearly all are such, and a token then
/// costs one look-up in a table that stays in the cache. Words with diacritics have two exact terms: of those the number
/// says, from that of all terms on, where they stand in a shorter table. Its first entry is for what has to be looked at.
struct PlainForms {
    PlainForms(const Forms& forms, const FormTerms& terms) : numbers(forms.defined()), twos(1) {
        for (std::uint32_t form = 0; form < numbers.size(); ++form) {
            const std::span<const TermAt> of = terms.of(form);
            const bool plain = forms.width(form) == 1 && !of.empty() && of.size() <= 2 && of.back().position == 0;
            numbers[form] = plain && of.size() == 1 ? of.front().term : terms.count();
            if (plain && of.size() == 2) {
                numbers[form] += static_cast<std::uint32_t>(twos.size());
                twos.push_back({of.front().term, of.back().term});
            }
        }
    }

    std::vector<std::uint32_t> numbers;
    std::vector<Two> twos;
};

/// Puts the places of the tokens of documents where those of their terms go.
class Scatter {
public:
    /// `ends` says of each term where its next place goes in `places`.
    Scatter(const Forms& forms, const FormTerms& terms, std::vector<std::uint32_t>& ends, std::uint32_t* places)
        : forms_(forms), terms_(terms), plain_(forms, terms), count_(terms.count()), places_(places) {
        ends.push_back(0); // what is prefetched for a form without a term of its own
        ends_ = ends.data();
    }

    /// The tokens of a document that begins at `place`.
    void add(std::span<const std::uint32_t> tokens, std::uint32_t place) const {
        const std::size_t ahead = tokens.size() < kAhead ? 0 : tokens.size() - kAhead;
        for (std::size_t token = 0; token < ahead; ++token) {
            const std::uint32_t next = std::min(plain_.numbers[tokens[token + kAhead]], count_);
            __builtin_prefetch(places_ + ends_[next], 1);
            place = take(tokens[token], place);
        }
        for (const std::uint32_t token : tokens.subspan(ahead)) {
            place = take(token, place);
        }
    }

private:
    std::uint32_t take(std::uint32_t form, std::uint32_t place) const {
        const std::uint32_t number = plain_.numbers[form];
        if (number < count_) {
            places_[ends_[number]++] = place;
            return place + 1;
        }
        if (number > count_) {
            const Two& two = plain_.twos[number - count_];
            places_[ends_[two.first]++] = place;
            places_[ends_[two.second]++] = place;
            return place + 1;
        }
        for (const TermAt& at : terms_.of(form)) {
            places_[ends_[at.term]++] = place + at.position;
        }
        return place + forms_.width(form);
    }

    const Forms& forms_;
    const FormTerms& terms_;
    PlainForms plain_;
    std::uint32_t count_;
    std::uint32_t* ends_ = nullptr;
    std::uint32_t* places_;
};

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
        if (base >= UINT32_MAX) {
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
    const Scatter scatter(forms, terms, ends, places);
    for (std::uint32_t document = 0; document < order.size(); ++document) {
        scatter.add(stream.of(order[document]), layout.base(document));
    }
}

} // namespace searchlib::indexing
