// A failing input made smaller, for whoever has to understand it.
#pragma once

#include <functional>
#include <string>

namespace pol::test {

/// Of a text of lines on which `fails`, some of the lines in their order, on which it fails too:
/// without any one of them it does not. Lines are dropped by halves, quarters and so on (Zeller's
/// ddmin), so that `fails` is asked some hundred times for a thousand lines of which few matter.
[[nodiscard]] std::string smallest(const std::string& text,
                                   const std::function<bool(const std::string&)>& fails);

/// The same of a policy, which `fails` must refuse where it does not compile: clauses go with their
/// braces, whole ones first, then runs of words within a line, until nothing more can go.
[[nodiscard]] std::string smallest_policy(const std::string& text,
                                          const std::function<bool(const std::string&)>& fails);

}  // namespace pol::test
