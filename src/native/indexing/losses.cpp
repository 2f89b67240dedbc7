#include <algorithm>
#include <numeric>

#include "indexing/builder.hpp"
#include "storage/length_code.hpp"

namespace searchlib::indexing {
namespace {

/// How many documents a term stands in.
std::uint32_t documents_of(std::span<const std::uint32_t> places, const Layout& layout) {
    std::uint32_t count = 0;
    std::uint32_t end = 0;
    for (const std::uint32_t place : places) {
        if (count == 0 || place >= end) {
            end = layout.base(layout.document_at(place) + 1);
            ++count;
        }
    }
    return count;
}

/// Whether the field is as long in these documents as it is here.
bool same_lengths(const Layout& layout, storage::Bytes lengths, const std::vector<std::uint32_t>& numbers) {
    for (std::uint32_t document = 0; document < numbers.size(); ++document) {
        const std::uint32_t number = numbers[document];
        if (number >= lengths.size() || lengths[number] != storage::length_code(layout.length(document))) {
            return false;
        }
    }
    return true;
}

std::optional<std::vector<storage::Loss>> losses_of(const Inversion& inversion, const FormTerms& terms,
                                                    const Layout& layout, const storage::SegmentField& field) {
    std::vector<storage::Loss> losses;
    for (std::size_t index = 0; index < inversion.terms().size(); ++index) {
        const auto entry = field.terms.find(terms.text(inversion.terms()[index]));
        const std::uint32_t lost = documents_of(inversion.places(index), layout);
        if (!entry || entry->document_frequency < lost) {
            return std::nullopt;
        }
        losses.push_back({entry->ordinal, lost});
    }
    std::ranges::sort(losses, {}, &storage::Loss::ordinal);
    return losses;
}

} // namespace

std::optional<storage::Losses> Builder::losses(const storage::Segment& segment,
                                               const std::vector<std::uint32_t>& numbers) const {
    std::vector<std::uint32_t> documents(rows_.size());
    std::iota(documents.begin(), documents.end(), 0U);
    storage::Losses losses;
    LargeArray<std::uint32_t> room;
    const auto add = [&](std::size_t field, const FormTerms& terms) {
        const storage::SegmentField& of_segment = segment.text_fields().at(losses.size());
        const Forms& forms = *text_fields_[field].forms;
        const Layout layout(text_streams_[field], forms, documents);
        if (!same_lengths(layout, of_segment.lengths, numbers)) {
            return false;
        }
        const Inversion inversion(text_streams_[field], forms, terms, documents, layout, room);
        auto found = losses_of(inversion, terms, layout, of_segment);
        if (!found) {
            return false;
        }
        losses.push_back(*std::move(found));
        return true;
    };
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        if (!add(field, text_fields_[field].forms->terms())) {
            return std::nullopt;
        }
    }
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        if (text_fields_[field].exact_name && !add(field, text_fields_[field].forms->exact())) {
            return std::nullopt;
        }
    }
    return losses;
}

} // namespace searchlib::indexing
