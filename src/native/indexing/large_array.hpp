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

/// Memory for elements that are asked for here and there: in large pages where there are many and the system has such
/// pages, as with small ones nearly every access would have to look for its page. Null if there is none.
inline void* allocate_large(std::size_t bytes) {
    constexpr std::size_t kPage = std::size_t{2} << 20;
    if (bytes < 2 * kPage) {
        return std::malloc(bytes);
    }
    void* const memory = std::aligned_alloc(kPage, (bytes + kPage - 1) / kPage * kPage);
#ifdef MADV_HUGEPAGE
    if (memory != nullptr) {
        static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE)); // small pages do as well, if more slowly
    }
#endif
    return memory;
}

/// Has a vector allocate so.
template <class T> struct LargePages {
    using value_type = T;

    LargePages() = default;
    template <class U> explicit LargePages(const LargePages<U>& /*other*/) {}

    T* allocate(std::size_t count) {
        if (void* const memory = allocate_large(count * sizeof(T))) {
            return static_cast<T*>(memory);
        }
        throw std::bad_alloc();
    }
    void deallocate(T* elements, std::size_t /*count*/) { std::free(elements); }

    bool operator==(const LargePages& /*other*/) const { return true; }
};

/// An array whose elements are not set before.
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
            elements_.reset(LargePages<T>().allocate(size_));
        }
        return elements_.get();
    }

private:
    struct Free {
        void operator()(T* elements) const { std::free(elements); }
    };

    std::unique_ptr<T[], Free> elements_;
    std::size_t size_ = 0;
};

} // namespace searchlib::indexing
