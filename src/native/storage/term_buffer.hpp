#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "storage/terms_block.hpp"

namespace searchlib::storage {

/// How many letters two texts begin with alike. Eight bytes must be there to be read of both, however short they are.
inline std::size_t common_letters(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::memcpy(&first, a.data(), sizeof first);
    std::memcpy(&second, b.data(), sizeof second);
    if (first != second) {
        // Without a loop, whose end no processor predicts.
        return std::min(static_cast<std::size_t>(std::countr_zero(first ^ second)) / 8, most);
    }
    std::size_t count = std::min(sizeof first, most);
    while (count < most && a[count] == b[count]) {
        ++count;
    }
    return count;
}

/// A term, or what one may begin with, and room behind it, so that much can be copied and compared at once.
class TermBuffer {
public:
    /// Bytes that can be read behind the letters, and from where letters to be copied stand.
    static constexpr std::size_t kRoom = 16;
    static_assert(kRoom <= TermsBlock::kRoom);

    [[nodiscard]] std::string_view view() const { return {letters_.data(), size_}; }

    /// Takes over a text, which may be its own. Cuts off what makes it longer than any term can be: it then still stands
    /// where it would among all terms.
    void assign(std::string_view text) {
        size_ = std::min(text.size(), kMost);
        std::memmove(letters_.data(), text.data(), size_);
    }
    void append(char letter) {
        letters_[size_] = letter;
        size_ = std::min(size_ + 1, kMost);
    }
    void append(std::string_view text) {
        const std::size_t more = std::min(text.size(), kMost - size_);
        text.copy(letters_.data() + size_, more);
        size_ += more;
    }

    /// Keeps so many letters of what it is, and appends those of a term, behind which there is room.
    void take(const Suffix& suffix) {
        char* const to = letters_.data() + suffix.shared;
        if (suffix.letters.size() <= kRoom) {
            std::memcpy(to, suffix.letters.data(), kRoom);
        } else {
            std::memcpy(to, suffix.letters.data(), suffix.letters.size());
        }
        size_ = suffix.term_size();
    }

private:
    static constexpr std::size_t kMost = kMaxTermBytes + 1;

    std::array<char, kMost + kRoom> letters_{};
    std::size_t size_ = 0;
};

} // namespace searchlib::storage
