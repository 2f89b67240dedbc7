#include "indexing/key_table.hpp"

namespace searchlib::indexing {

std::optional<BufferedDocument> KeyTable::find(std::string_view key) const {
    const std::scoped_lock lock(mutex_);
    const std::optional<std::uint32_t> number = keys_.find(key);
    return number && !is_none(documents_[*number]) ? std::optional(documents_[*number]) : std::nullopt;
}

bool KeyTable::claim(std::string_view key, BufferedDocument document) {
    const std::scoped_lock lock(mutex_);
    BufferedDocument& holder = document_of(key);
    if (!is_none(holder)) {
        return false;
    }
    holder = document;
    return true;
}

void KeyTable::put(std::string_view key, BufferedDocument document) {
    const std::scoped_lock lock(mutex_);
    document_of(key) = document;
}

void KeyTable::remove(std::string_view key) {
    const std::scoped_lock lock(mutex_);
    document_of(key) = kNone;
}

std::size_t KeyTable::take_back(std::span<Builder* const> buffers, std::uint64_t sequence) {
    const std::scoped_lock lock(mutex_);
    std::size_t taken = 0;
    for (BufferedDocument& document : documents_) {
        if (!is_none(document) && buffers[document.buffer]->row(document.number).sequence > sequence) {
            buffers[document.buffer]->remove(document.number);
            document = kNone;
            ++taken;
        }
    }
    return taken;
}

std::size_t KeyTable::memory() const {
    const std::scoped_lock lock(mutex_);
    return keys_.memory() + documents_.capacity() * sizeof(BufferedDocument);
}

BufferedDocument& KeyTable::document_of(std::string_view key) {
    const std::uint32_t number = keys_.intern(key);
    if (number == documents_.size()) {
        documents_.push_back(kNone);
    }
    return documents_[number];
}

} // namespace searchlib::indexing
