#include "indexing/line_adder.hpp"

#include <algorithm>

namespace searchlib::indexing {
namespace {

bool is_blank(std::string_view line) {
    return std::ranges::all_of(
        line, [](char character) { return character == ' ' || (character >= '\t' && character <= '\r'); });
}

bool is_in_segment(const PreparedDocument& document, const Buffer& to) {
    return std::ranges::any_of(
        to.segments, [&](const auto& segment) { return !segment->columns().find_key(document.row.key_hash).empty(); });
}

/// The line that begins at `begin`, without its line feed.
std::string_view line_at(std::string_view chunk, std::size_t begin) {
    return chunk.substr(begin, std::min(chunk.find('\n', begin), chunk.size()) - begin);
}

} // namespace

LineCounts count_lines(std::string_view chunk) {
    LineCounts counts;
    for (std::size_t begin = 0; begin < chunk.size(); ++counts.lines) {
        const std::string_view line = line_at(chunk, begin);
        counts.records += is_blank(line) ? 0U : 1U;
        begin += line.size() + 1;
    }
    return counts;
}

bool LineAdder::add(std::string_view chunk, LineCursor& cursor, const Buffer& to) {
    while (cursor.next < chunk.size()) {
        cursor.begin = cursor.next;
        const std::string_view line = line_at(chunk, cursor.begin);
        cursor.next = std::min(cursor.begin + line.size() + 1, chunk.size());
        ++cursor.line;
        if (is_blank(line)) {
            continue;
        }
        ++cursor.record;
        const bool added = add_record(line, cursor, to);
        ++cursor.sequence;
        if (!added) {
            return false;
        }
    }
    return true;
}

bool LineAdder::add_record(std::string_view line, LineCursor& cursor, const Buffer& to) {
    const std::string identity =
        cursor.identity.empty() ? std::string() : cursor.identity + "#" + std::to_string(cursor.record);
    if (!object_.read(line) || !normaliser_.normalise(object_.fields(), identity)) {
        return false;
    }
    const PreparedDocument* document = preparer_.prepare(object_.fields());
    if (document == nullptr || is_in_segment(*document, to) ||
        !to.keys.claim(document->key, {to.number, to.builder.size()})) {
        return false;
    }
    storage::DocumentRow row = document->row;
    row.sequence = cursor.sequence;
    try {
        to.builder.add(row, document->day, document->texts, document->keywords);
    } catch (...) {
        to.keys.remove(document->key);
        throw;
    }
    preparer_.store(document->key, object_.fields(), to.stored);
    ++cursor.added;
    for (const std::string_view text : document->texts) {
        cursor.text_bytes += text.size();
    }
    return true;
}

} // namespace searchlib::indexing
