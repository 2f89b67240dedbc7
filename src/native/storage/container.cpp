#include "storage/container.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/checksum.hpp"

namespace searchlib::storage {

ContainerWriter::ContainerWriter(const std::string& path, std::size_t in_memory)
    : path_(path), in_memory_(in_memory), buffer_(std::make_unique_for_overwrite<char[]>(kHugePage)),
      file_(std::fopen(path.c_str(), "wbxe")) {
    if (file_ == nullptr) {
        fail();
    }
    // A hint: with the usual buffer the file is as right.
    static_cast<void>(std::setvbuf(file_, buffer_.get(), _IOFBF, kHugePage));
    ByteWriter header;
    header.raw(kMagic);
    header.fixed(kFormatVersion);
    header.fixed(std::uint32_t{0});
    put(header.view());
}

ContainerWriter::~ContainerWriter() {
    if (file_ != nullptr) {
        std::fclose(file_);
    }
}

void ContainerWriter::fail() const { throw FileError(path_); }

void ContainerWriter::put(Bytes bytes) {
    if (file_ == nullptr) {
        throw std::logic_error("the container is finished");
    }
    if (bytes.empty()) {
        return; // nothing may be nowhere, and a null pointer is nothing to write from
    }
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) {
        fail();
    }
    checksum_ = crc32c(bytes, checksum_);
    offset_ += bytes.size();
}

void ContainerWriter::begin(const std::string& name) {
    if (open_section_ || name.size() > UINT8_MAX) {
        throw std::logic_error("sections are written one after another, with short names");
    }
    static constexpr std::array<std::uint8_t, kSectionAlignment> kZeros{};
    put(Bytes(kZeros).first((kSectionAlignment - offset_ % kSectionAlignment) % kSectionAlignment));
    sections_.push_back({name, offset_, 0});
    open_section_ = true;
}

void ContainerWriter::write(Bytes bytes) {
    if (!open_section_) {
        throw std::logic_error("no section is open");
    }
    put(bytes);
}

void ContainerWriter::end() {
    sections_.back().length = offset_ - sections_.back().offset;
    open_section_ = false;
}

void ContainerWriter::section(const std::string& name, Bytes bytes) {
    begin(name);
    write(bytes);
    end();
}

ContainerWriter::Written ContainerWriter::finish() {
    ByteWriter contents;
    for (const Section& section : sections_) {
        contents.varint(section.name.size());
        contents.raw(section.name);
        contents.fixed(section.offset);
        contents.fixed(section.length);
    }
    ByteWriter trailer;
    trailer.fixed(offset_);
    trailer.fixed(static_cast<std::uint32_t>(contents.size()));
    trailer.fixed(crc32c(contents.view()));
    put(contents.view());
    trailer.fixed(kFormatVersion);
    put(trailer.view());
    const std::uint32_t checksum = checksum_;
    ByteWriter last;
    last.fixed(checksum);
    last.raw(kMagic);
    put(last.view());
    if (std::fclose(std::exchange(file_, nullptr)) != 0) {
        fail();
    }
    return {offset_, checksum};
}

ContainerReader::ContainerReader(const std::string& path, std::uint64_t length, std::uint32_t checksum) : file_(path) {
    try {
        read_contents(length, checksum);
    } catch (const Corrupt& error) {
        throw CorruptFile(path, error.what());
    }
}

void ContainerReader::read_contents(std::uint64_t length, std::uint32_t checksum) {
    const Bytes file = file_.bytes();
    if (file.size() != length || length < kHeaderSize + kTrailerSize) {
        throw Corrupt("the file has " + std::to_string(file.size()) + " bytes, not " + std::to_string(length));
    }
    ByteReader header(file.first(kHeaderSize));
    if (header.text(kMagic.size()) != kMagic) {
        throw Corrupt("the file does not start like a file of searchlib");
    }
    if (const auto version = header.fixed<std::uint32_t>(); version != kFormatVersion) {
        throw Corrupt("format version " + std::to_string(version) + " is not known, only " +
                      std::to_string(kFormatVersion));
    }
    ByteReader trailer(file.last(kTrailerSize));
    const auto contents_offset = trailer.fixed<std::uint64_t>();
    const auto contents_length = trailer.fixed<std::uint32_t>();
    const auto contents_checksum = trailer.fixed<std::uint32_t>();
    const auto version = trailer.fixed<std::uint32_t>();
    const auto file_checksum = trailer.fixed<std::uint32_t>();
    if (version != kFormatVersion || trailer.text(kMagic.size()) != kMagic || file_checksum != checksum) {
        throw Corrupt("the end of the file is damaged");
    }
    const Bytes contents = part(file, contents_offset, contents_length);
    if (crc32c(contents) != contents_checksum) {
        throw Corrupt("the table of contents is damaged");
    }
    ByteReader reader(contents);
    while (reader.left() > 0) {
        Section section;
        section.name = reader.text(reader.varint());
        section.offset = reader.fixed<std::uint64_t>();
        section.length = reader.fixed<std::uint64_t>();
        static_cast<void>(part(file, section.offset, section.length));
        if (section.offset < kHeaderSize) {
            throw Corrupt("a section lies in the header");
        }
        sections_.emplace(section.name, section);
    }
}

Bytes ContainerReader::section(const std::string& name) const {
    const auto found = sections_.find(name);
    if (found == sections_.end()) {
        throw Corrupt("there is no section " + name);
    }
    return part(file_.bytes(), found->second.offset, found->second.length);
}

namespace {

/// The checksum of the first bytes of a file; read, not mapped, as what is mapped and looked at counts as memory in use.
std::uint32_t checksum_of(const std::string& path, std::uint64_t length) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    const auto close = [](std::FILE* open) { static_cast<void>(std::fclose(open)); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
    if (file == nullptr) {
        throw FileError(path);
    }
    std::vector<std::uint8_t> piece(kPiece);
    std::uint32_t checksum = 0;
    while (length > 0) {
        const std::size_t wanted = std::min<std::uint64_t>(kPiece, length);
        if (std::fread(piece.data(), 1, wanted, file.get()) != wanted) {
            throw CorruptFile(path, "the file cannot be read to its end");
        }
        checksum = crc32c(Bytes(piece).first(wanted), checksum);
        length -= wanted;
    }
    return checksum;
}

} // namespace

void verify_container(const std::string& path, std::uint64_t length, std::uint32_t checksum) {
    // Behind the checksum itself stand only the magic bytes, which opening the file checks.
    constexpr std::size_t kTail = sizeof checksum + kMagic.size();
    const ContainerReader reader(path, length, checksum);
    if (checksum_of(path, length - kTail) != checksum) {
        throw CorruptFile(path, "the checksum does not match: the file is damaged");
    }
}

} // namespace searchlib::storage
