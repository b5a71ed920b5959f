// The options of readings that are not taken: what is wrong with one is told too. They are compiled
// on threads of their own, while the taken ones are.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/readings.h"
#include "runtime/fault/cancel.h"

namespace pol::driver {

class OtherOptions {
  public:
    /// The messages of a compilation with these options; called by several threads at once.
    using Compile = std::function<Diagnostics(const resolve::Selection&, Cancel)>;

    OtherOptions(std::vector<resolve::Selection> selections, Compile compile);
    /// Gives up what is not done.
    ~OtherOptions();
    OtherOptions(const OtherOptions&) = delete;
    OtherOptions& operator=(const OtherOptions&) = delete;

    /// The messages of all, in the order of the selections. Helps, and waits for the others; where
    /// it is given up, they mean nothing.
    [[nodiscard]] const std::vector<Diagnostics>& all(Cancel cancel);

  private:
    void work(Cancel cancel);

    std::vector<resolve::Selection> selections_;
    Compile compile_;
    std::vector<Diagnostics> found_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> given_up_ = false;
    std::vector<std::future<void>> workers_;
};

}  // namespace pol::driver
