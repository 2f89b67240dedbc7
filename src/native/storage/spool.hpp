#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "storage/container.hpp"

namespace searchlib::storage {

/// Bytes that wait for their section, as the sections of a container are written one after another: some megabytes in
/// memory, and what is more in a file without a name beside the container, so that memory is bounded whatever comes.
class Spool {
public:
    /// Makes no file yet.
    explicit Spool(const ContainerWriter& beside)
        : path_(beside.path()), in_memory_(beside.in_memory()), chunk_(std::clamp<std::size_t>(in_memory_, 1, kChunk)) {
    }

    /// Throws FileError if there is no room for the file.
    void raw(Bytes bytes);

    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// Writes all to the open section of a container, and forgets it.
    void write(ContainerWriter& out);

private:
    static constexpr std::size_t kChunk = std::size_t{1} << 18;

    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };

    void spill();
    [[noreturn]] void fail() const;

    std::string path_;
    std::size_t in_memory_;
    std::size_t chunk_;
    std::uint64_t size_ = 0;
    /// All are full but the last.
    std::vector<std::vector<std::uint8_t>> chunks_;
    std::unique_ptr<std::FILE, Close> file_;
};

} // namespace searchlib::storage
