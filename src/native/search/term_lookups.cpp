// How documents of other lists are looked up in a list of postings.
#include <algorithm>

#include "search/term_list.hpp"

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

std::uint32_t TermList::complete(Candidates candidates, Marked needed, bool required) {
    return complete(candidates, {&table_, lengths_, needed, required, kernels::Combine::sum});
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
        } else if (needed - bound(block) > kernels::kMark) {
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
    std::array<std::uint32_t, storage::kBlockSize> places; // NOLINT(*-member-init): only what is written is read
    const std::uint32_t found =
        block_.bitmap ? kernels::active().find_in_bitmap(block_, candidates.documents, candidates.count, places.data())
                      : kernels::active().find_in_decoded(block_, documents(), candidates.documents, candidates.count,
                                                          places.data());
    if (found == kernels::kDamaged) {
        throw storage::Corrupt("a bitmap has not the documents that its block should have");
    }
    if (found == 0 && completion.required) {
        return 0;
    }
    if (found > 0 && scores()) {
        list_.open_frequencies(block_);
    }
    return kernels::active().complete(block_, places.data(), candidates, completion, to);
}

void TermList::mark(std::uint32_t begin, std::uint32_t end, std::uint32_t base, std::uint64_t* bits) {
    for (std::uint32_t block = block_with(begin); block < block_count() && begin_of(block) < end; ++block) {
        if (open(block).bitmap) {
            kernels::active().mark_bitmap(block_, begin, end, base, bits);
            continue;
        }
        const std::uint32_t* all = documents();
        for (std::uint32_t i = 0; i < block_.count; ++i) {
            if (all[i] >= begin && all[i] < end) {
                const std::uint32_t at = all[i] - base;
                bits[at / 64] |= std::uint64_t{1} << (at % 64);
            }
        }
    }
}

std::uint64_t TermList::count_common(const std::uint32_t* documents, std::uint32_t count) {
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
