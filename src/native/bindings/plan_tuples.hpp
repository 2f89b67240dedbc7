#pragma once

#include <nanobind/nanobind.h>

#include "search/node.hpp"
#include "search/snapshot.hpp"

namespace searchlib::bindings {

/// Reads a node from the tuple that the planner makes: its kind, then what the kind needs.
search::Node read_node(const nanobind::tuple& tuple, const search::Snapshot& snapshot);

/// The tuple of a node, as the planner in Python makes it.
nanobind::tuple tuple_of(const search::Node& node);

} // namespace searchlib::bindings
