// A settlement in columns as the runtime sees it: a kernel, what it reads and writes, and what
// makes the figures of lists that it cannot compute itself.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/abi/columns.h"
#include "runtime/abi/engine.h"

namespace pol::abi {

/// Figures of one claim's lists. `engine` answers result 2i, the value of figure i, and 2i + 1,
/// whether it is there; after a fault the claim is settled by itself, which says what is wrong.
struct ListEngine {
    std::vector<ListFigure> figures;
    std::vector<std::uint32_t> fields;  ///< of the claim, that it reads; into `Vocabulary::fields`
    std::vector<std::uint32_t> lists;   ///< that it reads; into `Vocabulary::lists`
    Engine engine;
};

struct ColumnEngine {
    std::vector<ColumnInput> inputs;    ///< of the kernel, in its order
    std::vector<ColumnOutput> outputs;  ///< in its order: all results, status, benefit, all answers
    std::vector<ColumnInput> others;    ///< fields that are read beside it
    SettleColumns settle = nullptr;
    std::optional<BlockLayout> accounts;  ///< none: no claim depends on another
    std::optional<ListEngine> lists;
};

}  // namespace pol::abi
