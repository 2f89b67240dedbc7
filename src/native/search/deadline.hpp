#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>

namespace searchlib::search {

/// The time that a query may take is over.
struct DeadlinePassed : std::runtime_error {
    DeadlinePassed() : std::runtime_error("the query took longer than it may") {}
};

/// A point in time after which queries of this thread stop, while the object is in force. What loops over documents or
/// terms asks it from time to time.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    /// `partial` answers with what has been found by then; else DeadlinePassed is thrown.
    Deadline(double seconds, bool partial)
        : end_(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))),
          partial_(partial) {}

    /// Where another one is in force that ends sooner, that one stays.
    void enforce() {
        before_ = current();
        if (before_ == nullptr || end_ < before_->end_) {
            current() = this;
        }
    }
    void lift() { current() = before_; }

    [[nodiscard]] bool passed() const { return passed_; }

    /// Throws DeadlinePassed if one is in force and has passed. To be called where there is much to do.
    static void check() {
        if (Deadline* deadline = current()) {
            deadline->look();
        }
    }

    /// The same where there is little to do: looks at the clock only now and then.
    static void check_lightly() {
        if (Deadline* deadline = current()) {
            constexpr std::uint32_t kSeldom = 64;
            if (++deadline->asked_ % kSeldom == 0) {
                deadline->look();
            }
        }
    }

    static bool in_force() { return current() != nullptr; }

    /// Whether one is in force that wants what there is.
    static bool wants_partial() { return current() != nullptr && current()->partial_; }

private:
    static Deadline*& current() {
        static thread_local Deadline* deadline = nullptr;
        return deadline;
    }

    void look() {
        if (Clock::now() >= end_) {
            passed_ = true;
            throw DeadlinePassed();
        }
    }

    Clock::time_point end_;
    bool partial_;
    bool passed_ = false;
    std::uint32_t asked_ = 0;
    Deadline* before_ = nullptr;
};

/// A deadline that is in force as long as the object lives, unless another one is or the seconds are endless.
class OwnDeadline {
public:
    explicit OwnDeadline(double seconds) {
        if (seconds < std::numeric_limits<double>::infinity() && !Deadline::in_force()) {
            deadline_.emplace(seconds, false).enforce();
        }
    }
    ~OwnDeadline() {
        if (deadline_) {
            deadline_->lift();
        }
    }
    OwnDeadline(const OwnDeadline&) = delete;
    OwnDeadline& operator=(const OwnDeadline&) = delete;
    OwnDeadline(OwnDeadline&&) = delete;
    OwnDeadline& operator=(OwnDeadline&&) = delete;

private:
    std::optional<Deadline> deadline_;
};

} // namespace searchlib::search
