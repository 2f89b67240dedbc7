#include "storage/segment.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "storage/length_code.hpp"

namespace searchlib::storage {
namespace {

/// Stands behind the name of a field in that of its exact forms.
constexpr char kExactMark = '=';

} // namespace

Segment::Segment(const std::string& path, std::uint64_t length, std::uint32_t checksum,
                 const std::vector<std::string>& text_fields, const std::vector<std::string>& keyword_fields)
    : file_(path, length, checksum) {
    try {
        columns_ = Columns(file_);
        for (const std::string& name : text_fields) {
            SegmentField field = open_field(name, true);
            find_stems(field);
            text_fields_.push_back(std::move(field));
        }
        for (const std::string& name : keyword_fields) {
            keyword_fields_.push_back(open_field(name, false));
        }
    } catch (const Corrupt& error) {
        throw CorruptFile(path, error.what());
    }
}

const SegmentField& Segment::field(const std::string& name) const {
    for (const auto* fields : {&text_fields_, &keyword_fields_}) {
        for (const SegmentField& field : *fields) {
            if (field.name == name) {
                return field;
            }
        }
    }
    throw std::out_of_range("the segment has no field " + name);
}

SegmentField Segment::open_field(const std::string& name, bool text) const {
    SegmentField field;
    field.name = name;
    field.terms = TermsReader(file_.section(name + ".terms"));
    field.postings = file_.section(name + ".postings");
    if (text) {
        field.positions = file_.section(name + ".positions");
        field.lengths = file_.section(name + ".lengths");
        if (field.lengths.size() != size()) {
            throw Corrupt("the lengths of field " + name + " are not as many as the documents");
        }
        ByteReader basis(file_.section(name + ".basis"));
        field.basis.average_length = basis.fixed<double>();
        const bool possible = field.basis.average_length > 0.0 && field.basis.average_length <= kLengths.back();
        if (!possible || basis.left() > 0) {
            throw Corrupt("the bounds of field " + name + " are made for an impossible length");
        }
        field.bigrams = BigramsReader(file_.section(name + ".common"), file_.section(name + ".bigrams.terms"),
                                      file_.section(name + ".bigrams.postings"));
    }
    return field;
}

/// The exact forms of a field stand behind it, and have its name with a mark behind.
void Segment::find_stems(SegmentField& field) const {
    if (!field.name.ends_with(kExactMark)) {
        return;
    }
    const std::string_view stems = std::string_view(field.name).substr(0, field.name.size() - 1);
    const auto found = std::ranges::find(text_fields_, stems, &SegmentField::name);
    if (found != text_fields_.end()) {
        field.stems = static_cast<std::size_t>(found - text_fields_.begin());
        field.stem_postings = found->postings;
        field.stem_positions = found->positions;
    }
}

} // namespace searchlib::storage
