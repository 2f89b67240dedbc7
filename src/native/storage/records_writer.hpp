#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/container.hpp"
#include "storage/record_group.hpp"

namespace searchlib::storage {

/// Writes the stored records of a segment, in groups. What they repeat is written once: the names of fields, and in each group
/// which of them records have; and a key that a short value tells is not written. The grammar stands in docs/format.md.
class RecordsWriter {
public:
    /// No other section may be open until `finish`.
    explicit RecordsWriter(ContainerWriter& out);

    /// Writes the record of the next document: MessagePack of an array of its key, a map of short values and one of texts
    /// in blocks. Throws Corrupt if it is not.
    void add(Bytes record);

    /// Ends the section, and writes those that belong to it.
    void finish();

private:
    std::uint64_t number_of_name(Bytes name);
    bool take(Bytes value);
    void finish_group();

    ContainerWriter& out_;
    std::unordered_map<std::string, std::uint64_t> name_numbers_;
    ByteWriter names_;
    std::vector<std::uint64_t> offsets_{0};
    RecordGroupWriter group_;
    /// Of the record at hand, and of the group that was written last.
    ByteWriter fields_;
    ByteWriter shape_;
    std::vector<std::uint64_t> numbers_;
    ByteWriter rest_;
    ByteWriter written_;
};

} // namespace searchlib::storage
