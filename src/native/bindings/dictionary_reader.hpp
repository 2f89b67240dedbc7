#pragma once

#include <nanobind/nanobind.h>
#include <string_view>
#include <vector>

#include "documents/json_object.hpp"

namespace searchlib::bindings {

/// Reads dictionaries of Python that hold plain documents: what JSON Lines may hold too, and dates in the date field. It
/// is strict, and whatever it does not take is for Python to look at.
class DictionaryReader {
public:
    /// Whether the document was taken; `fields` are then those of it, in order, and live as long as this. `dates` are the
    /// classes of dates, exact; `date_field` may be empty.
    [[nodiscard]] bool read(nanobind::handle document, const std::vector<nanobind::object>& dates,
                            std::string_view date_field);

    [[nodiscard]] const std::vector<documents::Field>& fields() const { return fields_; }

private:
    [[nodiscard]] bool value(nanobind::handle from, documents::Value& to);
    [[nodiscard]] bool text(nanobind::handle from, std::string_view& to);
    [[nodiscard]] bool texts(nanobind::handle from, documents::Value& to);

    std::vector<documents::Field> fields_;
    /// What the texts are views of, so that they outlive changes to the document.
    std::vector<nanobind::object> held_;
};

} // namespace searchlib::bindings
