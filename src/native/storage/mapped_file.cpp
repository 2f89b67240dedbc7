#include "storage/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace searchlib::storage {
MappedFile::MappedFile(const std::string& path) : path_(path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        throw FileError(path);
    }
    struct stat status{};
    if (::fstat(file, &status) != 0) {
        const FileError error(path);
        ::close(file);
        throw error;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > 0) {
        void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
        if (at == MAP_FAILED) {
            const FileError error(path);
            ::close(file);
            throw error;
        }
#ifdef MADV_HUGEPAGE
        if (size >= kHugePage) {
            // A hint: what is not in the cache any more is read in large pages again.
            static_cast<void>(::madvise(at, size, MADV_HUGEPAGE));
        }
#endif
        bytes_ = Bytes(static_cast<const std::uint8_t*>(at), size);
    }
    ::close(file);
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) {
        // munmap takes a pointer to mutable memory, although it never writes to it.
        ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
    }
}

void MappedFile::forget() const {
    if (!bytes_.empty()) {
        // A hint: where it is not taken, the memory is given back later.
        static_cast<void>(::madvise(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size(), MADV_DONTNEED));
    }
}

} // namespace searchlib::storage
