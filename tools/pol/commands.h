// The commands of `pol`. Each reads its own options, does its work through the driver and answers
// an exit code.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace pol::tool {

/// What `pol` answers to its caller.
enum Exit : int {
    kGood = 0,
    kMistakes = 1,   ///< the policy has errors, a test failed, or some claims faulted
    kWrongCall = 2,  ///< no such file, no such option
    kOurFault = 3,   ///< a bug or a broken installation
};

/// Adds a command to the program; `chosen` is called with its work when it was named.
using Work = std::function<int()>;
void add_check(CLI::App& app, Work& chosen);
void add_sql(CLI::App& app, Work& chosen);
void add_settle(CLI::App& app, Work& chosen);
void add_test(CLI::App& app, Work& chosen);
void add_explain(CLI::App& app, Work& chosen);
void add_fmt(CLI::App& app, Work& chosen);
void add_clauses(CLI::App& app, Work& chosen);
void add_readings(CLI::App& app, Work& chosen);
void add_repl(CLI::App& app, Work& chosen);

}  // namespace pol::tool
