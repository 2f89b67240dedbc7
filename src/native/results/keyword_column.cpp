#include "results/keyword_column.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "search/deadline.hpp"
#include "storage/postings.hpp"
#include "storage/terms.hpp"

namespace searchlib::results {
namespace {

using search::SnapshotSegment;

/// The documents of all terms of a field, term by term.
struct Inverted {
    std::vector<std::uint32_t> documents;
    /// Where those of each term end.
    std::vector<std::size_t> ends;
};

Inverted read_all(const storage::SegmentField& field, std::uint32_t size) {
    Inverted inverted;
    inverted.ends.reserve(field.terms.size());
    std::array<std::uint32_t, storage::kBlockSize> documents{};
    storage::TermsIterator terms(field.terms);
    while (terms.next()) {
        search::Deadline::check_lightly();
        const storage::PostingList list = field.list(terms.entry(), size);
        for (std::uint32_t number = 0; number < list.block_count(); ++number) {
            const storage::PostingBlock block = list.block(number);
            storage::PostingList::documents(block, documents.data());
            if (documents[block.count - 1] >= size) {
                throw storage::Corrupt("a keyword stands in a document that is not there");
            }
            inverted.documents.insert(inverted.documents.end(), documents.begin(), documents.begin() + block.count);
        }
        inverted.ends.push_back(inverted.documents.size());
    }
    if (inverted.documents.size() >= UINT32_MAX) {
        throw std::length_error("a segment has too many keywords to count them");
    }
    return inverted;
}

} // namespace

KeywordColumn::KeywordColumn(std::shared_ptr<const search::Snapshot> snapshot, std::uint32_t field)
    : snapshot_(std::move(snapshot)), field_(field), parts_(snapshot_->segments().size()) {
    number_terms();
    for (const SnapshotSegment& segment : snapshot_->segments()) {
        try {
            fill(segment);
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(segment.segment->file().path(), error.what());
        }
    }
}

const storage::SegmentField& KeywordColumn::field_of(const SnapshotSegment& segment) const {
    return segment.segment->keyword_fields().at(field_);
}

/// Gives equal terms of different segments one number, in the order of their bytes.
void KeywordColumn::number_terms() {
    const auto& segments = snapshot_->segments();
    if (segments.size() == 1) {
        size_ = field_of(segments.front()).terms.size();
        return;
    }
    std::vector<std::optional<storage::TermsIterator>> terms(segments.size());
    const auto advance = [&](std::size_t at) {
        if (!terms[at]->next()) {
            terms[at].reset();
        }
    };
    for (std::size_t at = 0; at < segments.size(); ++at) {
        terms[at].emplace(field_of(segments[at]).terms);
        parts_[at].numbers.reserve(field_of(segments[at]).terms.size());
        advance(at);
    }
    std::string least;
    for (;; ++size_) {
        search::Deadline::check_lightly();
        bool any = false;
        for (const auto& one : terms) {
            if (one && (!any || one->term() < least)) {
                least = one->term();
                any = true;
            }
        }
        if (!any) {
            return;
        }
        for (std::size_t at = 0; at < terms.size(); ++at) {
            const auto& one = terms[at];
            if (one && one->term() == least) {
                parts_[at].numbers.push_back(size_);
                advance(at);
            }
        }
    }
}

/// Turns the lists of a segment around. Terms come in ascending order, so the values of each document do.
void KeywordColumn::fill(const SnapshotSegment& segment) {
    const std::uint32_t size = segment.segment->size();
    const Inverted inverted = read_all(field_of(segment), size);
    Part& part = parts_[segment.number];
    part.starts.assign(std::size_t{size} + 2, 0);
    // Each place holds first how many values there are, then where the next of them goes, which ends where they end.
    for (const std::uint32_t doc : inverted.documents) {
        ++part.starts[doc + 2];
    }
    for (std::size_t doc = 2; doc < part.starts.size(); ++doc) {
        part.starts[doc] += part.starts[doc - 1];
    }
    part.values.resize(inverted.documents.size() + kReadable);
    std::size_t at = 0;
    for (std::uint32_t ordinal = 0; ordinal < inverted.ends.size(); ++ordinal) {
        const std::uint32_t value = part.numbers.empty() ? ordinal : part.numbers[ordinal];
        for (; at < inverted.ends[ordinal]; ++at) {
            part.values[part.starts[inverted.documents[at] + 1]++] = value;
        }
    }
    part.starts.pop_back();
}

std::string KeywordColumn::text(std::uint32_t value) const {
    for (const SnapshotSegment& segment : snapshot_->segments()) {
        const std::vector<std::uint32_t>& numbers = parts_[segment.number].numbers;
        const auto found = std::ranges::lower_bound(numbers, value);
        const bool alone = snapshot_->segments().size() == 1;
        const std::uint32_t ordinal = alone ? value : static_cast<std::uint32_t>(found - numbers.begin());
        if (value < size_ && (alone || (found != numbers.end() && *found == value))) {
            storage::TermsIterator terms(field_of(segment).terms);
            terms.go_to(ordinal);
            return std::string(terms.term());
        }
    }
    throw std::out_of_range("no value has this number");
}

std::uint32_t KeywordColumn::first_from(std::string_view text) const {
    std::uint32_t first = size_;
    for (const SnapshotSegment& segment : snapshot_->segments()) {
        const storage::TermsReader& dictionary = field_of(segment).terms;
        storage::TermsIterator terms(dictionary);
        if (dictionary.size() > 0 && terms.seek(text)) {
            const std::uint32_t ordinal = terms.entry().ordinal;
            const std::vector<std::uint32_t>& numbers = parts_[segment.number].numbers;
            first = std::min(first, numbers.empty() ? ordinal : numbers[ordinal]);
        }
    }
    return first;
}

} // namespace searchlib::results
