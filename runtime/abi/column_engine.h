// A settlement in columns as the runtime sees it: kernels, what they read and write, and what makes
// the figures of lists that they cannot compute themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "runtime/abi/columns.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/insured.h"

namespace pol::abi {

/// Figures of one claim's lists. `engine` answers result 2i, the value of figure i, and 2i + 1,
/// whether it is there; after a fault the claim is settled by itself, which says what is wrong.
struct ListEngine {
    std::vector<ListFigure> figures;
    std::vector<std::uint32_t> fields;  ///< of the claim, that it reads; into `Vocabulary::fields`
    std::vector<std::uint32_t> lists;   ///< that it reads; into `Vocabulary::lists`
    Engine engine;
};

/// What settles the claims of one place of insurance.
struct ColumnKernel {
    std::vector<ColumnInput> inputs;  ///< in its order
    /// In its order: all results, status, benefit, the answers that its claims can have.
    std::vector<ColumnOutput> outputs;
    std::vector<std::uint32_t> benefits;  ///< what its `benefit` counts, into `Manifest::benefits`
    SettleColumns settle = nullptr;
    std::optional<BlockLayout> accounts;  ///< none: no claim of the place depends on another
    std::optional<ListEngine> lists;
};

struct ColumnEngine {
    std::vector<ColumnInput> fields;   ///< that claims are read with: a column for each
    std::vector<std::uint32_t> lists;  ///< that some kernel reads; into `Vocabulary::lists`
    bool by_person = true;             ///< some claim depends on its person's others
    InsuredPlaces places;
    /// The kernel of one of `places` for so many more rows of it, made when it is first asked for,
    /// by any thread; it lives as long as this does. Null where they are settled one by one.
    std::function<const ColumnKernel*(std::size_t place, std::size_t rows)> kernel;
};

}  // namespace pol::abi
