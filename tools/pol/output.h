// Files that commands write.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "tools/pol/common.h"
#include "tools/pol/input.h"
#include "tools/pol/signals.h"

namespace pol::tool {

/// A file that is written whole or not at all: under a temporary name beside it, then renamed. What
/// is no ordinary file (a device, a pipe, standard output) is written as it is. An interrupted run
/// leaves nothing behind.
class Output {
  public:
    /// An empty path is standard output.
    [[nodiscard]] static tl::expected<std::unique_ptr<Output>, std::string>
    open(const std::string& path, const Common& common);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// False once it is of no use to go on; `finish` says why.
    bool write(std::string_view text);
    /// The name under which it is written until it is whole, for who writes it by other means;
    /// empty where it has none.
    [[nodiscard]] const std::string& temporary() const { return temporary_; }
    /// A signal asked the run to end since this was opened.
    [[nodiscard]] bool is_ended() const { return Signals::ended_by() != 0; }
    /// What `pol` answers: good, or the reason has been printed.
    [[nodiscard]] Exit finish();

  private:
    Output(std::string path, const Common& common);
    [[nodiscard]] bool start();
    [[nodiscard]] bool flush();
    [[nodiscard]] bool close();
    [[nodiscard]] bool fail();
    void drop();

    const Common& common_;
    Signals signals_;
    std::string path_;       ///< empty: standard output
    std::string temporary_;  ///< empty: none, or it has got its name
    int file_ = -1;
    int error_ = 0;  ///< of the system
    std::string held_;
};

/// Why nothing can be written to a path, as far as it shows before anything is computed; empty
/// where it can.
[[nodiscard]] std::string why_no_output(const std::string& path, const InputOptions& input,
                                        const Common& common);

}  // namespace pol::tool
