#pragma once

#include <cstdint>
#include <vector>

#include "search/edit_machine.hpp"
#include "search/lazy_dfa.hpp"
#include "search/state_keys.hpp"

namespace searchlib::search {

/// The words near another one.
class EditDfa final : public LazyDfa {
public:
    explicit EditDfa(const Within& within);

private:
    State find_step(std::uint32_t number, std::size_t cls) override;
    void find_alive(std::uint32_t number, std::uint64_t* intervals) override;
    State intern(const EditMachine::State& state);

    EditMachine machine_;
    StateKeys keys_{1};
    std::vector<EditMachine::State> states_;
};

} // namespace searchlib::search
