#include "indexing/record_adder.hpp"

#include <algorithm>
#include <string_view>

namespace searchlib::indexing {
namespace {

bool is_in_segment(const PreparedDocument& document, const Buffer& to) {
    return std::ranges::any_of(
        to.segments, [&](const auto& segment) { return !segment->columns().find_key(document.row.key_hash).empty(); });
}

} // namespace

std::optional<std::uint64_t> RecordAdder::add(const std::vector<documents::Field>& fields, std::uint64_t sequence,
                                              const Buffer& to) {
    const PreparedDocument* document = preparer_.prepare(fields);
    if (document == nullptr || is_in_segment(*document, to) ||
        !to.keys.claim(document->key, {to.number, to.builder.size()})) {
        return std::nullopt;
    }
    storage::DocumentRow row = document->row;
    row.sequence = sequence;
    try {
        to.builder.add(row, document->day, document->texts, document->keywords);
    } catch (...) {
        to.keys.remove(document->key);
        throw;
    }
    preparer_.store(fields, to.stored);
    std::uint64_t text_bytes = 0;
    for (const std::string_view text : document->texts) {
        text_bytes += text.size();
    }
    return text_bytes;
}

} // namespace searchlib::indexing
