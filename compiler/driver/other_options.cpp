#include "compiler/driver/other_options.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace pol::driver {

OtherOptions::OtherOptions(std::vector<resolve::Selection> selections, Compile compile)
    : selections_(std::move(selections)), compile_(std::move(compile)), found_(selections_.size()) {
    // Whoever asks works too.
    const std::size_t processors = std::max(std::thread::hardware_concurrency(), 1U);
    const std::size_t count = std::min(selections_.size(), processors - 1);
    for (std::size_t i = 0; i < count; ++i) {
        workers_.push_back(std::async(std::launch::async, [this] { work(Cancel(given_up_)); }));
    }
}

OtherOptions::~OtherOptions() {
    given_up_ = true;
    for (const std::future<void>& worker : workers_) {
        worker.wait();
    }
}

void OtherOptions::work(Cancel cancel) {
    for (;;) {
        const std::size_t own = next_++;
        if (own >= selections_.size() || cancel.is_asked()) {
            return;
        }
        found_[own] = compile_(selections_[own], cancel);
    }
}

const std::vector<Diagnostics>& OtherOptions::all(Cancel cancel) {
    work(cancel);
    for (const std::future<void>& worker : workers_) {
        while (worker.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready) {
            given_up_ = given_up_ || cancel.is_asked();
        }
    }
    return found_;
}

}  // namespace pol::driver
