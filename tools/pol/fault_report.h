// The faults of claims, as a run tells them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "runtime/claims/record.h"
#include "tools/pol/common.h"

namespace pol::tool {

/// A line for each fault; of those alike (one code, one field) the first hundred, and at the end
/// how many more there were. Every fault stands in its settlement anyway.
class FaultReport {
  public:
    /// `file` is what the claims came from.
    FaultReport(const Common& common, std::string file) : common_(common), file_(std::move(file)) {}

    /// `line` is where the claim stood.
    void add(std::size_t line, const claims::Settled& settled);
    /// Prints to stderr what has come since the last time.
    void print();
    /// Prints the rest, and how many of all could not be settled; the exit code.
    [[nodiscard]] int finish(std::size_t all);

  private:
    const Common& common_;
    std::string file_;
    std::string text_;
    std::size_t faulted_ = 0;
    std::map<std::pair<FaultCode, std::string>, std::size_t> alike_;
};

}  // namespace pol::tool
