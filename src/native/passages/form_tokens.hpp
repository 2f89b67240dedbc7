#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace searchlib::passages {

/// What stands together as one token of a form.
struct FormToken {
    /// Half open, in characters of the form; what lies outside is cut off.
    std::uint32_t begin;
    std::uint32_t end;
    /// From the form's own first position.
    std::uint32_t position;
    /// Numbers of its terms, and of its exact ones in their order.
    std::vector<std::uint32_t> terms;
    std::vector<std::uint32_t> exact;
};

/// The tokens of forms. Only those are known of which a term was asked for once: few of all forms.
class FormTokens {
public:
    /// None if they are not known.
    [[nodiscard]] const std::vector<FormToken>* of(std::uint32_t form) const {
        const auto found = known_.find(form);
        return found == known_.end() ? nullptr : &found->second;
    }
    void add(std::uint32_t form, std::vector<FormToken> tokens) { known_[form] = std::move(tokens); }

private:
    std::unordered_map<std::uint32_t, std::vector<FormToken>> known_;
};

} // namespace searchlib::passages
