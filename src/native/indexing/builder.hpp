#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "indexing/forms.hpp"
#include "indexing/inversion.hpp"
#include "indexing/text_reader.hpp"
#include "storage/columns.hpp"
#include "storage/container.hpp"
#include "storage/deletes.hpp"

namespace searchlib::indexing {

/// Collects documents in memory and writes them as one segment.
class Builder {
public:
    struct TextField {
        std::string name;
        /// Shared by the fields of one analyzer, and kept from segment to segment.
        std::shared_ptr<Forms> forms;
        /// The name under which its exact terms are written besides; none if they are not.
        std::optional<std::string> exact_name;
    };

    Builder(std::vector<TextField> text_fields, const std::vector<std::string>& keyword_fields);

    ~Builder() = default;
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;
    Builder(Builder&&) = delete;
    Builder& operator=(Builder&&) = delete;

    /// Adds a document and returns its number: one UTF-8 text for each text field, and the folded
    /// values of each keyword field. `day` is its date, for days that its texts name without a year.
    std::uint32_t add(const storage::DocumentRow& row, std::optional<analysis::Day> day,
                      const std::vector<std::string_view>& texts,
                      const std::vector<std::vector<std::string_view>>& keywords);

    /// Takes a document out again; the numbers of others stay.
    void remove(std::uint32_t document);

    /// How many documents were added: the number of the next.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }

    [[nodiscard]] const storage::DocumentRow& row(std::uint32_t document) const { return rows_.at(document); }

    /// The documents still in, in the order they will have on disk.
    [[nodiscard]] std::vector<std::uint32_t> order() const;

    /// Writes columns and inverted fields of those documents. All forms must be defined. The common terms are those of
    /// another segment, if one is given that has some.
    void write(storage::ContainerWriter& out, const storage::Segment* like) const;

    /// What the terms of each inverted field of a segment lose if it loses its documents of these numbers, which are
    /// those added here, in order. All forms must be defined. None if they are not the documents of the segment.
    [[nodiscard]] std::optional<storage::Losses> losses(const storage::Segment& segment,
                                                        const std::vector<std::uint32_t>& numbers) const;

    /// Bytes held, and those that writing will need besides.
    [[nodiscard]] std::size_t memory() const;
    /// Bytes that writing needs besides those that are held.
    [[nodiscard]] std::size_t writing() const;

private:
    struct KeywordField {
        std::string name;
        StringTable values;
        Stream stream;
    };

    static void write_keyword(const KeywordField& field, const std::vector<std::uint32_t>& order,
                              storage::ContainerWriter& out);

    TextReader reader_;
    std::vector<std::uint32_t> numbers_;
    std::vector<TextField> text_fields_;
    std::vector<Stream> text_streams_;
    std::vector<KeywordField> keyword_fields_;
    std::vector<storage::DocumentRow> rows_;
    std::vector<bool> removed_;
};

} // namespace searchlib::indexing
