#include "storage/segment.hpp"

#include <stdexcept>

#include "storage/length_code.hpp"

namespace searchlib::storage {

Segment::Segment(const std::string& path, std::uint64_t length, std::uint32_t checksum,
                 const std::vector<std::string>& text_fields, const std::vector<std::string>& keyword_fields)
    : file_(path, length, checksum) {
    try {
        columns_ = Columns(file_);
        for (const std::string& name : text_fields) {
            text_fields_.push_back(open_field(name, true));
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

} // namespace searchlib::storage
