#pragma once

#include <nanobind/nanobind.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/json_object.hpp"

namespace searchlib::bindings {

/// Reads dictionaries of Python that hold plain documents: what JSON Lines may hold too, and dates in the date field. It
/// is strict, and whatever it does not take is for Python to look at.
class RecordReader {
public:
    /// `dates` are the classes of dates, exact; `date_field` may be empty.
    RecordReader(std::vector<nanobind::object> dates, std::string date_field)
        : dates_(std::move(dates)), date_field_(std::move(date_field)) {}

    /// Whether the document was taken; `fields` are then those of it, in order, and live until the next or `clear`.
    [[nodiscard]] bool read(nanobind::handle document);
    void clear();

    [[nodiscard]] const std::vector<documents::Field>& fields() const { return fields_; }

private:
    [[nodiscard]] bool value(nanobind::handle from, std::string_view name, documents::Value& to);
    [[nodiscard]] bool is_date(nanobind::handle from) const;
    [[nodiscard]] bool text(nanobind::handle from, std::string_view& to);
    [[nodiscard]] bool texts(nanobind::handle from, documents::Value& to);

    std::vector<nanobind::object> dates_;
    std::string date_field_;
    std::vector<documents::Field> fields_;
    /// What the texts are views of, so that they outlive changes to the document.
    std::vector<nanobind::object> held_;
};

} // namespace searchlib::bindings
