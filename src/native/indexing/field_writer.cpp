#include "indexing/field_writer.hpp"

#include <algorithm>

#include "indexing/bigrams.hpp"
#include "indexing/posting_feed.hpp"
#include "indexing/text_order.hpp"
#include "storage/length_code.hpp"

namespace searchlib::indexing {
namespace {

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
storage::CommonTerms write_postings(const FieldTexts& texts, std::span<const std::uint8_t> length_codes,
                                    const std::string& name, storage::ContainerWriter& out) {
    const Inversion inversion(texts.stream, texts.forms, texts.terms, texts.order, texts.layout);
    storage::PostingsWriter writer(length_codes);
    storage::CommonTerms common(static_cast<std::uint32_t>(texts.order.size()));
    PostingFeed feed(texts.layout, writer);
    const auto text = [&](std::uint32_t index) { return texts.terms.text(inversion.terms()[index]); };
    for (const std::uint32_t index : by_text(inversion.terms().size(), text)) {
        const std::uint32_t document_frequency = feed.add(inversion.places(index));
        writer.finish_term(text(index));
        common.offer(text(index), document_frequency);
    }
    writer.write(out, name);
    return common;
}

void write_bigrams(const FieldTexts& texts, std::span<const std::uint8_t> length_codes,
                   const std::vector<std::string>& common, const std::string& name, storage::ContainerWriter& out) {
    storage::BigramsWriter writer(length_codes, common);
    if (!common.empty()) {
        std::vector<std::uint8_t> numbers(texts.terms.count());
        for (std::size_t number = 0; number < common.size(); ++number) {
            if (const auto term = texts.terms.find(common[number])) {
                numbers[*term] = static_cast<std::uint8_t>(number + 1);
            }
        }
        BigramFinder(texts.layout, texts.stream, texts.forms, texts.terms, texts.order, numbers).write(writer);
    }
    writer.write(out, name);
}

} // namespace

void write_field(const FieldTexts& texts, const std::string& name, const storage::Segment* like,
                 storage::ContainerWriter& out) {
    const std::vector<std::uint8_t> length_codes = length_codes_of(texts.layout, texts.order.size());
    storage::CommonTerms own = write_postings(texts, length_codes, name, out);
    out.section(name + ".lengths", storage::Bytes(length_codes));
    write_bigrams(texts, length_codes, common_terms(like, name, own), name, out);
}

} // namespace searchlib::indexing
