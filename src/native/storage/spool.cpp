#include "storage/spool.hpp"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace searchlib::storage {
namespace {

std::FILE* open_without_name(const std::string& beside) {
#ifdef O_TMPFILE
    const std::size_t slash = beside.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : beside.substr(0, slash + 1);
    if (const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); descriptor >= 0) {
        return ::fdopen(descriptor, "w+b");
    }
#endif
    return std::tmpfile(); // where the file system knows no such files, in the folder for temporary ones
}

} // namespace

void Spool::fail() const { throw FileError(path_); }

void Spool::raw(Bytes bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
        if (chunks_.empty() || chunks_.back().size() == chunk_) {
            if (chunks_.size() * chunk_ >= in_memory_) {
                spill();
            }
            chunks_.emplace_back().reserve(chunk_);
        }
        std::vector<std::uint8_t>& chunk = chunks_.back();
        const Bytes some = bytes.first(std::min(bytes.size(), chunk_ - chunk.size()));
        chunk.insert(chunk.end(), some.begin(), some.end());
        bytes = bytes.subspan(some.size());
    }
}

void Spool::spill() {
    if (file_ == nullptr) {
        file_.reset(open_without_name(path_));
        if (file_ == nullptr) {
            fail();
        }
    }
    for (const auto& chunk : chunks_) {
        if (std::fwrite(chunk.data(), 1, chunk.size(), file_.get()) != chunk.size()) {
            fail();
        }
    }
    chunks_.clear();
}

void Spool::write(ContainerWriter& out) {
    if (file_ != nullptr) {
        if (std::fseek(file_.get(), 0, SEEK_SET) != 0) {
            fail();
        }
        std::vector<std::uint8_t> piece(kChunk);
        while (const std::size_t read = std::fread(piece.data(), 1, piece.size(), file_.get())) {
            out.write(Bytes(piece).first(read));
        }
        if (std::ferror(file_.get()) != 0) {
            fail();
        }
        file_.reset();
    }
    for (const auto& chunk : chunks_) {
        out.write(chunk);
    }
    chunks_.clear();
    size_ = 0;
}

} // namespace searchlib::storage
