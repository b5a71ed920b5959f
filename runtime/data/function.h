// A settlement as a function of SQL.
#pragma once

#include <string>

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
    claims::Lang lang;
    SettlementColumns columns;
};

void register_function(const Connection& connection, SettleFunction& function);

}  // namespace pol::data
