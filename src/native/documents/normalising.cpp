#include "documents/normalising.hpp"

#include <algorithm>
#include <cstring>

namespace searchlib::documents {
namespace {

/// More make finding those that stand twice slow.
constexpr std::size_t kMostNames = 256;

/// What Python's str.strip takes for a blank, of ASCII.
constexpr bool is_blank(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r') || (character >= 0x1C && character <= 0x1F);
}

std::string_view stripped(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// The blanks outside ASCII begin with one of these bytes: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000.
bool is_rare_lead(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3;
}

std::vector<Field>::iterator find(std::vector<Field>& fields, std::string_view name) {
    return std::ranges::find(fields, name, &Field::name);
}

/// Whether „ads” follows, after blanks and perhaps letters that are none of ASCII.
bool ads_follow(std::string_view text) {
    const auto passed = [](char character) { return is_blank(character) || (character & 0x80) != 0; };
    const auto* at = std::ranges::find_if_not(text, passed);
    if (text.end() - at < 3) {
        return false;
    }
    return (at[0] | 0x20) == 'a' && (at[1] | 0x20) == 'd' && (at[2] | 0x20) == 's';
}

/// As much of a text as its first sentence is looked for in: `cleaning.py` looks at a thousand characters.
std::string_view beginning(std::string_view text) {
    constexpr std::size_t kMost = 4000; // bytes of a thousand characters, however many each takes
    const auto* const from = std::ranges::find_if_not(text, is_blank);
    const std::string_view rest = text.substr(static_cast<std::size_t>(from - text.begin()));
    if (rest.size() <= kMost || is_rare_lead(rest.front())) {
        return text;
    }
    std::size_t end = kMost;
    while (end < rest.size() && (static_cast<unsigned char>(rest[end]) & 0xC0U) == 0x80) {
        ++end;
    }
    return rest.substr(0, end);
}

} // namespace

bool has_rare_blank(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    // The last character is the one whose lead is the last byte that continues none.
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80) {
        --last;
    }
    return is_rare_lead(text.front()) || is_rare_lead(text[last]);
}

bool may_hold_ads(std::string_view text) {
    if (ads_follow(text)) {
        return true;
    }
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (ads_follow(text.substr(at + 1))) {
            return true;
        }
    }
    return false;
}

bool Normaliser::normalise(std::vector<Field>& fields, std::string_view identity) {
    made_.clear();
    if (!mapping_.empty()) {
        map(fields);
    }
    if (!give_texts(fields)) {
        return false;
    }
    bool named = false;
    for (auto field = fields.begin(); field != fields.end();) {
        bool dropped = false;
        if (!check(*field, dropped)) {
            return false;
        }
        named |= !dropped && (field->name == "id" || field->name == "url");
        field = dropped ? fields.erase(field) : field + 1;
    }
    if (!named && !identity.empty()) {
        Field& field = fields.emplace_back();
        field.name = "id";
        field.value.kind = Value::Kind::text;
        field.value.text = keep(std::string(identity));
    }
    return true;
}

void Normaliser::map(std::vector<Field>& fields) {
    seen_.resize(mapping_.size());
    std::vector<Field> named;
    const auto taken = [&](const Field& field) {
        return std::ranges::find(mapping_, field.name, &Mapping::value_type::second) != mapping_.end();
    };
    std::ranges::remove_copy_if(fields, std::back_inserter(named), taken);
    for (std::size_t i = 0; i < mapping_.size(); ++i) {
        const auto& [ours, theirs] = mapping_[i];
        const auto from = find(fields, theirs);
        if (from == fields.end()) {
            continue;
        }
        seen_[i] = true;
        const auto to = find(named, ours);
        if (to == named.end()) {
            named.push_back({ours, from->value});
        } else {
            to->value = from->value;
        }
    }
    fields = std::move(named);
}

/// Sees to it that there are a title and a body.
bool Normaliser::give_texts(std::vector<Field>& fields) {
    const auto give = [&](std::string_view name) -> Value* {
        auto field = find(fields, name);
        if (field == fields.end()) {
            fields.push_back({name, {}});
            field = fields.end() - 1;
        }
        if (field->value.kind == Value::Kind::null) {
            field->value.kind = Value::Kind::text;
        }
        return field->value.kind == Value::Kind::text ? &field->value : nullptr;
    };
    // Where both are missing, the title comes first.
    if (give("title") == nullptr || give("body") == nullptr) {
        return false;
    }
    const std::string_view body = find(fields, "body")->value.text;
    std::string_view& title = find(fields, "title")->value.text;
    if (may_hold_ads(body)) {
        return false;
    }
    if (std::ranges::all_of(title, is_blank)) {
        title = keep(title_(beginning(body)));
        return !title.empty();
    }
    // It may be blank all the same.
    return std::ranges::any_of(title, [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return (byte > ' ' && byte < 0x7F) || (byte > 0xC2 && !is_rare_lead(character));
    });
}

bool Normaliser::check(Field& field, bool& dropped) {
    const bool is_name = field.name == "source" || field.name == "category" || field.name == "url";
    const bool is_list = field.name == "entities";
    const bool is_id = field.name == "id";
    const bool is_date = field.name == "date";
    if (!is_name && !is_list && !is_id && !is_date) {
        return true;
    }
    Value& value = field.value;
    if (value.kind == Value::Kind::null || (value.kind == Value::Kind::text && value.text.empty())) {
        dropped = true;
        return true;
    }
    if (value.kind == Value::Kind::texts) {
        return (is_list || (is_name && field.name != "url")) && check_names(value.texts);
    }
    if (is_id && value.kind == Value::Kind::integer) {
        value.text = keep(std::to_string(value.integer));
        value.kind = Value::Kind::text;
        return true;
    }
    if (is_list || value.kind != Value::Kind::text) {
        return false;
    }
    if (is_date) {
        // Dates are not trimmed, and what comes after this asks whether it is one.
        dropped = std::ranges::all_of(value.text, is_blank);
        return dropped || !has_rare_blank(value.text);
    }
    return check_name(value, dropped);
}

bool Normaliser::check_name(Value& value, bool& dropped) {
    value.text = stripped(value.text);
    dropped = value.text.empty();
    return !has_rare_blank(value.text);
}

/// Trims the names and leaves each once.
bool Normaliser::check_names(std::vector<std::string_view>& names) {
    if (names.size() > kMostNames) {
        return false;
    }
    std::vector<std::string_view> found;
    for (const std::string_view name : names) {
        const std::string_view trimmed = stripped(name);
        if (has_rare_blank(trimmed)) {
            return false;
        }
        if (!trimmed.empty() && std::ranges::find(found, trimmed) == found.end()) {
            found.push_back(trimmed);
        }
    }
    names = std::move(found);
    return true;
}

} // namespace searchlib::documents
