// pol fmt: policies laid out, and their words spelt in one language.
#include <filesystem>

#include <fmt/core.h>

#include "compiler/driver/project.h"
#include "compiler/parse/format.h"
#include "tools/pol/common.h"
#include "tools/pol/output.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    std::string keywords;
    bool check = false;
    bool to_stdout = false;
};

parse::Keywords keywords(const Options& options) {
    return options.keywords == "zh"   ? parse::Keywords::zh
           : options.keywords == "en" ? parse::Keywords::en
                                      : parse::Keywords::as_written;
}

// What becomes of one file.
struct Formatted {
    std::optional<std::string> text;
    bool changes = false;
};

Formatted format(const driver::PolicyFile& file, const Options& options) {
    SourceMap sources;
    const FileId id = sources.add(file.name, file.text);
    Diagnostics diagnostics;
    auto text = parse::format(id, sources, keywords(options), diagnostics);
    diagnostics.sort();
    const RenderStyle style{language(options.common), colored(stderr)};
    for (const Diagnostic& d : diagnostics.all()) {
        fmt::print(stderr, "{}\n", render(d, sources, style));
    }
    const bool changes = text && *text != file.text;
    return {std::move(text), changes};
}

// A link stays a link: what it leads to is replaced.
std::string target_of(const std::string& path) {
    std::error_code failed;
    const auto target = std::filesystem::canonical(path, failed);
    return failed ? path : target.string();
}

int write(const std::string& path, const std::string& text, const Options& options) {
    auto output = Output::open(path.empty() ? path : target_of(path), options.common);
    if (!output) {
        fmt::print(stderr, "pol: {}\n", output.error());
        return kWrongCall;
    }
    (*output)->write(text);
    return (*output)->finish();
}

int format_all(const Options& options) {
    const auto files = driver::read_policies(options.common.policies);
    if (!files) {
        fmt::print(stderr, "pol: {}\n", files.error().message);
        return kWrongCall;
    }
    int exit = kGood;
    for (const driver::PolicyFile& file : *files) {
        const Formatted formatted = format(file, options);
        if (!formatted.text) {
            exit = kMistakes;
        } else if (options.check) {
            if (formatted.changes) {
                fmt::print("{}\n", file.name);
                exit = kMistakes;
            }
        } else if (options.to_stdout || formatted.changes) {
            const int wrote = write(options.to_stdout ? "" : file.name, *formatted.text, options);
            if (wrote != kGood) {
                return wrote;
            }
        }
    }
    return exit;
}

}  // namespace

void add_fmt(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "fmt", "Lay policies out: blanks, line ends and, if asked for, the spelling of keywords");
    add_files(*command, options->common);
    command->add_option("--keywords", options->keywords, "Spell keywords in zh or en")
        ->check(CLI::IsMember({"zh", "en"}));
    auto* check = command->add_flag("--check", options->check,
                                    "Write nothing; name the files that would change");
    command->add_flag("--stdout", options->to_stdout, "Print the text; the files stay as they are")
        ->excludes(check);
    command->footer("Example:\n  pol fmt policies/ningxia\n  pol fmt --check policies examples\n"
                    "  pol fmt --keywords en --stdout examples/first/city.pol");
    command->callback([options, &chosen] { chosen = [options] { return format_all(*options); }; });
}

}  // namespace pol::tool
