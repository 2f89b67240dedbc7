#include <exception>
#include <nanobind/stl/string.h>

#include "bindings/bindings.hpp"
#include "indexing/forms.hpp"
#include "kernels/errors.hpp"
#include "search/deadline.hpp"
#include "storage/errors.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

void set_error(const char* name, const nb::tuple& arguments) {
    const nb::object type = nb::module_::import_("searchlib.errors").attr(name);
    PyErr_SetObject(type.ptr(), arguments.ptr());
}

/// The one place where errors of the native core become those of the library.
void translate(const std::exception_ptr& pointer, void* /*payload*/) {
    try {
        std::rethrow_exception(pointer);
    } catch (const storage::CorruptFile& error) {
        set_error("CorruptIndexError", nb::make_tuple(error.path, error.what()));
    } catch (const storage::Corrupt& error) {
        set_error("CorruptIndexError", nb::make_tuple("index", error.what()));
    } catch (const indexing::BadForm& error) {
        set_error("AnalyzerError", nb::make_tuple(error.what()));
    } catch (const kernels::UnknownLevel& error) {
        set_error("SearchlibError", nb::make_tuple(error.what()));
    } catch (const search::DeadlinePassed& error) {
        set_error("QueryTimeoutError", nb::make_tuple(error.what()));
    } catch (const storage::FileError& error) {
        const nb::tuple arguments = nb::make_tuple(error.code().value(), error.code().message(), error.path);
        PyErr_SetObject(PyExc_OSError, arguments.ptr());
    }
}

} // namespace
} // namespace searchlib::bindings

NB_MODULE(_native, module) {
    using namespace searchlib::bindings;
    module.doc() = "The native core of searchlib: not for use from outside the package.";
    nb::register_exception_translator(translate);
    bind_kernels(module);
    bind_analysis(module);
    bind_storage(module);
    bind_indexing(module);
    bind_planning(module);
    bind_documents(module);
    bind_dictionaries(module);
    bind_search(module);
    bind_expansion(module);
    bind_stored(module);
    bind_results(module);
    bind_packing(module);
    bind_suggestions(module);
    bind_passages(module);
}
