#include "indexing/line_adder.hpp"

#include <algorithm>

namespace searchlib::indexing {
namespace {

bool is_blank(std::string_view line) {
    return std::ranges::all_of(
        line, [](char character) { return character == ' ' || (character >= '\t' && character <= '\r'); });
}

bool is_known(const PreparedDocument& document, const Buffers& to) {
    if (to.keys.find(document.key) || (to.other != nullptr && to.other->find(document.key))) {
        return true;
    }
    return std::ranges::any_of(
        to.segments, [&](const auto& segment) { return !segment->columns().find_key(document.row.key_hash).empty(); });
}

} // namespace

bool LineAdder::add(std::string_view chunk, LineCursor& cursor, const Buffers& to) {
    while (cursor.next < chunk.size()) {
        cursor.begin = cursor.next;
        const std::size_t end = std::min(chunk.find('\n', cursor.begin), chunk.size());
        cursor.next = std::min(end + 1, chunk.size());
        ++cursor.line;
        const std::string_view line = chunk.substr(cursor.begin, end - cursor.begin);
        if (is_blank(line)) {
            continue;
        }
        ++cursor.record;
        if (!add_record(line, cursor, to)) {
            return false;
        }
    }
    return true;
}

bool LineAdder::add_record(std::string_view line, LineCursor& cursor, const Buffers& to) {
    const std::string identity =
        cursor.identity.empty() ? std::string() : cursor.identity + "#" + std::to_string(cursor.record);
    if (!object_.read(line) || !normaliser_.normalise(object_.fields(), identity)) {
        return false;
    }
    const PreparedDocument* document = preparer_.prepare(object_.fields());
    if (document == nullptr || is_known(*document, to)) {
        return false;
    }
    storage::DocumentRow row = document->row;
    row.sequence = cursor.sequence;
    const std::uint32_t number = to.builder.add(row, document->day, document->texts, document->keywords);
    to.keys.put(document->key, number);
    preparer_.store(object_.fields(), to.stored);
    ++cursor.sequence;
    ++cursor.added;
    for (const std::string_view text : document->texts) {
        cursor.text_bytes += text.size();
    }
    return true;
}

} // namespace searchlib::indexing
