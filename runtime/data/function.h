// A settlement as a function of SQL.
#pragma once

#include <functional>
#include <string>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"
#include "runtime/data/database.h"
#include "runtime/data/rows.h"
#include "runtime/data/settlement_columns.h"

namespace pol::data {

/// What a registered function works with; it must outlive the connection.
struct SettleFunction {
    std::string name;
    const abi::Manifest& manifest;
    const abi::Engine& engine;
    /// Asked for when a statement first uses the function, since a kernel takes its time; null
    /// where there is none.
    std::function<const abi::ColumnEngine*()> kernel;
    claims::Lang lang;
    SettlementColumns columns;
};

void register_function(const Connection& connection, SettleFunction& function);

}  // namespace pol::data
