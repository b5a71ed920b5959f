// The form of a golden file: a policy, a command, claims and the expected output, all in one `.pol`
// file that reads from top to bottom.
//
//     // RUN: settle
//     模块 …                        the policy
//     // CLAIMS: {…}                what each claim below has, unless it says otherwise
//     // {…}                        one claim a line
//     // EXPECT:
//     // …                          what the command prints
//
// `// WITH: a.pol b.pol` names files of the folder `with` beside it that are compiled too, and
// `// TWIN: a.pol` a file beside it that must come to the same rules. `// DEFECT: …` says why the
// program does not print what is expected yet: such a file is compared by the hidden test only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/project.h"

namespace pol::test {

struct GoldenFile {
    std::string path;    ///< from the root: tests/golden/parse/keywords/misspelt.pol
    std::string policy;  ///< the text up to the claims or the expected output
    std::string run;     ///< check --lang zh
    std::vector<std::string> with;
    std::string twin;
    std::string defect;
    std::string claim_defaults;  ///< a JSON object, or empty
    std::vector<std::string> claims;
    std::vector<std::string> expected;  ///< line by line
    std::vector<std::string> wrong;     ///< what is wrong with the file itself

    /// parse, resolve, …: the folder in tests/golden.
    [[nodiscard]] std::string stage() const;
    /// The policy, under its file's name alone, and the files that stand beside it.
    [[nodiscard]] std::vector<driver::PolicyFile> policies() const;
    /// Whether the policy has no errors, as its expected output says, and is known to compile.
    [[nodiscard]] bool is_good() const;
};

[[nodiscard]] GoldenFile parse_golden(std::string path, std::string_view text);

/// The file's text with other expected output.
[[nodiscard]] std::string with_expected(std::string_view text,
                                        const std::vector<std::string>& lines);

/// All golden files of the tree, sorted by path.
[[nodiscard]] std::vector<GoldenFile> golden_files();

/// Lines of a text, without their ends; a last empty line counts for nothing.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

/// What differs, line by line, with two equal lines around it; empty where nothing does.
[[nodiscard]] std::string line_diff(const std::vector<std::string>& expected,
                                    const std::vector<std::string>& got);

}  // namespace pol::test
