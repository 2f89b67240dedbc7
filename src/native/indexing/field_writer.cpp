#include "indexing/field_writer.hpp"

#include <algorithm>

#include "indexing/bigrams.hpp"
#include "indexing/posting_feed.hpp"
#include "indexing/text_order.hpp"
#include "storage/length_code.hpp"

namespace searchlib::indexing {
namespace {

/// Terms ahead of the one that is written whose places are asked for.
constexpr std::size_t kAhead = 8;

/// The common terms of the field: those that the other segment has there, so that merging both joins their lists, else
/// its own.
std::vector<std::string> common_terms(const storage::Segment* like, const std::string& field,
                                      storage::CommonTerms& own) {
    if (like != nullptr && !like->field(field).bigrams.common().empty()) {
        const auto& theirs = like->field(field).bigrams.common();
        return {theirs.begin(), theirs.end()};
    }
    return own.take();
}

std::vector<std::uint8_t> length_codes_of(const Layout& layout, std::size_t documents) {
    std::vector<std::uint8_t> codes;
    codes.reserve(documents);
    for (std::uint32_t document = 0; document < documents; ++document) {
        codes.push_back(storage::length_code(layout.length(document)));
    }
    return codes;
}

/// Writes terms, postings and positions, and returns the terms that are common.
storage::CommonTerms write_postings(const FieldTexts& texts, const Inversion& inversion,
                                    std::span<const std::uint8_t> length_codes, const std::string& name,
                                    storage::ContainerWriter& out) {
    storage::PostingsWriter writer(out, name, storage::ListKind::positions, length_codes);
    storage::CommonTerms common(static_cast<std::uint32_t>(texts.order.size()));
    PostingFeed feed(texts.layout, writer);
    const auto text = [&](std::uint32_t index) { return texts.terms.text(inversion.terms()[index]); };
    const std::vector<NumberedText> sorted = by_text(inversion.terms().size(), text);
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        // The places of terms that are neighbours in the dictionary lie far apart.
        if (at + kAhead < sorted.size()) {
            __builtin_prefetch(inversion.places(sorted[at + kAhead].number).data());
            __builtin_prefetch(sorted[at + kAhead].text.data());
        }
        const auto& [term, index] = sorted[at];
        const std::uint32_t document_frequency = feed.add(inversion.places(index));
        writer.finish_term(term);
        common.offer(term, document_frequency);
    }
    writer.write();
    return common;
}

void write_bigrams(const FieldTexts& texts, const Inversion& inversion, std::span<const std::uint8_t> length_codes,
                   const std::vector<std::string>& common, const std::string& name, storage::ContainerWriter& out) {
    storage::BigramsWriter writer(out, name, length_codes, common);
    if (!common.empty()) {
        std::vector<std::span<const std::uint32_t>> places;
        for (const std::string& text : common) {
            const auto term = texts.terms.find(text);
            places.push_back(term ? inversion.places_of(*term) : std::span<const std::uint32_t>());
        }
        BigramFinder(texts.layout, static_cast<std::uint32_t>(texts.order.size()), places).write(writer);
    }
    writer.write();
}

} // namespace

void write_field(const FieldTexts& texts, const std::string& name, const storage::Segment* like,
                 LargeArray<std::uint32_t>& room, storage::ContainerWriter& out) {
    const std::vector<std::uint8_t> length_codes = length_codes_of(texts.layout, texts.order.size());
    const Inversion inversion(texts.stream, texts.forms, texts.terms, texts.order, texts.layout, room);
    storage::CommonTerms own = write_postings(texts, inversion, length_codes, name, out);
    out.section(name + ".lengths", storage::Bytes(length_codes));
    write_bigrams(texts, inversion, length_codes, common_terms(like, name, own), name, out);
}

} // namespace searchlib::indexing
