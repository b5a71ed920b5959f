#include "tools/pol/common.h"

#include <cstdlib>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include <fmt/core.h>

namespace pol::tool {

void add_common(CLI::App& command, Common& common) {
    add_files(command, common);
    // One name each: what follows may be a policy.
    command
        .add_option("--reading", common.readings, "Take another option of a reading: NAME=OPTION")
        ->allow_extra_args(false);
}

void add_files(CLI::App& command, Common& common) {
    command.add_option("POLICIES", common.policies, "A folder of policies, or .pol files")
        ->required()
        ->type_name("");
    command.add_option("--lang", common.lang, "Language of messages: zh or en")
        ->check(CLI::IsMember({"zh", "en"}));
}

std::optional<resolve::Selection> selection(const Common& common) {
    resolve::Selection chosen;
    for (const std::string& one : common.readings) {
        const std::size_t middle = one.find('=');
        if (middle == std::string::npos) {
            fmt::print(stderr, "pol: --reading {}: {}\n", one,
                       say(common, "应写成 口径=答案", "should be NAME=OPTION"));
            return std::nullopt;
        }
        chosen[one.substr(0, middle)] = one.substr(middle + 1);
    }
    return chosen;
}

Language language(const Common& common) {
    if (!common.lang.empty()) {
        return common.lang == "zh" ? Language::zh : Language::en;
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
        }
    }
    return Language::en;
}

claims::Lang claims_language(const Common& common) {
    return language(common) == Language::zh ? claims::Lang::zh : claims::Lang::en;
}

bool colored(std::FILE* stream) {
    const char* off = std::getenv("NO_COLOR");
    return isatty(fileno(stream)) != 0 && (off == nullptr || *off == '\0');
}

const char* say(const Common& common, const char* zh, const char* en) {
    return language(common) == Language::zh ? zh : en;
}

const std::string& text_of(const driver::Error& error, const Common& common) {
    const bool zh = language(common) == Language::zh && !error.chinese.empty();
    return zh ? error.chinese : error.message;
}

void report(const driver::Compilation& compilation, const Common& common) {
    const RenderStyle style{language(common), colored(stderr)};
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        fmt::print(stderr, "{}\n", render(d, compilation.sources, style));
    }
}

Compiled compile(const Common& common) {
    const auto chosen = selection(common);
    if (!chosen) {
        return {nullptr, kWrongCall};
    }
    auto compiled = driver::compile(common.policies, *chosen);
    if (!compiled) {
        fmt::print(stderr, "pol: {}\n", text_of(compiled.error(), common));
        return {nullptr, kWrongCall};
    }
    report(**compiled, common);
    const bool good = (*compiled)->program.has_value();
    return {std::move(*compiled), good ? kGood : kMistakes};
}

void add_filing(CLI::App& command, std::string& filing) {
    command.add_option("--filing", filing,
                       "The records are no claims but filings (事项) of this name");
}

const ir::Program* program_for(const driver::Compilation& compilation, const std::string& filing,
                               const Common& common) {
    if (filing.empty()) {
        return &*compilation.program;
    }
    if (const driver::Filings* filings = driver::filings_named(compilation, filing)) {
        return &*filings->program;
    }
    std::string known;
    for (const driver::Filings& filings : compilation.filings) {
        for (const types::BenefitInfo& one : filings.typed.benefits) {
            known += (known.empty() ? "" : "  ") + one.decl->name.text;
        }
    }
    fmt::print(stderr, "pol: {} {}\n", say(common, "没有这个事项：", "there is no such filing:"),
               filing);
    if (!known.empty()) {
        fmt::print(stderr, "pol: {} {}\n", say(common, "事项有：", "the filings are:"), known);
    }
    return nullptr;
}

void add_memory(CLI::App& command, std::uint64_t& bytes, const std::string& help) {
    const auto is_amount = [](std::string& text) -> std::string {
        const bool has_digit = !text.empty() && text.front() >= '0' && text.front() <= '9';
        return has_digit ? "" : text + " is no amount of memory such as 512MB";
    };
    command.add_option("--memory", bytes, help)
        ->transform(CLI::AsSizeValue(false))
        ->transform(CLI::Validator(is_amount, ""));
}

std::string why_failed(int error, const Common& common) {
    const std::error_code failed(error, std::generic_category());
    return language(common) == Language::zh ? driver::chinese(failed) : failed.message();
}

std::string because(const std::string& path, int error, const Common& common) {
    return path + ": " + why_failed(error, common);
}

}  // namespace pol::tool
