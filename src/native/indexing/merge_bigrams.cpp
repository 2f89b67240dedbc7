#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>

#include "indexing/bigrams.hpp"
#include "indexing/merge.hpp"

namespace searchlib::indexing {
namespace {

using storage::kBlockSize;

/// A document of the new segment, and how often it has a bigram.
struct Count {
    std::uint32_t document;
    std::uint32_t frequency;
};

/// What one source has of each bigram, in ascending order of the bigrams.
class Counts {
public:
    virtual ~Counts() = default;
    Counts() = default;
    Counts(const Counts&) = delete;
    Counts& operator=(const Counts&) = delete;
    Counts(Counts&&) = delete;
    Counts& operator=(Counts&&) = delete;

    /// The bigram that comes next; none at the end.
    [[nodiscard]] virtual std::optional<std::string> next() const = 0;

    /// Appends its documents, and moves on. Returns how often others have it, at most.
    virtual std::uint32_t take(std::vector<Count>& out) = 0;
};

/// Of a source that has lists of them.
class ListedCounts final : public Counts {
public:
    explicit ListedCounts(const BigramSource& source) : source_(source), at_(source.field->bigrams.terms()) { move(); }

    [[nodiscard]] std::optional<std::string> next() const override {
        return more_ ? std::optional(std::string(at_.term())) : std::nullopt;
    }

    std::uint32_t take(std::vector<Count>& out) override {
        const auto documents = static_cast<std::uint32_t>(source_.numbers->size());
        const storage::PostingList list = source_.field->bigrams.list(at_.entry(), documents);
        const std::uint32_t unlisted = storage::BigramsReader::unlisted(at_.entry());
        std::array<std::uint32_t, kBlockSize> found{};
        std::array<std::uint32_t, kBlockSize> frequencies{};
        for (std::uint32_t number = 0; number < list.block_count(); ++number) {
            const storage::PostingBlock block = list.block(number);
            storage::PostingList::documents(block, found.data());
            storage::PostingList::frequencies(block, frequencies.data());
            for (std::uint32_t i = 0; i < block.count; ++i) {
                const std::uint32_t document = (*source_.numbers)[found[i]];
                // What is not more frequent than in others may stand there in place of an empty list.
                if (document != Merge::kDropped && frequencies[i] > unlisted) {
                    out.push_back({document, frequencies[i]});
                }
            }
        }
        move();
        return unlisted;
    }

private:
    void move() {
        more_ = at_.next();
        if (more_) {
            static_cast<void>(source_.field->bigrams.pair(at_.term()));
        }
    }

    BigramSource source_;
    storage::TermsIterator at_;
    bool more_ = false;
};

/// Of a source with other common terms, or none: found by the positions of the terms, some documents at a time.
class FoundCounts final : public Counts {
public:
    FoundCounts(const BigramSource& source, const std::vector<std::string>& common) {
        const auto documents = static_cast<std::uint32_t>(source.numbers->size());
        for (std::uint32_t begin = 0; begin < documents; begin += kDocuments) {
            std::vector<Occurrence> occurrences;
            for (std::uint32_t term = 0; term < common.size(); ++term) {
                if (const auto entry = source.field->terms.find(common[term])) {
                    read(source, source.field->list(*entry, documents), begin, term, occurrences);
                }
            }
            std::ranges::sort(occurrences);
            find(occurrences);
        }
        std::ranges::sort(found_, {},
                          [](const Found& found) { return std::tuple(found.first, found.second, found.document); });
    }

    [[nodiscard]] std::optional<std::string> next() const override {
        if (at_ == found_.size()) {
            return std::nullopt;
        }
        return storage::bigram_key(found_[at_].first, found_[at_].second);
    }

    std::uint32_t take(std::vector<Count>& out) override {
        const Found& bigram = found_[at_];
        for (; at_ < found_.size() && found_[at_].first == bigram.first && found_[at_].second == bigram.second; ++at_) {
            out.push_back({found_[at_].document, found_[at_].frequency});
        }
        return 0;
    }

private:
    /// Documents whose occurrences are held together: a few megabytes of them.
    static constexpr std::uint32_t kDocuments = 4096;

    struct Occurrence {
        std::uint32_t document;
        std::uint32_t position;
        std::uint32_t term;

        friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
    };
    struct Found {
        std::uint32_t document;
        std::uint32_t frequency;
        std::uint8_t first;
        std::uint8_t second;
    };

    static void read(const BigramSource& source, const storage::PostingList& list, std::uint32_t begin,
                     std::uint32_t term, std::vector<Occurrence>& out) {
        std::array<std::uint32_t, kBlockSize> documents{};
        std::array<std::uint32_t, kBlockSize> frequencies{};
        std::vector<std::uint32_t> positions;
        const std::uint64_t end = std::uint64_t{begin} + kDocuments;
        for (std::uint32_t number = list.block_with(begin, 0); number < list.block_count(); ++number) {
            const storage::PostingBlock block = list.block(number);
            if (block.base >= end) {
                return;
            }
            storage::PostingList::documents(block, documents.data());
            storage::PostingList::frequencies(block, frequencies.data());
            storage::PositionRun run = list.positions(number);
            for (std::uint32_t i = 0; i < block.count; ++i) {
                const std::uint32_t document = (*source.numbers)[documents[i]];
                if (documents[i] < begin || documents[i] >= end || document == Merge::kDropped) {
                    continue;
                }
                run.read(documents.data(), frequencies.data(), i, positions);
                for (const std::uint32_t position : positions) {
                    out.push_back({document, position, term});
                }
            }
        }
    }

    /// Occurrences come in the order of documents and positions.
    void find(const std::vector<Occurrence>& occurrences) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> of_document;
        for (std::size_t at = 0; at < occurrences.size();) {
            const std::uint32_t document = occurrences[at].document;
            of_document.clear();
            std::size_t behind = at;
            for (; at < occurrences.size() && occurrences[at].document == document; ++at) {
                const std::uint32_t next = occurrences[at].position + 1;
                while (behind < occurrences.size() && occurrences[behind].document == document &&
                       occurrences[behind].position < next) {
                    ++behind;
                }
                for (std::size_t i = behind;
                     i < occurrences.size() && occurrences[i].document == document && occurrences[i].position == next;
                     ++i) {
                    of_document.emplace_back(occurrences[at].term, occurrences[i].term);
                }
            }
            count(document, of_document);
        }
    }

    void count(std::uint32_t document, std::vector<std::pair<std::uint32_t, std::uint32_t>>& bigrams) {
        std::ranges::sort(bigrams);
        for (auto at = bigrams.begin(); at != bigrams.end();) {
            const auto end = std::find_if(at, bigrams.end(), [&](const auto& bigram) { return bigram != *at; });
            found_.push_back({document, static_cast<std::uint32_t>(end - at), static_cast<std::uint8_t>(at->first),
                              static_cast<std::uint8_t>(at->second)});
            at = end;
        }
    }

    std::vector<Found> found_;
    std::size_t at_ = 0;
};

std::unique_ptr<Counts> counts_of(const BigramSource& source, const std::vector<std::string>& common) {
    if (std::ranges::equal(source.field->bigrams.common(), common)) {
        return std::make_unique<ListedCounts>(source);
    }
    return std::make_unique<FoundCounts>(source, common);
}

} // namespace

void merge_bigrams(const std::vector<BigramSource>& sources, const std::vector<std::string>& common,
                   storage::BigramsWriter& writer) {
    if (common.empty()) {
        return;
    }
    std::vector<std::unique_ptr<Counts>> all;
    all.reserve(sources.size());
    for (const BigramSource& source : sources) {
        all.push_back(counts_of(source, common));
    }
    std::vector<Count> counts;
    for (;;) {
        std::optional<std::string> least;
        for (const auto& one : all) {
            const auto next = one->next();
            if (next && (!least || *next < *least)) {
                least = next;
            }
        }
        if (!least) {
            return;
        }
        counts.clear();
        std::uint32_t unlisted = 0;
        for (const auto& one : all) {
            if (one->next() == least) {
                unlisted = std::max(unlisted, one->take(counts));
            }
        }
        std::ranges::sort(counts, {}, &Count::document);
        for (const auto& [document, frequency] : counts) {
            writer.add(document, frequency);
        }
        writer.finish(static_cast<std::uint8_t>((*least)[0]), static_cast<std::uint8_t>((*least)[1]), unlisted);
    }
}

} // namespace searchlib::indexing
