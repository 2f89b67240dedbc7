#include "analysis/splitter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "analysis/split.hpp"

namespace searchlib::analysis {
namespace {

using namespace detail;

constexpr std::size_t kBlock = 64;
constexpr std::uint64_t kAll = ~std::uint64_t{0};

/// Of 64 bytes, in bits: letters and digits of ASCII, what else of ASCII stands inside forms, and what is not ASCII.
struct AsciiKinds {
    std::uint64_t word = 0;
    std::uint64_t inner = 0;
    std::uint64_t sign = 0;
    std::uint64_t high = 0;
    /// Whole Latin letters of two bytes.
    std::uint64_t latin = 0;
};

std::uint64_t whole_letters(std::uint64_t leads, std::uint64_t tails, std::uint64_t c3, std::uint64_t signs) {
    const std::uint64_t found = leads & (tails >> 1U) & ~(c3 & (signs >> 1U));
    return found | (found << 1U);
}

#ifdef __SSE2__
// What is taken for granted of ASCII below, where letters and digits are told as in split.hpp.
constexpr bool is_inner(unsigned byte) {
    return byte == '#' || (byte >= '%' && byte <= '\'') || (byte >= '+' && byte <= '/') || byte == ':' || byte == '=' ||
           byte == '?' || byte == '@' || byte == '_' || byte == '`' || byte == '~';
}
static_assert([] {
    for (unsigned byte = 0; byte < 0x80; ++byte) {
        const std::uint8_t kind = kByteClass[byte];
        const bool sign = byte == '#' || byte == '@';
        if (is_inner(byte) != (kind == kJoiner || kind == kSign || kind == kIgnorable) || sign != (kind == kSign)) {
            return false;
        }
    }
    return true;
}());

AsciiKinds kinds_of(const unsigned char* at) {
    const auto all = [](unsigned byte) { return _mm_set1_epi8(static_cast<char>(byte)); };
    // SSE2 compares signed bytes alone: what is to be from 0 to below `size` is moved to begin with the least of them.
    const auto within = [&](__m128i from, unsigned first, unsigned size) {
        // NOLINTNEXTLINE(portability-simd-intrinsics): where there is no SSE2, the loop below does it all
        return _mm_cmplt_epi8(_mm_sub_epi8(from, all(first + 128)), all(size + 128));
    };
    const auto either = [](__m128i a, __m128i b) { return _mm_or_si128(a, b); }; // NOLINT(portability-simd-intrinsics)
    AsciiKinds kinds;
    std::uint64_t leads = 0;
    std::uint64_t tails = 0;
    std::uint64_t c3 = 0;
    std::uint64_t signs = 0;
    for (unsigned part = 0; part < kBlock / 16; ++part) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + std::size_t{part} * 16));
        const auto bits = [&](__m128i found) {
            return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << (16 * part);
        };
        const __m128i sign = either(_mm_cmpeq_epi8(bytes, all('#')), _mm_cmpeq_epi8(bytes, all('@')));
        const __m128i marks = either(either(within(bytes, '%', 3), within(bytes, '+', 5)),
                                     either(within(bytes, '_', 2), _mm_cmpeq_epi8(bytes, all('~'))));
        const __m128i others = either(either(_mm_cmpeq_epi8(bytes, all(':')), _mm_cmpeq_epi8(bytes, all('='))),
                                      _mm_cmpeq_epi8(bytes, all('?')));
        kinds.word |= bits(either(within(either(bytes, all(0x20)), 'a', 26), within(bytes, '0', 10)));
        kinds.inner |= bits(either(sign, either(marks, others)));
        kinds.sign |= bits(sign);
        kinds.high |= bits(bytes);
        leads |= bits(within(bytes, 0xC3, 6));
        tails |= bits(_mm_cmplt_epi8(bytes, all(0xC0)));
        c3 |= bits(_mm_cmpeq_epi8(bytes, all(0xC3)));
        // NOLINTNEXTLINE(portability-simd-intrinsics): likewise
        signs |= bits(_mm_cmpeq_epi8(_mm_and_si128(bytes, all(0xDF)), all(0x97)));
    }
    kinds.latin = whole_letters(leads, tails, c3, signs);
    return kinds;
}
#else
AsciiKinds kinds_of(const unsigned char* at) {
    AsciiKinds kinds;
    for (unsigned place = 0; place < kBlock; ++place) {
        const std::uint64_t bit = std::uint64_t{1} << place;
        const std::uint8_t kind = kByteClass[at[place]];
        kinds.word |= kind == kWord ? bit : 0;
        kinds.inner |= kind == kJoiner || kind == kSign || kind == kIgnorable ? bit : 0;
        kinds.sign |= kind == kSign ? bit : 0;
        kinds.high |= at[place] >= 0x80 ? bit : 0;
    }
    return kinds;
}
#endif

/// The bits of `among` that stand side by side with one of `from` or of what was found so, to the right of it.
std::uint64_t spread_right(std::uint64_t from, std::uint64_t among) {
    std::uint64_t found = among & from;
    for (std::uint64_t more = found; more != 0; found |= more) {
        more = among & (more << 1U) & ~found;
    }
    return found;
}

std::uint64_t spread_left(std::uint64_t from, std::uint64_t among) {
    std::uint64_t found = among & from;
    for (std::uint64_t more = found; more != 0; found |= more) {
        more = among & (more >> 1U) & ~found;
    }
    return found;
}

} // namespace

std::span<const Splitter::Place> Splitter::split(std::string_view utf8) {
    if (utf8.empty()) {
        return {};
    }
    classify(utf8);
    trim_ends();
    // Forms have a break between them, so that there are at most so many: room for all, and no look at it for each.
    if (const std::size_t most = utf8.size() / 2 + 2; places_.size() < most) {
        places_.resize(most);
    }
    const std::size_t count = find_forms(static_cast<std::uint32_t>(utf8.size()));
    if (longest_ + 2 >= std::size_t{kLimit} / kBlock) {
        cut_long(utf8, count);
        return cut_;
    }
    return std::span(places_).first(count);
}

void Splitter::classify(std::string_view utf8) {
    const std::size_t blocks = (utf8.size() + kBlock - 1) / kBlock;
    kinds_.assign(blocks + 1, {});
    passed_ = 0;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(utf8.data());
    std::array<unsigned char, kBlock> last{}; // zeros are breaks
    std::memcpy(last.data(), bytes + (blocks - 1) * kBlock, utf8.size() - (blocks - 1) * kBlock);
    for (std::size_t block = 0; block < blocks; ++block) {
        const AsciiKinds found = kinds_of(block + 1 < blocks ? bytes + block * kBlock : last.data());
        kinds_[block].word |= found.word | found.latin;
        kinds_[block].inner |= found.inner;
        kinds_[block].sign |= found.sign;
        if (const std::uint64_t left = found.high & ~found.latin; left != 0) {
            classify_further(utf8, block, left);
        }
    }
}

/// Looks at characters that are neither ASCII nor plain Latin letters, or that go on in the next block, one by one.
void Splitter::classify_further(std::string_view utf8, std::size_t block, std::uint64_t left) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(utf8.data());
    for (; left != 0; left &= left - 1) {
        const std::size_t at = block * kBlock + static_cast<std::size_t>(std::countr_zero(left));
        if (at < passed_) {
            continue; // of a character that began before
        }
        const Character character = multibyte_at(bytes + at, bytes + utf8.size());
        passed_ = at + character.bytes;
        if (character.cls == kBreak) {
            continue;
        }
        for (std::size_t byte = at; byte < passed_; ++byte) {
            const std::uint64_t bit = std::uint64_t{1} << (byte % kBlock);
            ByteKinds& kinds = kinds_[byte / kBlock];
            (character.cls == kWord ? kinds.word : kinds.inner) |= bit;
            kinds.sign |= character.cls == kSign ? bit : 0;
        }
    }
}

/// Takes away what stands inside forms where no word character follows.
void Splitter::trim_ends() {
    std::uint64_t behind = std::uint64_t{1} << 63U; // the end of the text is a break
    for (std::size_t block = kinds_.size(); block-- > 0;) {
        ByteKinds& kinds = kinds_[block];
        const std::uint64_t breaks = ~(kinds.word | kinds.inner);
        kinds.inner &= ~spread_left(breaks >> 1U | behind, kinds.inner);
        behind = ~(kinds.word | kinds.inner) << 63U;
    }
}

/// Takes away what stands inside forms where no word character is before it, but for a sign right before one; puts the
/// forms in `places_` and returns how many there are.
std::size_t Splitter::find_forms(std::uint32_t size) {
    std::uint64_t before = 1; // the begin of the text is a break
    std::uint64_t going_on = 0;
    std::size_t covered = 0;
    longest_ = 0;
    Place* begin = places_.data();
    Place* end = places_.data();
    for (std::size_t block = 0; block + 1 < kinds_.size(); ++block) {
        const ByteKinds& kinds = kinds_[block];
        const std::uint64_t breaks = ~(kinds.word | kinds.inner);
        const std::uint64_t dropped = spread_right(breaks << 1U | before, kinds.inner);
        const std::uint64_t words_behind = kinds.word >> 1U | kinds_[block + 1].word << 63U;
        const std::uint64_t forms = kinds.word | (kinds.inner & ~dropped) | (dropped & kinds.sign & words_behind);
        before = (breaks | dropped) >> 63U;
        covered = forms == kAll ? covered + 1 : 0;
        longest_ = std::max(longest_, covered);
        const auto offset = static_cast<std::uint32_t>(block * kBlock);
        const std::uint64_t earlier = forms << 1U | going_on;
        for (std::uint64_t starts = forms & ~earlier; starts != 0; starts &= starts - 1) {
            begin++->first = offset + static_cast<std::uint32_t>(std::countr_zero(starts));
        }
        for (std::uint64_t ends = ~forms & earlier; ends != 0; ends &= ends - 1) {
            end++->second = offset + static_cast<std::uint32_t>(std::countr_zero(ends));
        }
        going_on = forms >> 63U;
    }
    if (going_on != 0) {
        end->second = size;
    }
    return static_cast<std::size_t>(begin - places_.data());
}

/// Cuts the forms that are too long, and puts all in `cut_`.
void Splitter::cut_long(std::string_view utf8, std::size_t count) {
    cut_.clear();
    for (const auto& [begin, end] : std::span(places_).first(count)) {
        if (end - begin <= kLimit) {
            cut_.emplace_back(begin, end);
            continue;
        }
        analysis::split(utf8.substr(begin, end - begin), [&, from = begin](std::uint32_t first, std::uint32_t last) {
            cut_.emplace_back(from + first, from + last);
        });
    }
}

} // namespace searchlib::analysis
