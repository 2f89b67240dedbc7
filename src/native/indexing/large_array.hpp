#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace searchlib::indexing {

/// Memory for elements that are asked for here and there, which `free_large` takes back; null if there is none.
///
/// Where there are many they lie in large pages, if the system has such, as with small ones nearly every access would have
/// to look for its page. They are then mapped apart: among what the allocator holds they would leave gaps that nothing
/// else fills, of some 40 MiB by the time that 500,000 articles are written.
inline void* allocate_large(std::size_t bytes);
inline void free_large(void* memory, std::size_t bytes);

#ifdef __linux__
inline constexpr std::size_t kLargePage = std::size_t{2} << 20;
inline constexpr std::size_t kMappedApart = 2 * kLargePage;

inline std::size_t whole_large_pages(std::size_t bytes) { return (bytes + kLargePage - 1) / kLargePage * kLargePage; }

inline void* allocate_large(std::size_t bytes) {
    if (bytes < kMappedApart) {
        return std::malloc(bytes);
    }
    const std::size_t whole = whole_large_pages(bytes);
    // A page more, so that one can begin where a large page does; what is left on both sides is given back.
    void* const mapped =
        ::mmap(nullptr, whole + kLargePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) {
        return nullptr;
    }
    auto* const first = static_cast<char*>(mapped);
    const std::size_t before = (kLargePage - reinterpret_cast<std::uintptr_t>(first) % kLargePage) % kLargePage;
    if (before != 0) {
        static_cast<void>(::munmap(first, before));
    }
    static_cast<void>(::munmap(first + before + whole, kLargePage - before));
    static_cast<void>(::madvise(first + before, whole, MADV_HUGEPAGE)); // small pages do as well, if more slowly
    return first + before;
}

inline void free_large(void* memory, std::size_t bytes) {
    if (bytes < kMappedApart) {
        std::free(memory);
    } else {
        static_cast<void>(::munmap(memory, whole_large_pages(bytes)));
    }
}
#else
inline void* allocate_large(std::size_t bytes) { return std::malloc(bytes); }
inline void free_large(void* memory, std::size_t /*bytes*/) { std::free(memory); }
#endif

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
    void deallocate(T* elements, std::size_t count) { free_large(elements, count * sizeof(T)); }

    bool operator==(const LargePages& /*other*/) const { return true; }
};

/// An array whose elements are not set before.
template <class T> class LargeArray {
public:
    static_assert(std::is_trivial_v<T>);

    LargeArray() = default;
    /// Room for so many elements, of which none keeps its value if there was less.
    T* room(std::size_t size) {
        if (elements_.get_deleter().size < size) {
            elements_ = Elements(); // before there is another, as both at once would take twice the memory
            // Half as much again, which is no memory until it is written: the next may need a little more.
            const std::size_t more = size + size / 2;
            elements_ = Elements(LargePages<T>().allocate(more), Free{more});
        }
        return elements_.get();
    }

private:
    struct Free {
        std::size_t size = 0;

        void operator()(T* elements) const { LargePages<T>().deallocate(elements, size); }
    };
    using Elements = std::unique_ptr<T[], Free>;

    Elements elements_;
};

} // namespace searchlib::indexing
