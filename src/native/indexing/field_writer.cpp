#include "indexing/field_writer.hpp"

#include <algorithm>

#include "indexing/bigrams.hpp"
#include "indexing/posting_feed.hpp"
#include "indexing/shared_lists.hpp"
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

/// Writes terms, postings and positions, and offers the terms that are common.
WrittenLists write_postings(const FieldTexts& texts, const Inversion& inversion,
                            std::span<const std::uint8_t> length_codes, const std::string& name,
                            const WrittenLists* stems, storage::CommonTerms& common, storage::ContainerWriter& out) {
    storage::PostingsWriter writer(out, name, storage::ListKind::positions, length_codes,
                                   stems == nullptr ? storage::ListSections() : stems->sections);
    WrittenLists lists;
    std::vector<std::size_t> shared;
    if (stems == nullptr) {
        lists.entries.resize(inversion.terms().size());
    } else {
        shared = shared_lists(texts, inversion, *stems);
    }
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
        if (stems != nullptr && shared[index] != kOwn) {
            const storage::TermEntry& entry = stems->entries[shared[index]];
            writer.share(term, entry);
            common.offer(term, entry.document_frequency);
            continue;
        }
        common.offer(term, feed.add(inversion.places(index)));
        const storage::TermEntry entry = writer.finish_term(term);
        if (stems == nullptr) {
            lists.entries[index] = entry;
        }
    }
    lists.sections = writer.write();
    if (stems == nullptr) {
        lists.terms = inversion.terms();
        for (std::size_t index = 0; index < lists.terms.size(); ++index) {
            lists.places.push_back(static_cast<std::uint32_t>(inversion.places(index).size()));
        }
    }
    return lists;
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

/// Numbers ascend without repeating, so a term stands at its number at most, and mostly few before it are missing.
std::size_t WrittenLists::find(std::uint32_t term) const {
    const std::size_t end = std::min(std::size_t{term} + 1, terms.size());
    std::size_t begin = end;
    for (std::size_t step = 1; begin > 0 && (begin == end || terms[begin] > term); step *= 2) {
        begin -= std::min(begin, step);
    }
    const auto at = [&](std::size_t place) { return terms.begin() + static_cast<std::ptrdiff_t>(place); };
    return static_cast<std::size_t>(std::lower_bound(at(begin), at(end), term) - terms.begin());
}

WrittenLists write_field(const FieldTexts& texts, const std::string& name, const storage::Segment* like,
                         const WrittenLists* stems, LargeArray<std::uint32_t>& room, storage::ContainerWriter& out) {
    const std::vector<std::uint8_t> length_codes = length_codes_of(texts.layout, texts.order.size());
    const Inversion inversion(texts.stream, texts.forms, texts.terms, texts.order, texts.layout, room);
    storage::CommonTerms own(static_cast<std::uint32_t>(texts.order.size()));
    WrittenLists lists = write_postings(texts, inversion, length_codes, name, stems, own, out);
    out.section(name + ".lengths", storage::Bytes(length_codes));
    write_bigrams(texts, inversion, length_codes, common_terms(like, name, own), name, out);
    return lists;
}

} // namespace searchlib::indexing
