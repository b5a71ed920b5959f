#include "tests/tidy/tidy.h"

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

namespace pol::tidy {
namespace {

constexpr std::size_t longest_line = 160;
constexpr std::size_t longest_source = 600;

enum class Kind { header, source, policy, script, other };

Kind kind_of(std::string_view path) {
    const std::filesystem::path file(path);
    const std::string extension = file.extension().string();
    if (extension == ".h") {
        return Kind::header;
    }
    if (extension == ".cpp" || extension == ".g4") {
        return Kind::source;
    }
    if (extension == ".pol") {
        return Kind::policy;
    }
    if (extension == ".cmake" || extension == ".sh" || file.filename() == "CMakeLists.txt" ||
        (extension.empty() && path.starts_with("scripts/"))) {
        return Kind::script;
    }
    return Kind::other;
}

/// A test's program may be ugly on purpose: a tab, a missing newline, a very long line.
bool is_test_program(std::string_view path) {
    return path.starts_with("tests/") && kind_of(path) == Kind::policy;
}

/// Counted in characters: a Chinese one is three bytes.
std::size_t width(std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

bool names_a_place_of_one_machine(const std::string& line) {
    static const std::regex place(
        R"((^|[^A-Za-z0-9_./})-])/(home|root|tmp|work|workspace|mnt|Users)/)");
    return line.find('/') != std::string::npos && std::regex_search(line, place);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<std::string> wrong_with_line(std::string_view path, std::string_view line) {
    std::vector<std::string> wrong;
    if (names_a_place_of_one_machine(std::string(line))) {
        wrong.emplace_back("names a place of one machine");
    }
    if (is_test_program(path)) {
        return wrong;
    }
    if (line.find('\t') != std::string_view::npos) {
        wrong.emplace_back("has a tab");
    }
    if (line.ends_with(' ') || line.ends_with('\r')) {
        wrong.emplace_back("ends in white space");
    }
    if (width(line) > longest_line) {
        wrong.push_back(fmt::format("is longer than {} characters", longest_line));
    }
    return wrong;
}

std::vector<std::string> wrong_with_header(const std::vector<std::string_view>& lines) {
    std::vector<std::string> wrong;
    if (std::ranges::find(lines, "#pragma once") == lines.end()) {
        wrong.emplace_back("a header needs #pragma once");
    }
    const auto first = std::ranges::find_if(lines, [](std::string_view line) {
        return !line.empty() && !line.starts_with("#pragma once");
    });
    if (first == lines.end() || !(first->starts_with("//") || first->starts_with("/*"))) {
        wrong.emplace_back("a header begins with a comment that says what it is for");
    }
    return wrong;
}

}  // namespace

std::vector<std::string> check_text(std::string_view path, std::string_view text) {
    const Kind kind = kind_of(path);
    const std::vector<std::string_view> lines = lines_of(text);
    std::vector<std::string> wrong;
    const auto report = [&](std::size_t line, std::string_view what) {
        wrong.push_back(fmt::format("{}:{}: {}", path, line, what));
    };

    for (std::size_t index = 0; index < lines.size(); ++index) {
        for (const std::string& what : wrong_with_line(path, lines[index])) {
            report(index + 1, what);
        }
    }
    if (!text.empty() && !text.ends_with('\n') && !is_test_program(path)) {
        report(lines.size(), "the last line has no newline");
    }
    if (kind == Kind::header) {
        for (const std::string& what : wrong_with_header(lines)) {
            report(1, what);
        }
    }
    if ((kind == Kind::header || kind == Kind::source) && lines.size() > longest_source) {
        report(lines.size(), fmt::format("a source file has at most {} lines", longest_source));
    }
    return wrong;
}

std::vector<std::string> find_files(const std::filesystem::path& root,
                                    const std::vector<std::string>& folders) {
    std::vector<std::string> files;
    for (const std::string& folder : folders) {
        if (!std::filesystem::is_directory(root / folder)) {
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            std::string path = entry.path().lexically_relative(root).generic_string();
            if (entry.is_regular_file() && kind_of(path) != Kind::other) {
                files.push_back(std::move(path));
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace pol::tidy
