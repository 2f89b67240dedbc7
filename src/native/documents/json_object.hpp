#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace searchlib::documents {

/// A value of a record: text, a whole number, true or false, null, or a list of texts.
struct Value {
    enum class Kind : std::uint8_t { null, boolean, integer, text, texts };

    Kind kind = Kind::null;
    bool truth = false;
    std::int64_t integer = 0;
    std::string_view text;
    std::vector<std::string_view> texts;
};

struct Field {
    std::string_view name;
    Value value;
};

/// Reads a line of JSON Lines that holds a plain object: one whose values are of the kinds above. It is strict, and
/// whatever it does not take (other kinds, broken JSON, bytes that are no UTF-8, NUL characters, halves of surrogate
/// pairs, a name that stands twice) is for another reader to look at: it never says what is wrong.
class JsonObject {
public:
    /// Whether the line was taken; `fields` are then those of it, in order, and live as long as the line and until the
    /// next.
    [[nodiscard]] bool read(std::string_view line);

    [[nodiscard]] std::vector<Field>& fields() { return fields_; }

private:
    void skip_blanks();
    [[nodiscard]] bool take(char character);
    [[nodiscard]] bool word(std::string_view text);
    [[nodiscard]] bool object();
    [[nodiscard]] bool value(Value& value);
    [[nodiscard]] bool integer(Value& value);
    [[nodiscard]] bool texts(Value& value);
    [[nodiscard]] bool text(std::string_view& text);
    [[nodiscard]] bool escaped_text(const char* begin, std::string_view& text);
    [[nodiscard]] bool escape(std::string& to);
    [[nodiscard]] bool code_unit(std::uint32_t& unit);

    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::vector<Field> fields_;
    /// Texts that had escapes; a deque, as views of them must hold.
    std::deque<std::string> unescaped_;
};

/// Whether these bytes are UTF-8, without surrogates.
[[nodiscard]] bool is_utf8(std::string_view bytes);

} // namespace searchlib::documents
