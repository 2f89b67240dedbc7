#pragma once

#include <memory>
#include <nanobind/nanobind.h>
#include <string_view>
#include <vector>

#include "planning/forms.hpp"

namespace searchlib::bindings {

/// An analyzer as questions ask it.
class FormSource {
public:
    FormSource() = default;
    virtual ~FormSource() = default;
    FormSource(const FormSource&) = delete;
    FormSource& operator=(const FormSource&) = delete;
    FormSource(FormSource&&) = default;
    FormSource& operator=(FormSource&&) = default;

    /// Adds one form for each raw form; false where the answer is none that native code can read.
    virtual bool analyze(const std::vector<std::string_view>& raws, std::vector<planning::Form>& forms) = 0;

    /// The objects of Python that it holds, which the collector of cycles has to see; it asks no more once they are cleared.
    virtual std::vector<nanobind::object*> held() { return {}; }
};

/// Makes that of a tuple: the kind, then what it needs. ("python", analyze_forms) asks Python;
/// ("romanian", analyze_forms, chain, stemmer) and ("english", analyze_forms, stemmer) ask it for what is rare only;
/// ("whole",) takes each form as its term.
std::shared_ptr<FormSource> make_form_source(const nanobind::tuple& description);

} // namespace searchlib::bindings
