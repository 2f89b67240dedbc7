#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace searchlib::indexing {

/// An array that is written here and there, and whose elements are not set before: on large pages where the system has
/// them, as with small ones nearly every write would have to look for its page.
template <class T> class LargeArray {
public:
    static_assert(std::is_trivial_v<T>);

    LargeArray() = default;
    /// Room for so many elements, of which none keeps its value if there was less.
    T* room(std::size_t size) {
        if (size_ < size) {
            elements_.reset(); // before there is another, as both at once would take twice the memory
            // Half as much again, which is no memory until it is written: the next may need a little more.
            size_ = size + size / 2;
            elements_.reset(allocate(size_));
        }
        return elements_.get();
    }

private:
    static constexpr std::size_t kPage = std::size_t{2} << 20;

    struct Free {
        void operator()(T* elements) const { std::free(elements); }
    };

    static T* allocate(std::size_t size) {
        const std::size_t bytes = size * sizeof(T);
        const bool large = bytes >= 2 * kPage;
        void* memory = large ? std::aligned_alloc(kPage, (bytes + kPage - 1) / kPage * kPage) : std::malloc(bytes);
        if (memory == nullptr && bytes > 0) {
            throw std::bad_alloc();
        }
#ifdef MADV_HUGEPAGE
        if (large) {
            static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE)); // small pages do as well, if more slowly
        }
#endif
        return static_cast<T*>(memory);
    }

    std::unique_ptr<T[], Free> elements_;
    std::size_t size_ = 0;
};

} // namespace searchlib::indexing
