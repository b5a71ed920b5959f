// A page of docs/errors, and the blocks of policy text in any page.
//
//     # E0302 中文 / English
//
//     一段中文。
//
//     A paragraph in English.
//
//     ## 错例 / Broken
//
//     ```pol broken              or: pol broken also E0112
//     …                          a whole policy file; of several each begins with // file: NAME
//     ```
//
//     ## 改正 / Mended
//
//     ```pol mended
//     …
//     ```
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/project.h"

namespace pol::docs {

/// Text between fences, with what stands behind the opening one.
struct Block {
    std::string info;
    std::string text;
};
[[nodiscard]] std::vector<Block> blocks_of(std::string_view page);

/// The files of one example: a line `// file: NAME` begins each; without one it is policy.pol.
[[nodiscard]] std::vector<driver::PolicyFile> files_of(std::string_view example);

struct Page {
    std::string title;  ///< without its mark
    std::string zh, en;
    std::vector<std::string> also;  ///< codes that the broken example cannot do without
    std::vector<driver::PolicyFile> broken, mended;
    std::vector<std::string> wrong;  ///< parts that are missing, or stand out of their order
};
[[nodiscard]] Page parse_page(std::string_view text);

/// What the notation of an example stands for: `{{repeat 65 "("}}` that many copies of a text, with
/// `\n` for the end of a line, and `{{byte C6 F0}}` these bytes.
[[nodiscard]] std::string expanded(std::string_view example);

}  // namespace pol::docs
