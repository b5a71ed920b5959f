// What the commands share: options, messages, and policies compiled or reported.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "runtime/claims/record.h"
#include "tools/pol/commands.h"

namespace pol::tool {

/// Options that every command has.
struct Common {
    std::vector<std::string> policies;
    std::vector<std::string> readings;  ///< NAME=OPTION
    std::string lang;                   ///< zh, en; empty: as the environment says
    bool pages = true;                  ///< a long answer on a terminal
};
void add_common(CLI::App& command, Common& common);
/// The same without `--reading`, for commands to which all options are alike.
void add_files(CLI::App& command, Common& common);

/// `--memory 512MB`, in bytes.
void add_memory(CLI::App& command, std::uint64_t& bytes, const std::string& help);

/// The readings that were selected; nothing where one is not of the form NAME=OPTION, which is
/// reported.
[[nodiscard]] std::optional<resolve::Selection> selection(const Common& common);

/// The language of messages: --lang, else LC_ALL, LC_MESSAGES or LANG; English where none says
/// Chinese.
[[nodiscard]] Language language(const Common& common);
[[nodiscard]] claims::Lang claims_language(const Common& common);

/// Colour for a stream: only on a terminal, and not where NO_COLOR is set.
[[nodiscard]] bool colored(std::FILE* stream);

/// What the driver says, in the language of messages.
[[nodiscard]] const std::string& text_of(const driver::Error& error, const Common& common);

/// Prints all messages to stderr, errors and warnings.
void report(const driver::Compilation& compilation, const Common& common);

/// Compiles and reports. Without a program the exit code says why.
struct Compiled {
    std::unique_ptr<driver::Compilation> compilation;
    int exit = kGood;
};
[[nodiscard]] Compiled compile(const Common& common);

/// What settles claims, or where a name is given the filings of that name; null where there are
/// none, which is reported.
[[nodiscard]] const ir::Program* program_for(const driver::Compilation& compilation,
                                             const std::string& filing, const Common& common);
void add_filing(CLI::App& command, std::string& filing);

/// What failed, by the system's number of it: `No such file or directory`.
[[nodiscard]] std::string why_failed(int error, const Common& common);
/// The same with the file before it.
[[nodiscard]] std::string because(const std::string& path, int error, const Common& common);

/// `zh` or `en` by the language.
[[nodiscard]] const char* say(const Common& common, const char* zh, const char* en);

}  // namespace pol::tool
