#include "indexing/preparing.hpp"

#include <algorithm>
#include <utility>

#include "analysis/folding.hpp"
#include "indexing/blake2b.hpp"

namespace searchlib::indexing {
namespace {

using documents::Field;
using documents::Value;

/// From here on Python says what is too long.
constexpr std::size_t kLongestText = std::size_t{1} << 24;
constexpr std::size_t kLongestKey = std::size_t{1} << 12;
/// Characters from which a text goes to the blocks: see `stored.py`.
constexpr std::size_t kLong = 512;
constexpr std::uint8_t kUndatedPrecision = 4;
/// Sources and entities come again and again; beyond this many, all are forgotten.
constexpr std::size_t kFoldedMost = 1 << 16;

void pack(const Value& value, MessagePack& to) {
    switch (value.kind) {
    case Value::Kind::null:
        to.nil();
        break;
    case Value::Kind::boolean:
        to.boolean(value.truth);
        break;
    case Value::Kind::integer:
        to.integer(value.integer);
        break;
    case Value::Kind::text:
        to.text(value.text);
        break;
    case Value::Kind::texts:
        to.array(value.texts.size());
        for (const std::string_view text : value.texts) {
            to.text(text);
        }
        break;
    }
}

bool is_long(const Value& value) {
    if (value.kind != Value::Kind::text || value.text.size() <= kLong) {
        return false;
    }
    if (value.text.size() > 4 * kLong) {
        return true;
    }
    const auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    return std::cmp_greater(std::ranges::count_if(value.text, starts), kLong);
}

storage::Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string hexadecimal(const storage::Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

} // namespace

DocumentPreparer::DocumentPreparer(FieldRoles roles, Fold fold, LocalDays days)
    : roles_(std::move(roles)), fold_(std::move(fold)), days_(std::move(days)) {
    for (std::size_t i = 0; i < roles_.texts.size(); ++i) {
        by_name_[roles_.texts[i]] = {Role::Kind::text, i};
    }
    for (std::size_t i = 0; i < roles_.keywords.size(); ++i) {
        const bool is_number = roles_.numbers.contains(roles_.keywords[i]);
        by_name_[roles_.keywords[i]] = {is_number ? Role::Kind::number : Role::Kind::keyword, i};
    }
    if (!roles_.date.empty()) {
        by_name_[roles_.date] = {Role::Kind::date, 0};
    }
}

DocumentPreparer::Role DocumentPreparer::role_of(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? Role() : found->second;
}

const PreparedDocument* DocumentPreparer::prepare(const std::vector<Field>& fields) {
    if (folded_.size() > kFoldedMost) {
        folded_.clear(); // here, as nobody looks at the keywords any more
    }
    prepared_.row = storage::DocumentRow();
    prepared_.row.precision = kUndatedPrecision;
    prepared_.day.reset();
    prepared_.texts.assign(roles_.texts.size(), {});
    prepared_.keywords.resize(roles_.keywords.size());
    for (auto& values : prepared_.keywords) {
        values.clear();
    }
    sorted_.clear();
    for (const Field& field : fields) {
        if (field.value.kind != Value::Kind::null) {
            sorted_.push_back(&field);
            if (!take(field)) {
                return nullptr;
            }
        }
    }
    if (sorted_.empty()) {
        return nullptr;
    }
    digest();
    if (!take_key(fields)) {
        return nullptr;
    }
    const auto hash = blake2b<sizeof(std::uint64_t)>(bytes_of(prepared_.key));
    prepared_.row.key_hash = storage::load<std::uint64_t>(hash.data());
    return &prepared_;
}

bool DocumentPreparer::take(const Field& field) {
    const Value& value = field.value;
    const auto [kind, index] = role_of(field.name);
    const bool is_text = value.kind == Value::Kind::text;
    switch (kind) {
    case Role::Kind::other:
        return true;
    case Role::Kind::text:
        prepared_.texts[index] = value.text;
        return is_text && value.text.size() <= kLongestText;
    case Role::Kind::keyword:
        return take_keywords(value, prepared_.keywords[index]);
    case Role::Kind::number:
        return false;
    case Role::Kind::date:
        if (is_text && value.text.empty()) {
            return true;
        }
        const auto instant = is_text ? days_.read(value.text) : std::nullopt;
        if (instant) {
            prepared_.row.seconds = instant->seconds;
            prepared_.row.precision = instant->precision;
            prepared_.day = instant->about;
        }
        return instant.has_value();
    }
    return false;
}

bool DocumentPreparer::take_keywords(const Value& value, std::vector<std::string_view>& to) {
    if (value.kind == Value::Kind::text) {
        if (const std::string_view keyword = folded(value.text); !keyword.empty()) {
            to.push_back(keyword);
        }
        return true;
    }
    constexpr std::size_t kMost = 256; // more make finding those that stand twice slow
    if (value.kind != Value::Kind::texts || value.texts.size() > kMost) {
        return false;
    }
    for (const std::string_view text : value.texts) {
        const std::string_view keyword = folded(text);
        if (!keyword.empty() && std::ranges::find(to, keyword) == to.end()) {
            to.push_back(keyword);
        }
    }
    return true;
}

std::string_view DocumentPreparer::folded(std::string_view keyword) {
    constexpr std::size_t kShort = 100; // what is folded is not to be longer than a term may be
    const auto found = folded_.find(keyword);
    if (found != folded_.end()) {
        return found->second;
    }
    std::optional<std::string> fold = keyword.size() <= kShort ? analysis::fold_latin(keyword) : std::nullopt;
    return folded_.emplace(keyword, fold ? *std::move(fold) : fold_(keyword)).first->second;
}

void DocumentPreparer::digest() {
    std::ranges::sort(sorted_, {}, [](const Field* field) { return field->name; });
    packed_.clear();
    packed_.map(sorted_.size());
    for (const Field* field : sorted_) {
        packed_.text(field->name);
        pack(field->value, packed_);
    }
    prepared_.row.digest = blake2b<std::tuple_size_v<storage::Digest>>(packed_.view());
}

bool DocumentPreparer::take_key(const std::vector<Field>& fields) {
    for (const std::string& name : roles_.key) {
        const auto field = std::ranges::find(fields, std::string_view(name), &Field::name);
        if (field == fields.end() || field->value.kind == Value::Kind::null) {
            continue;
        }
        const Value& value = field->value;
        if (value.kind == Value::Kind::integer) {
            prepared_.key = std::to_string(value.integer);
            return true;
        }
        if (value.kind != Value::Kind::text || value.text.size() > kLongestKey) {
            return false;
        }
        if (!value.text.empty()) {
            prepared_.key = value.text;
            return true;
        }
    }
    prepared_.key = "content:" + hexadecimal(prepared_.row.digest);
    return true;
}

void DocumentPreparer::store(std::string_view key, const std::vector<Field>& fields, storage::StoredBuffer& to) {
    std::size_t long_texts = 0;
    std::size_t short_values = 0;
    const auto is_stored = [&](const Field& field) {
        return field.value.kind != Value::Kind::null && !roles_.dropped.contains(field.name);
    };
    for (const Field& field : fields) {
        if (is_stored(field)) {
            ++(is_long(field.value) ? long_texts : short_values);
        }
    }
    packed_.clear();
    packed_.array(3);
    packed_.text(key);
    packed_.map(short_values);
    for (const Field& field : fields) {
        if (is_stored(field) && !is_long(field.value)) {
            packed_.text(field.name);
            pack(field.value, packed_);
        }
    }
    packed_.map(long_texts);
    for (const Field& field : fields) {
        if (is_stored(field) && is_long(field.value)) {
            const auto [block, offset, length] = to.add_text(field.value.text);
            packed_.text(field.name);
            packed_.array(3);
            packed_.integer(static_cast<std::int64_t>(block));
            packed_.integer(static_cast<std::int64_t>(offset));
            packed_.integer(static_cast<std::int64_t>(length));
        }
    }
    to.end_document(packed_.view());
}

} // namespace searchlib::indexing
