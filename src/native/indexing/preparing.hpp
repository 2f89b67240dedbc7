#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "documents/json_object.hpp"
#include "indexing/local_days.hpp"
#include "indexing/message_pack.hpp"
#include "storage/columns.hpp"
#include "storage/stored_buffer.hpp"

namespace searchlib::indexing {

/// What a schema says of the fields of documents.
struct FieldRoles {
    std::vector<std::string> texts;
    std::vector<std::string> keywords;
    /// Those of the keywords that are numbers, which Python reads.
    std::set<std::string, std::less<>> numbers;
    /// Empty if there is none.
    std::string date;
    std::vector<std::string> key;
    /// Those that are not stored.
    std::set<std::string, std::less<>> dropped;
};

/// A document as the builder takes it. Views are of the fields that it was made of, those of keywords hold until another is
/// prepared.
struct PreparedDocument {
    std::string key;
    storage::DocumentRow row;
    std::optional<analysis::Day> day;
    std::vector<std::string_view> texts;
    std::vector<std::vector<std::string_view>> keywords;
};

/// Turns the fields of a document into what is indexed, just as `preparing.py` does.
class DocumentPreparer {
public:
    using Fold = std::function<std::string(std::string_view)>;

    DocumentPreparer(FieldRoles roles, Fold fold, LocalDays days);

    /// What is indexed of these fields; none if they are for Python to look at.
    [[nodiscard]] const PreparedDocument* prepare(const std::vector<documents::Field>& fields);

    /// Adds what is stored of the fields of a document with that key.
    void store(std::string_view key, const std::vector<documents::Field>& fields, storage::StoredBuffer& to);

private:
    struct Role {
        enum class Kind : std::uint8_t { other, text, keyword, number, date };
        Kind kind = Kind::other;
        std::size_t index = 0;
    };

    /// So that a keyword is looked up as it lies in its line.
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    [[nodiscard]] Role role_of(std::string_view name) const;
    [[nodiscard]] bool take(const documents::Field& field);
    [[nodiscard]] bool take_keywords(const documents::Value& value, std::vector<std::string_view>& to);
    [[nodiscard]] bool take_key(const std::vector<documents::Field>& fields);
    void digest();
    std::string_view folded(std::string_view keyword);

    FieldRoles roles_;
    std::map<std::string, Role, std::less<>> by_name_;
    Fold fold_;
    LocalDays days_;
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> folded_;

    // Of the document at hand; kept for their memory.
    PreparedDocument prepared_;
    MessagePack packed_;
    std::vector<const documents::Field*> sorted_;
};

} // namespace searchlib::indexing
