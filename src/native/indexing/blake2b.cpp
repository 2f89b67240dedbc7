#include "indexing/blake2b.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace searchlib::indexing {
namespace {

constexpr std::size_t kBlock = 128;
constexpr std::size_t kRounds = 12;

using State = std::array<std::uint64_t, 8>;
using Words = std::array<std::uint64_t, 16>;

constexpr State kStart = {0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
                          0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

constexpr std::array<std::array<std::uint8_t, 16>, 10> kSchedule = {{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}};

inline void mix(std::uint64_t& a, std::uint64_t& b, std::uint64_t& c, std::uint64_t& d, std::uint64_t x,
                std::uint64_t y) {
    a += b + x;
    d = std::rotr(d ^ a, 32);
    c += d;
    b = std::rotr(b ^ c, 24);
    a += b + y;
    d = std::rotr(d ^ a, 16);
    c += d;
    b = std::rotr(b ^ c, 63);
}

template <std::size_t Round> inline void round(Words& v, const Words& m) {
    const auto& s = kSchedule[Round % kSchedule.size()];
    mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
    mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
    mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
    mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
    mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
    mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
    mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
    mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
}

template <std::size_t... Round> inline void rounds(Words& v, const Words& m, std::index_sequence<Round...> /*all*/) {
    (round<Round>(v, m), ...);
}

void compress(State& state, const std::uint8_t* block, std::uint64_t bytes, bool last) {
    Words m;
    std::memcpy(m.data(), block, kBlock);
    Words v;
    std::ranges::copy(state, v.begin());
    std::ranges::copy(kStart, v.begin() + 8);
    v[12] ^= bytes;
    if (last) {
        v[14] = ~v[14];
    }
    rounds(v, m, std::make_index_sequence<kRounds>());
    for (std::size_t i = 0; i < state.size(); ++i) {
        state[i] ^= v[i] ^ v[i + 8];
    }
}

} // namespace

void blake2b(std::span<const std::uint8_t> message, std::span<std::uint8_t> digest) {
    State state = kStart;
    state[0] ^= 0x01010000U ^ digest.size();
    std::size_t done = 0;
    for (; message.size() - done > kBlock; done += kBlock) {
        compress(state, message.data() + done, done + kBlock, false);
    }
    std::array<std::uint8_t, kBlock> tail{};
    std::ranges::copy(message.subspan(done), tail.begin());
    compress(state, tail.data(), message.size(), true);
    std::memcpy(digest.data(), state.data(), digest.size());
}

} // namespace searchlib::indexing
