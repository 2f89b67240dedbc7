#include "search/snapshot.hpp"

#include <stdexcept>

namespace searchlib::search {

Snapshot::Snapshot(const std::vector<Part>& parts, std::vector<FieldStatistics> fields) : fields_(std::move(fields)) {
    std::uint64_t size = 0;
    for (const auto& [segment, deletes] : parts) {
        segments_.push_back({segment, deletes, static_cast<std::uint32_t>(size)});
        size += segment->size();
        if (size >= UINT32_MAX) {
            throw std::length_error("an index holds at most 2^32 - 2 documents");
        }
    }
    size_ = static_cast<std::uint32_t>(size);
}

std::uint64_t Snapshot::document_frequency(std::uint32_t field, const std::string& term) const {
    std::uint64_t frequency = 0;
    for (const SnapshotSegment& part : segments_) {
        try {
            const auto entry = part.segment->text_fields().at(field).terms.find(term);
            if (entry) {
                const std::uint32_t removed = part.deletes ? part.deletes->removed(field, entry->ordinal) : 0;
                if (removed > entry->document_frequency) {
                    throw storage::Corrupt("a term lost more documents than it had");
                }
                frequency += entry->document_frequency - removed;
            }
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(part.segment->file().path(), error.what());
        }
    }
    return frequency;
}

std::pair<std::uint32_t, std::uint32_t> Snapshot::locate(std::uint32_t doc) const {
    for (std::uint32_t number = 0; number < segments_.size(); ++number) {
        const SnapshotSegment& part = segments_[number];
        if (doc - part.base < part.segment->size()) {
            return {number, doc - part.base};
        }
    }
    throw std::out_of_range("no document has this number");
}

} // namespace searchlib::search
