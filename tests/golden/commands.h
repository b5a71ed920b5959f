// The commands of golden files, run in this process: what each prints, the same on every machine.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/driver/compile.h"
#include "tests/support/golden_file.h"

namespace pol::golden {

/// What the command of a golden file prints, line by line, and the codes of all messages.
struct Printed {
    std::vector<std::string> lines;
    std::set<std::string> codes;
};

/// Runs `check [--lang zh] [--json]`, `dump tree|types|ir`, `settle [--json]`, `explain`, `test`,
/// each with `--reading NAME=OPTION`.
/// Every command prints the messages first; a line "?" says that the command is not known.
[[nodiscard]] Printed run(const test::GoldenFile& file);

/// The rules of a program without the words of its text: what two spellings of one policy share.
[[nodiscard]] std::string bare_rules(const ir::Program& program);

}  // namespace pol::golden
