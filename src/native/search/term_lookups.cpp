// How documents of other lists are looked up in a list of postings.
#include <algorithm>
#include <cstring>

#include "search/term_list.hpp"

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

std::uint32_t TermList::complete(Candidates candidates, Marked needed, bool required) {
    return complete(candidates, {&table_, lengths_, needed, required, kernels::Combine::sum});
}

std::uint32_t TermList::replace(Candidates candidates, Score expected, Marked needed) {
    return complete(candidates,
                    {&table_, lengths_, needed, false, kernels::Combine::sum, static_cast<Marked>(expected)});
}

std::uint32_t TermList::limit(Candidates candidates, Marked needed) {
    return complete(candidates, {&table_, lengths_, needed, true, kernels::Combine::least});
}

std::optional<std::uint32_t> TermList::find(std::uint32_t document) {
    const std::uint32_t block = block_with(document);
    if (block == block_count()) {
        return std::nullopt;
    }
    open(block);
    const std::uint32_t at = kernels::active().place(block_, block_.bitmap ? nullptr : documents(), document);
    if (at == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its block should have");
    }
    return at < block_.count ? std::optional(at) : std::nullopt;
}

std::uint32_t TermList::complete(Candidates candidates, const kernels::Completion& completion) {
    const bool required = completion.required;
    has_found_ = false;
    if (list_.bits() != nullptr && completion.combine == kernels::Combine::sum) {
        return complete_in_bits(candidates, completion);
    }
    std::uint32_t kept = 0;
    std::uint32_t block = candidates.count > 0 ? block_with(candidates.documents[0]) : 0;
    for (std::uint32_t at = 0; at < candidates.count;) {
        std::uint32_t end = candidates.count;
        std::uint32_t next = block;
        if (block < block_count()) {
            const std::uint32_t last = last_document(block);
            for (end = at + 1; end < candidates.count && candidates.documents[end] <= last;) {
                ++end;
            }
            if (end < candidates.count) {
                next = list_.block_with(candidates.documents[end], block + 1);
                if (next < block_count()) {
                    list_.prefetch(next);
                }
            }
        } else if (required) {
            break;
        }
        const Candidates here{candidates.documents + at, candidates.scores + at, end - at};
        kept += complete_in(block, here, completion, {candidates.documents + kept, candidates.scores + kept, 0});
        at = end;
        block = next;
    }
    return kept;
}

/// Completes candidates by the bitmap of a dense list: what it lacks is known before any block is looked at.
std::uint32_t TermList::complete_in_bits(Candidates candidates, const kernels::Completion& completion) {
    if (completion.required) {
        candidates.count = kernels::active().keep_set(candidates, list_.bits());
    }
    std::uint32_t kept = 0;
    for (std::uint32_t at = 0; at < candidates.count; at += storage::kBlockSize) {
        const Candidates some{candidates.documents + at, candidates.scores + at,
                              std::min(candidates.count - at, storage::kBlockSize)};
        if (scores()) {
            add_in_bits(some, completion);
        }
        const std::uint32_t count = kernels::active().keep(some, completion.needed);
        if (kept < at) {
            std::copy_n(some.documents, count, candidates.documents + kept);
            std::copy_n(some.scores, count, candidates.scores + kept);
        }
        kept += count;
    }
    return kept;
}

/// Adds what the term brings to at most kBlockSize candidates.
void TermList::add_in_bits(Candidates candidates, const kernels::Completion& completion) {
    std::array<kernels::SetPlace, storage::kBlockSize> places; // NOLINT(*-member-init): only what is written is read
    const std::uint8_t* const bits = list_.bits();
    const auto needed = static_cast<Score>(completion.needed);
    std::uint32_t block = candidates.count > 0 ? block_with(candidates.documents[0]) : 0;
    std::uint32_t count = 0;
    for (std::uint32_t number = 0; number < candidates.count; ++number) {
        const std::uint32_t document = candidates.documents[number];
        if ((bits[document / 8] >> (document % 8) & 1U) == 0) {
            continue;
        }
        block = list_.block_with(document, block);
        if (block == block_count()) {
            throw storage::Corrupt("a bitmap has not the documents that its list should have");
        }
        // What not even the best of the block helps is dropped.
        if (Score{candidates.scores[number]} + bound(block) - completion.expected >= needed) {
            places[count++] = {number, block, begin_of(block)};
            list_.prefetch(block);
        } else {
            candidates.scores[number] = 0;
        }
    }
    has_found_ = has_found_ || count > 0;
    if (!kernels::active().add_set(list_.dense(), bits, places.data(), count, candidates, completion)) {
        throw storage::Corrupt("a bitmap has not the documents that its list should have");
    }
    near_ = block;
}

/// Completes candidates that lie before the end of a block, and behind the block before.
std::uint32_t TermList::complete_in(std::uint32_t block, Candidates candidates, const kernels::Completion& completion,
                                    Candidates to) {
    if (block < block_count() && candidates.documents[candidates.count - 1] >= begin_of(block)) {
        // What not even the best of the block helps is not looked up.
        const auto needed = static_cast<Score>(completion.needed);
        if (completion.combine == kernels::Combine::least) {
            if (kernels::kMark + bound(block) < needed) {
                return 0;
            }
        } else if (completion.expected == 0 && needed - bound(block) > kernels::kMark) {
            candidates.count = kernels::active().keep(candidates, static_cast<Marked>(needed - bound(block)));
            if (candidates.count == 0) {
                return 0;
            }
        }
        open(block);
        std::uint32_t kept = 0;
        for (std::uint32_t at = 0; at < candidates.count; at += storage::kBlockSize) {
            const std::uint32_t count = std::min(candidates.count - at, storage::kBlockSize);
            kept += complete_in_open({candidates.documents + at, candidates.scores + at, count}, completion,
                                     {to.documents + kept, to.scores + kept, 0});
        }
        return kept;
    }
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < candidates.count && !completion.required; ++i) {
        to.documents[kept] = candidates.documents[i];
        to.scores[kept] = candidates.scores[i];
        kept += candidates.scores[i] >= completion.needed ? 1 : 0;
    }
    return kept;
}

/// Completes no more candidates than a block has documents, none of them behind the open block.
std::uint32_t TermList::complete_in_open(Candidates candidates, const kernels::Completion& completion, Candidates to) {
    kernels::Found found; // NOLINT(*-member-init): only what is written is read
    const std::uint32_t count =
        block_.bitmap
            ? kernels::active().find_in_bitmap(block_, candidates.documents, candidates.count, found)
            : kernels::active().find_in_decoded(block_, documents(), candidates.documents, candidates.count, found);
    if (count == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its block should have");
    }
    has_found_ = has_found_ || count > 0;
    if (count == 0 && completion.required) {
        return 0;
    }
    if (count > 0 && scores()) {
        list_.open_frequencies(block_);
    }
    return kernels::active().complete(block_, found, count, candidates, completion, to);
}

/// How many documents of a dense list stand before one.
std::uint32_t TermList::count_before(std::uint32_t document) {
    if (before_ >= block_count() || begin_of(before_) > document) {
        before_ = 0;
    }
    before_ = list_.block_with(document, before_);
    const std::uint32_t before = before_ * storage::kBlockSize;
    if (before_ == block_count()) {
        return cost();
    }
    const std::uint32_t begin = begin_of(before_);
    return before + (begin < document ? kernels::active().count_between(list_.bits(), begin, document) : 0);
}

ListWindow TermList::window(std::uint32_t base, std::uint64_t* room) {
    const std::uint64_t whole = storage::bitmap_bytes(list_.documents());
    const std::uint64_t from = base / 8;
    constexpr std::uint64_t kBytes = kernels::kWindow / 8;
    if (list_.bits() != nullptr && from + kBytes <= whole) {
        return {list_.bits() + from, base};
    }
    std::fill_n(room, kernels::kWindowWords, 0);
    if (list_.bits() != nullptr) {
        std::memcpy(room, list_.bits() + from, static_cast<std::size_t>(whole - from));
    } else {
        mark(base, base + kernels::kWindow, base, room);
    }
    return {reinterpret_cast<const std::uint8_t*>(room), base};
}

std::uint32_t TermList::replace(Candidates candidates, const ListWindow& window, Score expected, Marked needed) {
    if (list_.bits() == nullptr) {
        return replace(candidates, expected, needed);
    }
    const kernels::Completion completion{
        &table_, lengths_, needed, false, kernels::Combine::sum, static_cast<Marked>(expected)};
    const std::uint32_t kept = kernels::active().complete_dense(list_.dense(), window.bits, window.base,
                                                                count_before(window.base), candidates, completion);
    if (kept == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its list should have");
    }
    return kept;
}

void TermList::mark(std::uint32_t begin, std::uint32_t end, std::uint32_t base, std::uint64_t* bits) {
    for (std::uint32_t block = block_with(begin); block < block_count() && begin_of(block) < end; ++block) {
        if (open(block).bitmap) {
            kernels::active().mark_bitmap(block_, begin, end, base, bits);
            continue;
        }
        const kernels::DecodedBlock decoded = documents_between(begin, end);
        kernels::active().mark_documents(decoded.documents, decoded.count, base, bits);
    }
}

std::uint64_t TermList::count_common(const std::uint32_t* documents, std::uint32_t count) {
    if (list_.bits() != nullptr) {
        return kernels::active().count_set(documents, count, list_.bits());
    }
    std::uint64_t found = 0;
    for (std::uint32_t at = 0; at < count;) {
        const std::uint32_t block = block_with(documents[at]);
        if (block == block_count()) {
            break;
        }
        const std::uint32_t last = last_document(block);
        const std::uint32_t begin = begin_of(block);
        while (at < count && documents[at] < begin) {
            ++at;
        }
        const std::uint32_t from = at;
        while (at < count && documents[at] <= last) {
            ++at;
        }
        if (at == from) {
            continue;
        }
        if (open(block).bitmap) {
            found += kernels::active().count_in_bitmap(block_, documents + from, at - from);
        } else {
            found += kernels::active().count_in_decoded(this->documents(), documents + from, at - from);
        }
    }
    return found;
}

} // namespace searchlib::search
