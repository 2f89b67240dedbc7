// What makes cycles through objects of Python that native ones hold visible to the collector of cycles.
#pragma once

#include <array>
#include <nanobind/nanobind.h>
#include <vector>

namespace searchlib::bindings {

template <class Holder> int visit_held(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (nanobind::inst_ready(self)) {
        for (const nanobind::object* held : nanobind::inst_ptr<Holder>(self)->held()) {
            Py_VISIT(held->ptr());
        }
    }
    return 0;
}

template <class Holder> int clear_held(PyObject* self) {
    if (nanobind::inst_ready(self)) {
        for (nanobind::object* held : nanobind::inst_ptr<Holder>(self)->held()) {
            held->reset();
        }
    }
    return 0;
}

/// The slots of a class whose `held()` gives pointers to the objects that it holds.
template <class Holder>
inline const std::array<PyType_Slot, 3> kCollected{{
    {Py_tp_traverse, reinterpret_cast<void*>(&visit_held<Holder>)},
    {Py_tp_clear, reinterpret_cast<void*>(&clear_held<Holder>)},
    {0, nullptr},
}};

} // namespace searchlib::bindings
