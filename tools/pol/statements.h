// Statements of SQL as texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pol::tool {

/// The statements of a text without the semicolons between them, which in quotes and comments are
/// none; empty ones are left out.
[[nodiscard]] std::vector<std::string> statements_of(std::string_view text);

/// What stands in quotes of any kind, without them.
[[nodiscard]] std::vector<std::string> texts_of(std::string_view statement);

/// The file that `COPY … TO 'file'` writes; empty where the statement is another one.
[[nodiscard]] std::string copied_to(std::string_view statement);

}  // namespace pol::tool
