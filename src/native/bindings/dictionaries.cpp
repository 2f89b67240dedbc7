#include <memory>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/bindings.hpp"
#include "bindings/dictionary_reader.hpp"
#include "indexing/builder.hpp"
#include "indexing/preparing.hpp"
#include "storage/stored_buffer.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using indexing::DocumentPreparer;

/// A document of a dictionary, prepared. It holds all that it looks at.
class PlainDocument {
public:
    PlainDocument(std::shared_ptr<DocumentPreparer> preparer, DictionaryReader read,
                  indexing::PreparedDocument prepared)
        : preparer_(std::move(preparer)), read_(std::move(read)), prepared_(std::move(prepared)) {
        keywords_.reserve(prepared_.keywords.size());
        for (auto& values : prepared_.keywords) {
            auto& own = keywords_.emplace_back(values.begin(), values.end());
            values.assign(own.begin(), own.end());
        }
    }

    [[nodiscard]] const indexing::PreparedDocument& prepared() const { return prepared_; }

    std::uint32_t add_to(indexing::Builder& builder, storage::StoredBuffer& stored, std::uint64_t sequence) const {
        storage::DocumentRow row = prepared_.row;
        row.sequence = sequence;
        const std::uint32_t number = builder.add(row, prepared_.day, prepared_.texts, prepared_.keywords);
        preparer_->store(prepared_.key, read_.fields(), stored);
        return number;
    }

private:
    std::shared_ptr<DocumentPreparer> preparer_;
    DictionaryReader read_;
    indexing::PreparedDocument prepared_;
    std::vector<std::vector<std::string>> keywords_;
};

/// Prepares documents that Python holds as dictionaries.
class DictionaryPreparer {
public:
    DictionaryPreparer(const DocumentPreparer& preparer, std::vector<nb::object> dates, std::string date_field)
        : preparer_(std::make_shared<DocumentPreparer>(preparer)), dates_(std::move(dates)),
          date_field_(std::move(date_field)) {}

    /// Nothing where the document is for Python to prepare.
    std::unique_ptr<PlainDocument> prepare(nb::handle document) {
        // Where it asks Python, anything may be run, this too.
        if (is_at_work_) {
            return nullptr;
        }
        const AtWork at_work(is_at_work_);
        DictionaryReader reader;
        if (!reader.read(document, dates_, date_field_)) {
            return nullptr;
        }
        const indexing::PreparedDocument* const prepared = preparer_->prepare(reader.fields());
        return prepared == nullptr ? nullptr : std::make_unique<PlainDocument>(preparer_, std::move(reader), *prepared);
    }

private:
    class AtWork {
    public:
        explicit AtWork(bool& is) : is_(is) { is_ = true; }
        AtWork(const AtWork&) = delete;
        AtWork& operator=(const AtWork&) = delete;
        AtWork(AtWork&&) = delete;
        AtWork& operator=(AtWork&&) = delete;
        ~AtWork() { is_ = false; }

    private:
        bool& is_;
    };

    std::shared_ptr<DocumentPreparer> preparer_;
    std::vector<nb::object> dates_;
    std::string date_field_;
    bool is_at_work_ = false;
};

} // namespace

void bind_dictionaries(nb::module_& module) {
    nb::class_<PlainDocument>(module, "PlainDocument", "A document of a dictionary, prepared.")
        .def_prop_ro("key", [](const PlainDocument& self) { return self.prepared().key; })
        .def_prop_ro("key_hash", [](const PlainDocument& self) { return self.prepared().row.key_hash; })
        .def_prop_ro("digest",
                     [](const PlainDocument& self) {
                         const storage::Digest& digest = self.prepared().row.digest;
                         return nb::bytes(digest.data(), digest.size());
                     })
        .def("add_to", &PlainDocument::add_to, nb::arg("builder"), nb::arg("stored"), nb::arg("sequence"),
             "Adds the document; its number in the builder.");

    nb::class_<DictionaryPreparer>(module, "DictionaryPreparer", "Prepares plain dictionaries.")
        .def(
            nb::init<const DocumentPreparer&, std::vector<nb::object>, std::string>(), nb::arg("preparer"),
            nb::arg("dates"), nb::arg("date_field"),
            nb::sig("def __init__(self, preparer: DocumentPreparer, dates: collections.abc.Sequence[type], date_field: "
                    "str) -> None"))
        .def("prepare", &DictionaryPreparer::prepare, nb::arg("document"),
             nb::sig("def prepare(self, document: collections.abc.Mapping[str, object]) -> PlainDocument | None"),
             "None where Python has to prepare the document.");
}

} // namespace searchlib::bindings
