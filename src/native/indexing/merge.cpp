#include "indexing/merge.hpp"

#include <algorithm>
#include <optional>

#include "indexing/bigrams.hpp"
#include "indexing/merged_postings.hpp"
#include "storage/postings.hpp"

namespace searchlib::indexing {
namespace {

/// Occurrences after which what was read of the sources is let go of: some megabytes of a map that would otherwise be in
/// memory as a whole in the end.
constexpr std::uint64_t kForgetAfter = 1 << 22;

} // namespace

Merge::Merge(std::vector<Source> sources) : sources_(std::move(sources)) {
    for (std::uint32_t source = 0; source < sources_.size(); ++source) {
        const auto& [segment, deleted] = sources_[source];
        numbers_.emplace_back(segment->size(), kDropped);
        auto dead = deleted.begin();
        for (std::uint32_t document = 0; document < segment->size(); ++document) {
            if (dead != deleted.end() && *dead == document) {
                ++dead;
            } else {
                order_.push_back({source, document});
            }
        }
    }
    std::ranges::sort(order_, [&](const Origin& a, const Origin& b) {
        const auto& one = sources_[a.source].segment->columns();
        const auto& other = sources_[b.source].segment->columns();
        return storage::comes_before(one.seconds(a.document), one.sequence(a.document), other.seconds(b.document),
                                     other.sequence(b.document));
    });
    for (std::uint32_t number = 0; number < order_.size(); ++number) {
        numbers_[order_[number].source][order_[number].document] = number;
    }
}

void Merge::write(storage::ContainerWriter& out) const {
    const auto row = [&](std::size_t number) {
        const auto& [source, document] = order_[number];
        return sources_[source].segment->columns().row(document);
    };
    storage::write_columns(key_hashes(), row, out);
    forget();
    for (std::size_t field = 0; field < sources_.front().segment->text_fields().size(); ++field) {
        write_field(field, true, out);
    }
    for (std::size_t field = 0; field < sources_.front().segment->keyword_fields().size(); ++field) {
        write_field(field, false, out);
    }
}

/// Of the documents of the new segment, in their order.
std::vector<std::uint32_t> Merge::key_hashes() const {
    std::vector<std::uint32_t> hashes(order_.size());
    for (std::uint32_t source = 0; source < sources_.size(); ++source) {
        const std::vector<std::uint32_t> kept = sources_[source].segment->columns().kept_hashes();
        for (std::uint32_t document = 0; document < kept.size(); ++document) {
            if (numbers_[source][document] != kDropped) {
                hashes[numbers_[source][document]] = kept[document];
            }
        }
    }
    return hashes;
}

std::vector<std::uint8_t> Merge::lengths_of(std::size_t field) const {
    std::vector<std::uint8_t> lengths;
    lengths.reserve(order_.size());
    for (const Origin& origin : order_) {
        lengths.push_back(sources_[origin.source].segment->text_fields()[field].lengths[origin.document]);
    }
    return lengths;
}

void Merge::forget() const {
    for (const Source& source : sources_) {
        source.segment->file().forget();
    }
}

void Merge::write_field(std::size_t field, bool text, storage::ContainerWriter& out) const {
    const auto field_of = [&](std::size_t source) -> const storage::SegmentField& {
        const storage::Segment& segment = *sources_[source].segment;
        return text ? segment.text_fields()[field] : segment.keyword_fields()[field];
    };
    const std::vector<std::uint8_t> lengths = text ? lengths_of(field) : std::vector<std::uint8_t>();
    std::vector<std::optional<storage::TermsIterator>> terms(sources_.size());
    const auto advance = [&](std::size_t source) {
        if (!terms[source]->next()) {
            terms[source].reset();
        }
    };
    for (std::size_t source = 0; source < sources_.size(); ++source) {
        terms[source].emplace(field_of(source).terms);
        advance(source);
    }
    std::uint64_t read = 0;
    const std::string& name = field_of(0).name;
    storage::PostingsWriter writer(out, name, text ? storage::ListKind::positions : storage::ListKind::documents,
                                   lengths);
    storage::CommonTerms common(static_cast<std::uint32_t>(order_.size()));
    MergedPostings postings;
    for (;;) {
        std::optional<std::string> least;
        for (const auto& at : terms) {
            if (at && (!least || at->term() < *least)) {
                least = at->term();
            }
        }
        if (!least) {
            break;
        }
        for (std::size_t source = 0; source < sources_.size(); ++source) {
            auto& at = terms[source];
            if (at && at->term() == *least) {
                const auto& from = field_of(source);
                const std::uint32_t size = sources_[source].segment->size();
                postings.add(from.list(at->entry(), size), numbers_[source], text);
                read += at->entry().total_frequency;
                advance(source);
            }
        }
        if (const std::uint32_t documents = postings.write(writer); documents > 0) {
            writer.finish_term(*least);
            common.offer(*least, documents);
        }
        if (read > kForgetAfter) {
            forget();
            read = 0;
        }
    }
    forget();
    writer.write();
    if (text) {
        out.section(name + ".lengths", storage::Bytes(lengths));
        write_bigrams(field, lengths, common, out);
        forget();
    }
}

/// Writes the bigrams of a text field. Its common terms are those of the largest source that has some.
void Merge::write_bigrams(std::size_t field, std::span<const std::uint8_t> lengths, storage::CommonTerms& own,
                          storage::ContainerWriter& out) const {
    std::vector<BigramSource> sources;
    const storage::SegmentField* like = nullptr;
    std::size_t largest = 0;
    for (std::size_t source = 0; source < sources_.size(); ++source) {
        const storage::SegmentField& from = sources_[source].segment->text_fields()[field];
        sources.push_back({&from, &numbers_[source]});
        if (!from.bigrams.common().empty() && numbers_[source].size() > largest) {
            like = &from;
            largest = numbers_[source].size();
        }
    }
    const std::vector<std::string> common =
        like == nullptr ? own.take()
                        : std::vector<std::string>(like->bigrams.common().begin(), like->bigrams.common().end());
    storage::BigramsWriter writer(out, sources.front().field->name, lengths, common);
    merge_bigrams(sources, common, writer);
    writer.write();
}

} // namespace searchlib::indexing
