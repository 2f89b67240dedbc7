#pragma once

#include <string>

#include "storage/bytes.hpp"

namespace searchlib::storage {

/// A whole file mapped into memory for reading.
class MappedFile {
public:
    /// Throws FileError if the file cannot be opened or mapped.
    explicit MappedFile(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    MappedFile(MappedFile&&) = delete;
    MappedFile& operator=(MappedFile&&) = delete;

    [[nodiscard]] Bytes bytes() const { return bytes_; }
    /// Gives back the pages of the map that are in memory, and stays mapped.
    void forget() const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    Bytes bytes_;
};

} // namespace searchlib::storage
