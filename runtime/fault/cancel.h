// Work that may be given up while it runs.
#pragma once

#include <atomic>

namespace pol {

/// Whether somebody has asked to give up the work at hand. Passed to whoever works long, who looks
/// at it between steps and leaves early; what he then answers is of no use and is thrown away by
/// whoever made the flag. Made from no flag it is never asked.
class Cancel {
  public:
    Cancel() = default;
    /// The flag must outlive this; a signal handler may set it.
    explicit Cancel(const std::atomic<bool>& flag) : flag_(&flag) {}

    [[nodiscard]] bool is_asked() const {
        return flag_ != nullptr && flag_->load(std::memory_order_relaxed);
    }

  private:
    const std::atomic<bool>* flag_ = nullptr;
};

}  // namespace pol
