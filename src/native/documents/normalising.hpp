#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/json_object.hpp"

namespace searchlib::documents {

/// Whether a text may begin or end with a blank that is not ASCII, which only Python knows how to strip.
[[nodiscard]] bool has_rare_blank(std::string_view text);

/// Whether a text may hold a line that says only „Ads”: true too often, but never false for one that does.
[[nodiscard]] bool may_hold_ads(std::string_view text);

/// Makes the fields of a document of those of a record, just as `normalising.py` does, where they are as they nearly
/// always are.
class Normaliser {
public:
    using Mapping = std::vector<std::pair<std::string, std::string>>;
    /// The first sentence of a text; empty if it has none.
    using Title = std::function<std::string(std::string_view)>;

    /// `mapping` is our field ← that of the record.
    Normaliser(Mapping mapping, Title title) : mapping_(std::move(mapping)), title_(std::move(title)) {}

    /// Whether the record was taken; if not, it is as bad as it was, or needs a closer look. `identity` is the id of
    /// one that has neither an id nor an address; empty for none. What is made lives until the next call.
    [[nodiscard]] bool normalise(std::vector<Field>& fields, std::string_view identity);

    /// Whether a record had the field that ours at this index of the mapping comes from.
    [[nodiscard]] bool has_seen(std::size_t index) const { return index < seen_.size() && seen_[index]; }

private:
    void map(std::vector<Field>& fields);
    [[nodiscard]] bool give_texts(std::vector<Field>& fields);
    [[nodiscard]] bool check(Field& field, bool& dropped);
    [[nodiscard]] static bool check_name(Value& value, bool& dropped);
    [[nodiscard]] static bool check_names(std::vector<std::string_view>& names);
    std::string_view keep(std::string text) { return made_.emplace_back(std::move(text)); }

    Mapping mapping_;
    Title title_;
    std::vector<bool> seen_;
    std::deque<std::string> made_;
};

} // namespace searchlib::documents
