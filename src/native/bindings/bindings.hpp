#pragma once

#include <nanobind/nanobind.h>

// One function for each package of the native core; each adds its classes to the module.
namespace searchlib::bindings {

void bind_kernels(nanobind::module_& module);
void bind_analysis(nanobind::module_& module);
void bind_storage(nanobind::module_& module);
void bind_documents(nanobind::module_& module);
void bind_dictionaries(nanobind::module_& module);
void bind_indexing(nanobind::module_& module);
void bind_planning(nanobind::module_& module);
void bind_search(nanobind::module_& module);
void bind_expansion(nanobind::module_& module);
void bind_packing(nanobind::module_& module);
void bind_stored(nanobind::module_& module);
void bind_suggestions(nanobind::module_& module);
void bind_passages(nanobind::module_& module);
void bind_results(nanobind::module_& module);

} // namespace searchlib::bindings
