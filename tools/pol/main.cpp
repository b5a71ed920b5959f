// pol: policies checked, tested and settled from the command line.
#include <cstdio>
#include <exception>
#include <string>

#include <fmt/core.h>

#include "tools/pol/commands.h"

namespace {

int run(int argc, char** argv) {
    CLI::App app{"Pol compiles the rules that settle medical claims.\n\n"
                 "  pol check policies/ningxia/yinchuan\n"
                 "  pol settle policies/ningxia/yinchuan --claims claims.jsonl\n",
                 "pol"};
    app.set_version_flag("--version", POL_VERSION);
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of all commands");
    app.footer("Exit codes: 0 good; 1 the policy has errors or some claims faulted; 2 the call was "
               "wrong; 3 our fault.");
    pol::tool::Work chosen;
    pol::tool::add_check(app, chosen);
    pol::tool::add_settle(app, chosen);
    pol::tool::add_sql(app, chosen);
    pol::tool::add_test(app, chosen);
    pol::tool::add_explain(app, chosen);
    pol::tool::add_fmt(app, chosen);
    pol::tool::add_clauses(app, chosen);
    pol::tool::add_readings(app, chosen);
    pol::tool::add_repl(app, chosen);
    const std::string first = argc > 1 ? argv[1] : "-";
    std::string commands;
    bool is_command = first.starts_with('-');
    for (const CLI::App* command : app.get_subcommands({})) {
        is_command = is_command || command->get_name() == first;
        commands += (commands.empty() ? "" : ", ") + command->get_name();
    }
    if (!is_command) {
        fmt::print(stderr, "pol: {} is no command, but these are: {}\n", first, commands);
        return pol::tool::kWrongCall;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const bool asked = e.get_exit_code() == 0;
        app.exit(e);
        return asked ? pol::tool::kGood : pol::tool::kWrongCall;
    }
    return chosen();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        fmt::print(stderr, "pol: {}\n", e.what());
        return pol::tool::kOurFault;
    }
}
