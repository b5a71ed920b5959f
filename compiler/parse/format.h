// A file laid out: blanks and line ends in one manner, words in one spelling if that is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

namespace pol::parse {

/// The spelling of words that have a Chinese and an English one.
enum class Keywords : std::uint8_t { as_written, zh, en };

/// The text of a file, laid out. Every token and every comment stays; only blanks, line ends and,
/// where it is asked for, the spelling of words change. A formatted text is its own format. Nothing
/// where the file has mistakes of syntax, which are reported.
[[nodiscard]] std::optional<std::string> format(FileId file, const SourceMap& sources,
                                                Keywords keywords, Diagnostics& diagnostics);

}  // namespace pol::parse
