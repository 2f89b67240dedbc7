#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/json_object.hpp"
#include "documents/normalising.hpp"
#include "indexing/builder.hpp"
#include "indexing/key_table.hpp"
#include "indexing/preparing.hpp"
#include "storage/segment.hpp"
#include "storage/stored_buffer.hpp"

namespace searchlib::indexing {

/// Where adding stands in a file of JSON Lines, and what it came to.
struct LineCursor {
    /// What the ids of records begin with that have none; empty if nothing lasting names the file.
    std::string identity;
    /// In the chunk at hand: where the line begins that was looked at last, and where the next one does.
    std::size_t begin = 0;
    std::size_t next = 0;
    /// Lines and records that were passed, the one at hand among them.
    std::uint64_t line = 0;
    std::uint64_t record = 0;
    /// The sequence number of the next record, the documents added, and the bytes of their texts.
    std::uint64_t sequence = 0;
    std::uint64_t added = 0;
    std::uint64_t text_bytes = 0;
};

/// What a segment is being built of.
struct Buffer {
    Builder& builder;
    storage::StoredBuffer& stored;
    /// Its number among the buffers whose keys these are.
    std::uint32_t number;
    KeyTable& keys;
    /// Those that may have a document with the same key.
    const std::vector<std::shared_ptr<storage::Segment>>& segments;
};

/// How many lines there are, and how many of them are records, as they are not blank.
struct LineCounts {
    std::uint64_t lines = 0;
    std::uint64_t records = 0;
};

[[nodiscard]] LineCounts count_lines(std::string_view chunk);

/// Adds the documents of JSON Lines whose records are plain and whose keys are new; all others it leaves to Python.
class LineAdder {
public:
    LineAdder(documents::Normaliser normaliser, DocumentPreparer preparer)
        : normaliser_(std::move(normaliser)), preparer_(std::move(preparer)) {}

    /// Goes on from `cursor.next` in a chunk of whole lines. False if the line at hand is left, true at the end.
    bool add(std::string_view chunk, LineCursor& cursor, const Buffer& to);

    [[nodiscard]] const documents::Normaliser& normaliser() const { return normaliser_; }

private:
    [[nodiscard]] bool add_record(std::string_view line, LineCursor& cursor, const Buffer& to);

    documents::JsonObject object_;
    documents::Normaliser normaliser_;
    DocumentPreparer preparer_;
};

} // namespace searchlib::indexing
