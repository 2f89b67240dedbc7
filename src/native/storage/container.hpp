#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/bytes.hpp"
#include "storage/mapped_file.hpp"

// A container is a file of named sections: header, sections, table of contents, trailer. The grammar
// stands in docs/format.md.
namespace searchlib::storage {

inline constexpr std::uint32_t kFormatVersion = 7;
inline constexpr std::string_view kMagic = "SEARCHLB";
inline constexpr std::size_t kHeaderSize = 16;
inline constexpr std::size_t kTrailerSize = 32;
inline constexpr std::size_t kSectionAlignment = 8;

struct Section {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Writes a container from front to back, checksumming as it goes.
class ContainerWriter {
public:
    /// Bytes of a section that may wait in memory while another is written.
    static constexpr std::size_t kInMemory = std::size_t{8} << 20;

    /// Creates the file; throws FileError if it exists or cannot be made.
    explicit ContainerWriter(const std::string& path, std::size_t in_memory = kInMemory);
    ~ContainerWriter();
    ContainerWriter(const ContainerWriter&) = delete;
    ContainerWriter& operator=(const ContainerWriter&) = delete;
    ContainerWriter(ContainerWriter&&) = delete;
    ContainerWriter& operator=(ContainerWriter&&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::size_t in_memory() const { return in_memory_; }

    void begin(const std::string& name);
    void write(Bytes bytes);
    void end();
    void section(const std::string& name, Bytes bytes);

    struct Written {
        std::uint64_t length;
        std::uint32_t checksum;
    };

    /// Writes the table of contents and the trailer, and closes the file; whoever publishes it forces it to disk.
    Written finish();

private:
    void put(Bytes bytes);
    [[noreturn]] void fail() const;

    std::string path_;
    std::size_t in_memory_;
    /// Of the file, so that it is closed before this is gone.
    std::unique_ptr<char[]> buffer_;
    std::FILE* file_ = nullptr;
    std::uint64_t offset_ = 0;
    std::uint32_t checksum_ = 0;
    bool open_section_ = false;
    std::vector<Section> sections_;
};

/// Reads a container through a memory map: only the trailer and the table of contents are read at
/// first.
class ContainerReader {
public:
    /// Throws CorruptFile if the file is not a container or not of this length and checksum.
    ContainerReader(const std::string& path, std::uint64_t length, std::uint32_t checksum);

    /// Throws Corrupt if there is no such section.
    [[nodiscard]] Bytes section(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return sections_.contains(name); }
    [[nodiscard]] const std::map<std::string, Section>& sections() const { return sections_; }
    [[nodiscard]] const std::string& path() const { return file_.path(); }

    /// Has it mapped in small pages from now on.
    void use_small_pages() const { file_.use_small_pages(); }
    /// Lets go of the pages that were read: the next look at them asks the system's cache again.
    void forget() const { file_.forget(); }

private:
    void read_contents(std::uint64_t length, std::uint32_t checksum);

    MappedFile file_;
    std::map<std::string, Section> sections_;
};

/// Reads a whole container and throws CorruptFile unless every byte is as it was written.
void verify_container(const std::string& path, std::uint64_t length, std::uint32_t checksum);

} // namespace searchlib::storage
