#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "documents/json_object.hpp"
#include "indexing/builder.hpp"
#include "indexing/key_table.hpp"
#include "indexing/preparing.hpp"
#include "storage/segment.hpp"
#include "storage/stored_buffer.hpp"

namespace searchlib::indexing {

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

/// Adds documents that are plain and whose keys are new; all others it leaves to Python.
class RecordAdder {
public:
    explicit RecordAdder(DocumentPreparer preparer) : preparer_(std::move(preparer)) {}

    /// Adds the document of these fields and gives the bytes of its texts; none if it is left.
    [[nodiscard]] std::optional<std::uint64_t> add(const std::vector<documents::Field>& fields, std::uint64_t sequence,
                                                   const Buffer& to);

private:
    DocumentPreparer preparer_;
};

} // namespace searchlib::indexing
