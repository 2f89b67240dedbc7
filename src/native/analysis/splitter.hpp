// Cuts a whole text into raw forms at once, sixteen bytes at a time: what `split` gives, by masks of bits.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace searchlib::analysis {

/// Of 64 bytes, a bit for each says whether it belongs to a word character, to one that may stand inside a form, or is
/// one of # and @ (which are of the second kind, too). What is neither is a break.
struct ByteKinds {
    std::uint64_t word = 0;
    std::uint64_t inner = 0;
    std::uint64_t sign = 0;
};

/// Kept from text to text for its memory.
class Splitter {
public:
    /// Begin and end of a form, in bytes.
    using Place = std::pair<std::uint32_t, std::uint32_t>;

    /// The raw forms of a text of less than 4 GiB, from left to right; until the next call.
    std::span<const Place> split(std::string_view utf8);

private:
    void classify(std::string_view utf8);
    void classify_further(std::string_view utf8, std::size_t block, std::uint64_t left);
    void trim_ends();
    std::size_t find_forms(std::uint32_t size);
    void cut_long(std::string_view utf8, std::size_t count);

    std::vector<ByteKinds> kinds_;
    std::vector<Place> places_;
    std::vector<Place> cut_;
    /// Behind the last character that was looked at by itself.
    std::size_t passed_ = 0;
    /// Stretches of 64 bytes that one form covers, at most.
    std::size_t longest_ = 0;
};

} // namespace searchlib::analysis
