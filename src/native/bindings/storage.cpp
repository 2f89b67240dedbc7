#include <array>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <tuple>

#include "bindings/bindings.hpp"
#include "bindings/convert.hpp"
#include "storage/checksum.hpp"
#include "storage/deletes.hpp"
#include "storage/length_code.hpp"
#include "storage/segment.hpp"
#include "storage/stored_buffer.hpp"
#include "storage/stored_records.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using storage::ContainerWriter;
using storage::Deletes;
using storage::Segment;
using storage::StoredRecords;
using Released = nb::call_guard<nb::gil_scoped_release>;
using Written = std::pair<std::uint64_t, std::uint32_t>;
using FieldTotals = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

Written finish(ContainerWriter& writer) {
    const auto [length, checksum] = writer.finish();
    return {length, checksum};
}

Written write_deletes(const std::string& path, const Segment& segment, const std::vector<std::uint32_t>& deleted) {
    const auto [length, checksum] = storage::write_deletes(path, segment, deleted);
    return {length, checksum};
}

std::uint32_t checked(const Segment& segment, std::uint32_t doc) {
    if (doc >= segment.size()) {
        throw nb::index_error("the segment has no such document");
    }
    return doc;
}

auto row(const Segment& segment, std::uint32_t doc) {
    const storage::DocumentRow row = segment.columns().row(checked(segment, doc));
    return std::make_tuple(row.seconds == storage::kUndated ? std::optional<std::int64_t>()
                                                            : std::optional(row.seconds),
                           row.precision, row.sequence, nb::bytes(row.digest.data(), storage::kKeptDigest));
}

std::pair<std::uint64_t, std::uint64_t> section(const Segment& segment, const std::string& name) {
    const auto& sections = segment.file().sections();
    const auto found = sections.find(name);
    if (found == sections.end()) {
        throw storage::CorruptFile(segment.file().path(), "there is no section " + name);
    }
    return {found->second.offset, found->second.length};
}

std::vector<std::tuple<std::string, std::uint64_t>> section_sizes(const Segment& segment) {
    std::vector<std::tuple<std::string, std::uint64_t>> sizes;
    for (const auto& [name, section] : segment.file().sections()) {
        sizes.emplace_back(name, section.length);
    }
    return sizes;
}

/// Runs what reads a segment's bytes; damage found on the way names the file.
template <class Read> auto reading(const Segment& segment, Read&& read) {
    try {
        return read();
    } catch (const storage::Corrupt& error) {
        throw storage::CorruptFile(segment.file().path(), error.what());
    }
}

std::vector<std::tuple<nb::str, std::uint32_t, std::uint64_t>> terms(const Segment& segment, const std::string& field) {
    return reading(segment, [&] {
        std::vector<std::tuple<nb::str, std::uint32_t, std::uint64_t>> found;
        storage::TermsIterator at(segment.field(field).terms);
        while (at.next()) {
            found.emplace_back(nb::str(at.term().data(), at.term().size()), at.entry().document_frequency,
                               at.entry().total_frequency);
        }
        return found;
    });
}

/// Document and positions of each posting of a term; a keyword's have no positions.
std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>
postings(const Segment& segment, const std::string& field_name, const std::string& term) {
    return reading(segment, [&] {
        std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> found;
        const storage::SegmentField& field = segment.field(field_name);
        const auto entry = field.terms.find(term);
        if (!entry) {
            return found;
        }
        const storage::PostingList list = field.list(*entry, segment.size());
        std::array<std::uint32_t, storage::kBlockSize> documents{};
        std::array<std::uint32_t, storage::kBlockSize> frequencies{};
        for (std::uint32_t number = 0; number < list.block_count(); ++number) {
            const storage::PostingBlock block = list.block(number);
            storage::PostingList::documents(block, documents.data());
            storage::PositionRun run;
            if (field.is_text()) {
                storage::PostingList::frequencies(block, frequencies.data());
                run = list.positions(number);
            }
            for (std::uint32_t i = 0; i < block.count; ++i) {
                auto& [document, positions] = found.emplace_back(documents[i], std::vector<std::uint32_t>());
                if (field.is_text()) {
                    run.read(documents.data(), frequencies.data(), i, positions);
                }
            }
        }
        return found;
    });
}

std::vector<std::uint32_t> find_key(const Segment& segment, std::uint64_t hash) {
    return reading(segment, [&] { return segment.columns().find_key(hash); });
}

/// For each text field the live documents that have it, and their summed quantised lengths.
FieldTotals totals(const Segment& segment, const std::vector<std::uint32_t>& deleted) {
    FieldTotals totals;
    for (const storage::SegmentField& field : segment.text_fields()) {
        std::uint64_t documents = 0;
        std::uint64_t length = 0;
        for (const std::uint8_t code : field.lengths) {
            documents += code > 0 ? 1 : 0;
            length += storage::kLengths[code];
        }
        for (const std::uint32_t doc : deleted) {
            const std::uint8_t code = field.lengths[checked(segment, doc)];
            documents -= code > 0 ? 1 : 0;
            length -= storage::kLengths[code];
        }
        totals.emplace_back(documents, length);
    }
    return totals;
}

std::uint32_t crc32c(const nb::bytes& bytes) { return storage::crc32c(view(bytes)); }

std::uint32_t crc32c_by_tables(const nb::bytes& bytes) { return storage::crc32c_by_tables(view(bytes)); }

void make_records(StoredRecords* self, const std::shared_ptr<Segment>& segment) {
    reading(*segment, [&] { new (self) StoredRecords(segment); });
}

nb::bytes stored_record(const StoredRecords& records, std::uint32_t doc) {
    const std::vector<std::uint8_t> packed = reading(records.segment(), [&] { return records.record(doc); });
    return nb::bytes(packed.data(), packed.size());
}

std::tuple<std::uint64_t, std::uint64_t, std::uint64_t> add_text(storage::StoredBuffer& self, std::string_view text) {
    const auto [block, offset, length] = self.add_text(text);
    return {block, offset, length};
}

std::vector<nb::bytes> take_blocks(storage::StoredBuffer& self, bool all) {
    std::vector<nb::bytes> blocks;
    for (const std::string& block : self.take_blocks(all)) {
        blocks.emplace_back(block.data(), block.size());
    }
    return blocks;
}

void bind_stored_buffer(nb::module_& module) {
    nb::class_<storage::StoredBuffer>(module, "StoredBuffer",
                                      "What is stored of documents whose segment is being built.")
        .def(nb::init<std::size_t>(), nb::arg("block_size"))
        .def("add_text", &add_text, nb::arg("text"), "Block, offset and length in bytes of a long text.")
        .def(
            "end_document",
            [](storage::StoredBuffer& self, const nb::bytes& record) { self.end_document(view(record)); },
            nb::arg("record"))
        .def("take_blocks", &take_blocks, nb::arg("all"), "The blocks that are full, or all.")
        .def("write", &storage::StoredBuffer::write, nb::arg("order"), nb::arg("out"), Released())
        .def_prop_ro("memory", &storage::StoredBuffer::memory);
}

} // namespace

void bind_storage(nb::module_& module) {
    bind_stored_buffer(module);
    module.def("crc32c", &crc32c, nb::arg("data"), "CRC-32C of `data`.");
    module.def("crc32c_by_tables", &crc32c_by_tables, nb::arg("data"), "The same without help of the processor.");
    module.def("verify_container", &storage::verify_container, nb::arg("path"), nb::arg("length"), nb::arg("checksum"),
               Released(), "Reads a whole container and raises unless every byte is as it was written.");

    nb::class_<ContainerWriter>(module, "ContainerWriter", "Writes a file of named sections.")
        .def(nb::init<const std::string&, std::size_t>(), nb::arg("path"),
             nb::arg("in_memory") = ContainerWriter::kInMemory,
             "Creates the file; of a section that waits for another, so many bytes stay in memory.")
        .def("begin", &ContainerWriter::begin, nb::arg("name"))
        .def(
            "write", [](ContainerWriter& self, const nb::bytes& data) { self.write(view(data)); }, nb::arg("data"))
        .def("end", &ContainerWriter::end)
        .def("finish", &finish, Released(), "Ends the file; its length and checksum.");

    nb::class_<Segment>(module, "Segment", "An immutable segment, mapped.")
        .def(nb::init<const std::string&, std::uint64_t, std::uint32_t, const std::vector<std::string>&,
                      const std::vector<std::string>&>(),
             nb::arg("path"), nb::arg("length"), nb::arg("checksum"), nb::arg("text_fields"), nb::arg("keyword_fields"))
        .def_prop_ro("size", &Segment::size)
        .def_prop_ro(
            "dated", [](const Segment& self) { return self.columns().first_older_than(storage::kUndated + 1); },
            "How many documents have a date: those before all others.")
        .def("row", &row, nb::arg("doc"),
             "Seconds (None if undated), precision, sequence, and what is kept of the digest of a "
             "document.")
        .def("find_key", &find_key, nb::arg("hash"), "Documents whose key has this hash.")
        .def("terms", &terms, nb::arg("field"), "Each term in byte order, with its document and total frequency.")
        .def("postings", &postings, nb::arg("field"), nb::arg("term"), "Document and positions of each posting.")
        .def("section", &section, nb::arg("name"), "Offset and length of a section.")
        .def(
            "use_small_pages", [](const Segment& self) { self.file().use_small_pages(); },
            "Has its file mapped in small pages from now on: of what is looked at here and there less is in memory.")
        .def(
            "forget", [](const Segment& self) { self.file().forget(); },
            "Lets go of the pages that were read: the next look at them asks the system's cache again.")
        .def("section_sizes", &section_sizes, "Name and bytes of each section.")
        .def("totals", &totals, nb::arg("deleted"),
             "For each text field the live documents that have it, and their summed lengths.");

    nb::class_<StoredRecords>(module, "StoredRecords", "The packed records of a segment's stored documents.")
        .def("__init__", &make_records, nb::arg("segment"))
        .def("record", &stored_record, nb::arg("doc"), "The record of a document, having seen that it is whole.");

    nb::class_<Deletes>(module, "Deletes", "The deleted documents of a segment.")
        .def(nb::init<const std::string&, std::uint64_t, std::uint32_t, const Segment&>(), nb::arg("path"),
             nb::arg("length"), nb::arg("checksum"), nb::arg("segment"))
        .def_prop_ro("count", &Deletes::count)
        .def("documents", &Deletes::documents);
    module.def("write_deletes", &write_deletes, nb::arg("path"), nb::arg("segment"), nb::arg("deleted"), Released(),
               "Writes the deleted documents (ascending) of a segment; length and checksum.");
}

} // namespace searchlib::bindings
