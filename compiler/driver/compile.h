// The pipeline: policy files in, a verified program out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/driver/project.h"
#include "compiler/ir/program.h"
#include "compiler/parse/parse.h"
#include "compiler/resolve/expand.h"
#include "compiler/resolve/resolve.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/tree.h"
#include "compiler/types/typed.h"
#include "runtime/fault/cancel.h"

namespace pol::driver {

/// The filings over one record: a program of their own, whose claims are those records.
struct Filings {
    types::Typed typed;
    std::optional<ir::Program> program;
    std::vector<PlannedTest> tests;
};

/// Every product of one compilation. Later stages are empty where an earlier one found errors.
struct Compilation {
    SourceMap sources;
    Diagnostics diagnostics;
    syntax::Tree tree;
    parse::Damage damage;
    resolve::Names names;
    types::Typed typed;
    std::optional<ir::Program> program;
    std::vector<PlannedTest> tests;                            ///< of claims
    std::vector<Filings> filings;                              ///< by record
    std::map<std::string, std::vector<std::string>> readings;  ///< options, the adopted one first
    /// Two selected options that change one clause: only one of them could be had.
    std::optional<Error> clash;
    bool is_cancelled = false;  ///< it was given up: no program, no messages
};

/// The filings of this name, or over the record of this name; null where there are none.
[[nodiscard]] const Filings* filings_named(const Compilation& compilation, std::string_view name);

/// Whether the options of readings that are not taken are compiled too, each alone, for what is
/// wrong with them. It takes a compilation for each.
enum class Untaken : std::uint8_t { check, skip };

/// Compiles the policies at `paths` (folders and `.pol` files) and what they import. The error is a
/// file that cannot be read, or a reading that is selected and not there; mistakes in the policies
/// are in `diagnostics`, in file order.
[[nodiscard]] tl::expected<std::unique_ptr<Compilation>, Error>
compile(const std::vector<std::string>& paths, const resolve::Selection& selection = {},
        Untaken untaken = Untaken::skip);

/// The same for texts that are no files. It can be given up between stages, files, tests and
/// branches of a search.
[[nodiscard]] std::unique_ptr<Compilation> compile_texts(std::vector<PolicyFile> files,
                                                         std::vector<PolicyFile> national,
                                                         const resolve::Selection& selection = {},
                                                         Untaken untaken = Untaken::check,
                                                         Cancel cancel = {});

}  // namespace pol::driver
