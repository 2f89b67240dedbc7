#include <algorithm>
#include <memory>
#include <queue>

#include "storage/errors.hpp"
#include "suggestions/vocabulary.hpp"

namespace searchlib::suggestions {
namespace {

/// One dictionary of a segment, from its first term to its last.
struct Dictionary {
    const search::SnapshotSegment* part;
    std::uint32_t field;
    storage::TermsIterator terms;

    [[nodiscard]] std::uint64_t live_documents() {
        const storage::TermEntry& entry = terms.entry();
        const std::uint32_t removed = part->deletes ? part->deletes->removed(field, entry.ordinal) : 0;
        if (removed > entry.document_frequency) {
            throw storage::Corrupt("a term lost more documents than it had");
        }
        return entry.document_frequency - removed;
    }
};

/// Runs what reads a dictionary; damage is told with the name of its file.
template <class Read> auto reading(const search::SnapshotSegment& part, Read&& read) {
    try {
        return read();
    } catch (const storage::Corrupt& error) {
        throw storage::CorruptFile(part.segment->file().path(), error.what());
    }
}

} // namespace

Words::Words(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields) {
    std::vector<std::unique_ptr<Dictionary>> dictionaries;
    for (const std::uint32_t field : fields) {
        for (const search::SnapshotSegment& part : snapshot.segments()) {
            const storage::TermsReader& terms = part.segment->text_fields().at(field).terms;
            dictionaries.push_back(
                std::make_unique<Dictionary>(Dictionary{&part, field, storage::TermsIterator(terms)}));
        }
    }
    const auto later = [](const Dictionary* a, const Dictionary* b) { return a->terms.term() > b->terms.term(); };
    std::priority_queue<Dictionary*, std::vector<Dictionary*>, decltype(later)> waiting(later);
    const auto go_on = [&](Dictionary& dictionary) {
        if (reading(*dictionary.part, [&] { return dictionary.terms.next(); })) {
            waiting.push(&dictionary);
        }
    };
    for (const auto& dictionary : dictionaries) {
        go_on(*dictionary);
    }
    std::string text;
    while (!waiting.empty()) {
        text = waiting.top()->terms.term();
        Word word{text, 0, 0};
        while (!waiting.empty() && waiting.top()->terms.term() == text) {
            Dictionary& dictionary = *waiting.top();
            waiting.pop();
            word.documents += reading(*dictionary.part, [&] { return dictionary.live_documents(); });
            word.occurrences += dictionary.terms.entry().total_frequency;
            go_on(dictionary);
        }
        add(word);
    }
}

void Words::add(const Word& word) {
    letters_ += word.text;
    ends_.push_back(letters_.size());
    documents_.push_back(word.documents);
    occurrences_.push_back(word.occurrences);
}

} // namespace searchlib::suggestions
