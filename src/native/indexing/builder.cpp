#include "indexing/builder.hpp"

#include <algorithm>
#include <numeric>

#include "indexing/field_writer.hpp"
#include "indexing/text_order.hpp"
#include "storage/postings.hpp"

namespace searchlib::indexing {
namespace {

/// Bytes of a token, of a form and of anything while a field is written: places; tables of all forms and terms, the
/// dictionary, and what exact forms may share; postings that wait for their section. A token has its place, a byte that
/// says which common term it is, and its share of the bigrams.
constexpr std::size_t kWritingToken = sizeof(std::uint32_t) + 2;
constexpr std::size_t kWritingForm = 112;
constexpr std::size_t kWriting = storage::ContainerWriter::kInMemory + (std::size_t{4} << 20);

} // namespace

Builder::Builder(std::vector<TextField> text_fields, const std::vector<std::string>& keyword_fields)
    : text_fields_(std::move(text_fields)), text_streams_(text_fields_.size()), keyword_fields_(keyword_fields.size()) {
    for (std::size_t i = 0; i < keyword_fields.size(); ++i) {
        keyword_fields_[i].name = keyword_fields[i];
    }
}

std::uint32_t Builder::add(const storage::DocumentRow& row, std::optional<analysis::Day> day,
                           const std::vector<std::string_view>& texts,
                           const std::vector<std::vector<std::string_view>>& keywords) {
    if (texts.size() != text_fields_.size() || keywords.size() != keyword_fields_.size()) {
        throw std::logic_error("a document has a text or a list for each field");
    }
    // Before anything is taken in: a document is added whole or not at all.
    if (std::ranges::any_of(texts, [](std::string_view text) { return text.size() > storage::kMaxPositions; })) {
        throw std::length_error("a text is too long");
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        numbers_.clear();
        reader_.read(texts[i], *text_fields_[i].forms, day, numbers_);
        text_streams_[i].add(numbers_);
    }
    for (std::size_t i = 0; i < keywords.size(); ++i) {
        numbers_.clear();
        for (const std::string_view value : keywords[i]) {
            numbers_.push_back(keyword_fields_[i].values.intern(value));
        }
        keyword_fields_[i].stream.add(numbers_);
    }
    rows_.push_back(row);
    removed_.push_back(false);
    return static_cast<std::uint32_t>(rows_.size() - 1);
}

void Builder::remove(std::uint32_t document) { removed_.at(document) = true; }

std::vector<std::uint32_t> Builder::order() const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t document = 0; document < rows_.size(); ++document) {
        if (!removed_[document]) {
            order.push_back(document);
        }
    }
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return storage::comes_before(rows_[a].seconds, rows_[a].sequence, rows_[b].seconds, rows_[b].sequence);
    });
    return order;
}

void Builder::write(storage::ContainerWriter& out, const storage::Segment* like) const {
    const std::vector<std::uint32_t> documents = order();
    const auto row = [&](std::size_t number) { return rows_[documents[number]]; };
    std::vector<std::uint32_t> hashes;
    hashes.reserve(documents.size());
    for (const std::uint32_t document : documents) {
        hashes.push_back(storage::kept_hash(rows_[document].key_hash));
    }
    storage::write_columns(hashes, row, out);
    std::vector<Layout> layouts;
    std::vector<WrittenLists> lists;
    LargeArray<std::uint32_t> room;
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        const auto& [name, forms, exact_name] = text_fields_[field];
        layouts.emplace_back(text_streams_[field], *forms, documents);
        lists.push_back(write_field({text_streams_[field], *forms, forms->terms(), documents, layouts.back()}, name,
                                    like, nullptr, room, out));
    }
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        const auto& [name, forms, exact_name] = text_fields_[field];
        if (exact_name) {
            write_field({text_streams_[field], *forms, forms->exact(), documents, layouts[field]}, *exact_name, like,
                        &lists[field], room, out);
        }
    }
    for (const KeywordField& field : keyword_fields_) {
        write_keyword(field, documents, out);
    }
}

void Builder::write_keyword(const KeywordField& field, const std::vector<std::uint32_t>& order,
                            storage::ContainerWriter& out) {
    std::vector<std::uint64_t> starts(field.values.size() + std::size_t{1});
    for (const std::uint32_t document : order) {
        for (const std::uint32_t value : field.stream.of(document)) {
            ++starts[value];
        }
    }
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), std::uint64_t{0});
    std::vector<std::uint32_t> documents(starts.back());
    std::vector<std::uint64_t> ends(starts.begin(), starts.end() - 1);
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        for (const std::uint32_t value : field.stream.of(order[number])) {
            documents[ends[value]++] = number;
        }
    }
    storage::PostingsWriter writer(out, field.name, storage::ListKind::documents, {});
    const auto text = [&](std::uint32_t value) { return field.values.text(value); };
    for (const auto& [term, value] : by_text(field.values.size(), text)) {
        if (starts[value] == starts[value + 1]) {
            continue;
        }
        for (std::uint64_t at = starts[value]; at < starts[value + 1]; ++at) {
            writer.add(documents[at], {});
        }
        writer.finish_term(term);
    }
    writer.write();
}

std::size_t Builder::memory() const {
    std::size_t bytes = rows_.capacity() * sizeof(storage::DocumentRow) + writing();
    for (const Stream& stream : text_streams_) {
        bytes += stream.memory();
    }
    for (const KeywordField& field : keyword_fields_) {
        bytes += field.values.memory() + field.stream.memory();
    }
    return bytes;
}

std::size_t Builder::writing() const {
    std::size_t largest = 0;
    for (std::size_t field = 0; field < text_streams_.size(); ++field) {
        const std::size_t tokens = text_streams_[field].size();
        const std::size_t forms = std::min<std::size_t>(text_fields_[field].forms->size(), tokens * Layout::kSortBelow);
        largest = std::max(largest, tokens * kWritingToken + forms * kWritingForm);
    }
    return largest + kWriting;
}

} // namespace searchlib::indexing
