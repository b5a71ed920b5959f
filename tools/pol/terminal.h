// The terminal that standard output is: its size, and long answers in a pager.
#pragma once

#include <cstddef>
#include <string_view>

#include "tools/pol/common.h"

namespace pol::tool {

/// Columns for what people read: the terminal's, within bounds in which a table can be read; 100
/// where standard output is none.
[[nodiscard]] std::size_t columns();

/// Prints an answer to standard output. On a terminal one that is taller than the window goes
/// through $PAGER, else `less -FRX`; it is printed as it is where `pages` is false, PAGER is empty
/// or the pager cannot be run. Ctrl-C is the pager's while it runs.
void show(std::string_view text, bool pages);

/// `--no-pager`.
void add_paging(CLI::App& command, Common& common);

}  // namespace pol::tool
