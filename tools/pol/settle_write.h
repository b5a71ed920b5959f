// Settlements as text, some at a time.
#pragma once

#include <string>
#include <vector>

#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"
#include "tools/pol/output.h"

namespace pol::tool {

/// How settlements are written.
struct TextForm {
    std::string name;  ///< json, jsonl or csv
    bool bom = false;  ///< CSV begins with a byte order mark
};

class SettlementWriter {
  public:
    SettlementWriter(Output& output, TextForm form, const abi::Manifest& manifest);
    /// False once it is of no use to go on; `Output::finish` says why.
    bool put(const std::vector<claims::Settled>& settled);
    /// What follows the last.
    void end();

  private:
    [[nodiscard]] std::string before_next();

    Output& output_;
    TextForm form_;
    const abi::Vocabulary& vocabulary_;
    bool is_first_ = true;
    bool is_going_;
};

}  // namespace pol::tool
