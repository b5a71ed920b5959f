// Claims of a table settled, some people at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/record.h"
#include "runtime/data/claim_table.h"

namespace pol::data {

/// Some claims and a settlement for each.
struct Batch {
    std::vector<claims::Claim> claims;
    std::vector<claims::Settled> settled;
};

/// Settles the claims of `table` as `batch::settle` settles those of a file: the same settlement
/// for each, but in the order of people, and of rows within one. The accounts of a person are
/// dropped when the claims of that person are settled, so memory does not grow with the table. What
/// is given must outlive this.
class TableSettling {
  public:
    TableSettling(ClaimTable& table, const abi::Manifest& manifest, const abi::Engine& engine,
                  batch::Options options)
        : table_(table), manifest_(manifest), engine_(engine), options_(std::move(options)) {}

    /// No claims at the end. The error is the database's.
    [[nodiscard]] tl::expected<Batch, std::string> next();

  private:
    ClaimTable& table_;
    const abi::Manifest& manifest_;
    const abi::Engine& engine_;
    batch::Options options_;
};

}  // namespace pol::data
