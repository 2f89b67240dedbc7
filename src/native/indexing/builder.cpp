#include "indexing/builder.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/split.hpp"
#include "storage/length_code.hpp"
#include "storage/postings.hpp"

namespace searchlib::indexing {
namespace {

struct Occurrence {
    std::uint32_t document;
    std::uint32_t position;
};

/// All occurrences of all terms of a field, sorted by term, document and position: by counting, as
/// they arrive sorted by document and position.
struct Inversion {
    std::vector<std::uint64_t> starts;
    std::vector<Occurrence> occurrences;
    std::vector<std::uint8_t> length_codes;
};

/// The numbers of those terms that occur, in byte order of their texts.
template <class Text> std::vector<std::uint32_t> sorted_terms(const std::vector<std::uint64_t>& starts, Text&& text) {
    std::vector<std::uint32_t> terms;
    for (std::uint32_t term = 0; term + 1 < starts.size(); ++term) {
        if (starts[term] != starts[term + 1]) {
            terms.push_back(term);
        }
    }
    std::ranges::sort(terms, {}, text);
    return terms;
}

void sum_up(std::vector<std::uint64_t>& counts) {
    std::exclusive_scan(counts.begin(), counts.end(), counts.begin(), std::uint64_t{0});
}

} // namespace

Builder::Builder(std::vector<TextField> text_fields, const std::vector<std::string>& keyword_fields)
    : text_fields_(std::move(text_fields)), text_streams_(text_fields_.size()), keyword_fields_(keyword_fields.size()) {
    for (std::size_t i = 0; i < keyword_fields.size(); ++i) {
        keyword_fields_[i].name = keyword_fields[i];
    }
}

std::uint32_t Builder::add(const storage::DocumentRow& row, const std::vector<std::string_view>& texts,
                           const std::vector<std::vector<std::string_view>>& keywords) {
    if (texts.size() != text_fields_.size() || keywords.size() != keyword_fields_.size()) {
        throw std::logic_error("a document has a text or a list for each field");
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].size() > storage::kMaxPositions) {
            throw std::length_error("a text is too long");
        }
        Stream& stream = text_streams_[i];
        Forms& forms = *text_fields_[i].forms;
        analysis::split(texts[i], [&](std::uint32_t begin, std::uint32_t end) {
            stream.numbers.push_back(forms.intern(texts[i].substr(begin, end - begin)));
        });
        stream.starts.push_back(stream.numbers.size());
    }
    for (std::size_t i = 0; i < keywords.size(); ++i) {
        Stream& stream = keyword_fields_[i].stream;
        for (const std::string_view value : keywords[i]) {
            stream.numbers.push_back(keyword_fields_[i].values.intern(value));
        }
        stream.starts.push_back(stream.numbers.size());
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

void Builder::write(storage::ContainerWriter& out) const {
    const std::vector<std::uint32_t> documents = order();
    std::vector<storage::DocumentRow> rows;
    rows.reserve(documents.size());
    for (const std::uint32_t document : documents) {
        rows.push_back(rows_[document]);
    }
    storage::write_columns(rows, out);
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        write_text(field, text_fields_[field].forms->terms(), text_fields_[field].name, documents, out);
    }
    for (std::size_t field = 0; field < text_fields_.size(); ++field) {
        if (const auto& name = text_fields_[field].exact_name) {
            write_text(field, text_fields_[field].forms->exact(), *name, documents, out);
        }
    }
    for (const KeywordField& field : keyword_fields_) {
        write_keyword(field, documents, out);
    }
}

void Builder::write_text(std::size_t field, const FormTerms& terms, const std::string& name,
                         const std::vector<std::uint32_t>& order, storage::ContainerWriter& out) const {
    const Forms& forms = *text_fields_[field].forms;
    const Stream& stream = text_streams_[field];
    Inversion inversion;
    std::vector<std::uint64_t>& starts = inversion.starts;
    starts.resize(terms.count() + std::size_t{1});
    for (const std::uint32_t document : order) {
        std::uint64_t length = 0;
        for (const std::uint32_t form : stream.of(document)) {
            for (const TermAt& at : terms.of(form)) {
                ++starts[at.term];
            }
            length += forms.width(form);
        }
        inversion.length_codes.push_back(storage::length_code(length));
    }
    sum_up(starts);
    inversion.occurrences.resize(starts.back());
    std::vector<std::uint64_t> ends(starts.begin(), starts.end() - 1);
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        std::uint32_t position = 0;
        for (const std::uint32_t form : stream.of(order[number])) {
            for (const TermAt& at : terms.of(form)) {
                inversion.occurrences[ends[at.term]++] = {number, position + at.position};
            }
            position += forms.width(form);
        }
    }

    storage::PostingsWriter writer(inversion.length_codes);
    std::vector<std::uint32_t> positions;
    const auto text = [&](std::uint32_t term) { return terms.text(term); };
    for (const std::uint32_t term : sorted_terms(starts, text)) {
        for (std::uint64_t at = starts[term]; at < starts[term + 1];) {
            const std::uint32_t document = inversion.occurrences[at].document;
            positions.clear();
            for (; at < starts[term + 1] && inversion.occurrences[at].document == document; ++at) {
                positions.push_back(inversion.occurrences[at].position);
            }
            writer.add(document, positions);
        }
        writer.finish_term(text(term));
    }
    writer.write(out, name);
    out.section(name + ".lengths", storage::Bytes(inversion.length_codes));
}

void Builder::write_keyword(const KeywordField& field, const std::vector<std::uint32_t>& order,
                            storage::ContainerWriter& out) {
    std::vector<std::uint64_t> starts(field.values.size() + std::size_t{1});
    for (const std::uint32_t document : order) {
        for (const std::uint32_t value : field.stream.of(document)) {
            ++starts[value];
        }
    }
    sum_up(starts);
    std::vector<std::uint32_t> documents(starts.back());
    std::vector<std::uint64_t> ends(starts.begin(), starts.end() - 1);
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        for (const std::uint32_t value : field.stream.of(order[number])) {
            documents[ends[value]++] = number;
        }
    }
    storage::PostingsWriter writer({});
    const auto text = [&](std::uint32_t value) { return field.values.text(value); };
    for (const std::uint32_t value : sorted_terms(starts, text)) {
        for (std::uint64_t at = starts[value]; at < starts[value + 1]; ++at) {
            writer.add(documents[at], {});
        }
        writer.finish_term(text(value));
    }
    writer.write(out, field.name);
}

std::size_t Builder::memory() const {
    std::size_t bytes = rows_.capacity() * sizeof(storage::DocumentRow);
    std::size_t largest = 0;
    for (const auto& stream : text_streams_) {
        bytes += stream.numbers.capacity() * sizeof(std::uint32_t) + stream.starts.capacity() * sizeof(std::uint64_t);
        largest = std::max(largest, stream.numbers.size() * (sizeof(Occurrence) + sizeof(std::uint32_t)));
    }
    for (const KeywordField& field : keyword_fields_) {
        bytes += field.values.memory() + field.stream.numbers.capacity() * sizeof(std::uint32_t);
    }
    return bytes + largest;
}

} // namespace searchlib::indexing
