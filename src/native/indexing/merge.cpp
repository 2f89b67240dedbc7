#include "indexing/merge.hpp"

#include <algorithm>
#include <optional>

#include "indexing/bigrams.hpp"
#include "indexing/merged_lists.hpp"
#include "indexing/merged_postings.hpp"
#include "indexing/merged_terms.hpp"
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
    const storage::Segment& first = *sources_.front().segment;
    std::vector<MergedLists> lists(first.text_fields().size(), MergedLists(sources_.size()));
    for (std::size_t field = 0; field < first.text_fields().size(); ++field) {
        write_field(field, true, lists, out);
    }
    for (std::size_t field = 0; field < first.keyword_fields().size(); ++field) {
        write_field(field, false, lists, out);
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

void Merge::write_field(std::size_t field, bool text, std::vector<MergedLists>& lists,
                        storage::ContainerWriter& out) const {
    std::vector<const storage::SegmentField*> fields;
    fields.reserve(sources_.size());
    for (const Source& source : sources_) {
        fields.push_back(text ? &source.segment->text_fields()[field] : &source.segment->keyword_fields()[field]);
    }
    const std::vector<std::uint8_t> lengths = text ? lengths_of(field) : std::vector<std::uint8_t>();
    const std::string& name = fields.front()->name;
    const std::optional<std::size_t> of_stems = fields.front()->stems;
    const MergedLists* const stems = of_stems ? &lists[*of_stems] : nullptr;
    storage::PostingsWriter writer(out, name, text ? storage::ListKind::positions : storage::ListKind::documents,
                                   lengths, stems == nullptr ? storage::ListSections() : stems->sections());
    storage::CommonTerms common(static_cast<std::uint32_t>(order_.size()));
    const bool has_exact = text && std::ranges::any_of(sources_.front().segment->text_fields(),
                                                       [&](const auto& other) { return other.stems == field; });
    MergedPostings postings;
    std::uint64_t read = 0;
    for (MergedTerms terms(fields); terms.next();) {
        if (const auto* const shared = stems == nullptr ? nullptr : stems->shared(fields, terms.stands_in())) {
            writer.share(terms.term(), *shared);
            common.offer(terms.term(), shared->document_frequency);
            continue;
        }
        for (const auto& [source, entry] : terms.stands_in()) {
            postings.add(fields[source]->list(entry, sources_[source].segment->size()), numbers_[source], text);
            read += entry.total_frequency;
        }
        if (const std::uint32_t documents = postings.write(writer); documents > 0) {
            const storage::TermEntry merged = writer.finish_term(terms.term());
            common.offer(terms.term(), documents);
            if (has_exact) {
                lists[field].add(terms.stands_in(), merged);
            }
        }
        if (read > kForgetAfter) {
            forget();
            read = 0;
        }
    }
    forget();
    const storage::ListSections sections = writer.write();
    if (text) {
        lists[field].finish(sections);
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
