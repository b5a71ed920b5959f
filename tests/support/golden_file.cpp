#include "tests/support/golden_file.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <sstream>

#include "tests/support/policies.h"

namespace pol::test {
namespace {

constexpr std::string_view kRun = "// RUN:";
constexpr std::string_view kWith = "// WITH:";
constexpr std::string_view kTwin = "// TWIN:";
constexpr std::string_view kDefect = "// DEFECT:";
constexpr std::string_view kClaims = "// CLAIMS:";
constexpr std::string_view kExpect = "// EXPECT:";

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

std::vector<std::string> words(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::vector<std::string> list;
    for (std::string word; in >> word;) {
        list.push_back(word);
    }
    return list;
}

// The text of a comment line; nothing where it is none.
std::optional<std::string> comment(std::string_view line) {
    if (line == "//") {
        return std::string();
    }
    if (!line.starts_with("// ")) {
        return std::nullopt;
    }
    return std::string(line.substr(3));
}

// Where a line that begins with `mark` stands, or npos.
std::size_t find_line(std::string_view text, std::string_view mark) {
    if (text.starts_with(mark)) {
        return 0;
    }
    const std::size_t found = text.find("\n" + std::string(mark));
    return found == std::string_view::npos ? found : found + 1;
}

void read_head(GoldenFile& file) {
    std::size_t number = 0;
    for (const std::string& line : lines_of(file.policy)) {
        ++number;
        if (line.starts_with(kRun)) {
            if (!file.run.empty() || number > 12) {
                file.wrong.emplace_back("RUN stands once, near the top");
            }
            file.run = trimmed(line.substr(kRun.size()));
        } else if (line.starts_with(kWith)) {
            file.with = words(line.substr(kWith.size()));
        } else if (line.starts_with(kTwin)) {
            file.twin = trimmed(line.substr(kTwin.size()));
        } else if (line.starts_with(kDefect)) {
            file.defect = trimmed(line.substr(kDefect.size()));
        }
    }
    if (file.run.empty()) {
        file.wrong.emplace_back("there is no RUN line");
    }
}

void read_claims(GoldenFile& file, std::string_view block) {
    const std::vector<std::string> lines = lines_of(block);
    file.claim_defaults = trimmed(std::string_view(lines.front()).substr(kClaims.size()));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (const auto text = comment(lines[i])) {
            file.claims.push_back(*text);
        } else if (!trimmed(lines[i]).empty()) {
            file.wrong.push_back("a claim stands in a comment: " + lines[i]);
        }
    }
}

void read_expected(GoldenFile& file, std::string_view block) {
    const std::vector<std::string> lines = lines_of(block);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (const auto text = comment(lines[i])) {
            file.expected.push_back(*text);
        } else if (!trimmed(lines[i]).empty()) {
            file.wrong.push_back("nothing but comments stands below EXPECT: " + lines[i]);
        }
    }
}

// The longest common parts: the table of how much is in common from each pair of lines on.
std::vector<std::vector<std::size_t>> common(const std::vector<std::string>& a,
                                             const std::vector<std::string>& b) {
    std::vector<std::vector<std::size_t>> table(a.size() + 1,
                                                std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            table[i][j] =
                a[i] == b[j] ? table[i + 1][j + 1] + 1 : std::max(table[i + 1][j], table[i][j + 1]);
        }
    }
    return table;
}

struct DiffLine {
    char mark;
    std::string text;
};

std::vector<DiffLine> all_lines(const std::vector<std::string>& expected,
                                const std::vector<std::string>& got) {
    const auto table = common(expected, got);
    std::vector<DiffLine> lines;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < expected.size() || j < got.size()) {
        const bool same = i < expected.size() && j < got.size() && expected[i] == got[j];
        if (same) {
            lines.push_back({' ', expected[i]});
            ++i;
            ++j;
        } else if (j == got.size() || (i < expected.size() && table[i + 1][j] >= table[i][j + 1])) {
            lines.push_back({'-', expected[i++]});
        } else {
            lines.push_back({'+', got[j++]});
        }
    }
    return lines;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string line_diff(const std::vector<std::string>& expected,
                      const std::vector<std::string>& got) {
    constexpr std::size_t kAround = 2;
    const std::vector<DiffLine> lines = all_lines(expected, got);
    std::string text;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t from = i > kAround ? i - kAround : 0;
        const std::size_t to = std::min(lines.size(), i + kAround + 1);
        const bool near = std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(from),
                                      lines.begin() + static_cast<std::ptrdiff_t>(to),
                                      [](const DiffLine& line) { return line.mark != ' '; });
        if (!near) {
            continue;
        }
        if (shown != i) {
            text += "  ...\n";
        }
        text += std::string(1, lines[i].mark) + " " + lines[i].text + "\n";
        shown = i + 1;
    }
    return text;
}

GoldenFile parse_golden(std::string path, std::string_view text) {
    GoldenFile file;
    file.path = std::move(path);
    const std::size_t claims = find_line(text, kClaims);
    const std::size_t expect = find_line(text, kExpect);
    file.policy = std::string(text.substr(0, std::min({claims, expect, text.size()})));
    read_head(file);
    if (expect == std::string_view::npos) {
        file.wrong.emplace_back("there is no EXPECT line");
        return file;
    }
    if (claims < expect) {
        read_claims(file, text.substr(claims, expect - claims));
    }
    read_expected(file, text.substr(expect));
    return file;
}

std::string with_expected(std::string_view text, const std::vector<std::string>& lines) {
    std::string result(text.substr(0, find_line(text, kExpect)));
    if (!result.empty() && result.back() != '\n') {
        result += "\n";
    }
    result += std::string(kExpect) + "\n";
    for (const std::string& line : lines) {
        result += line.empty() ? "//\n" : "// " + line + "\n";
    }
    return result;
}

std::string GoldenFile::stage() const {
    const std::vector<std::string> parts = [&] {
        std::vector<std::string> list;
        for (const auto& part : std::filesystem::path(path)) {
            list.push_back(part.string());
        }
        return list;
    }();
    return parts.size() > 2 ? parts[2] : std::string();
}

std::vector<driver::PolicyFile> GoldenFile::policies() const {
    const std::filesystem::path own(path);
    std::vector<driver::PolicyFile> files{{own.filename().string(), policy}};
    for (const std::string& name : with) {
        files.push_back({name, read_file(root() / own.parent_path() / "with" / name)});
    }
    return files;
}

bool GoldenFile::is_good() const {
    static const std::regex error(R"((error|错误) E[0-9]{4}|"severity":"error")");
    return defect.empty() && std::none_of(expected.begin(), expected.end(), [](const auto& line) {
               return std::regex_search(line, error);
           });
}

std::vector<GoldenFile> golden_files() {
    std::vector<GoldenFile> files;
    for (const std::string& path : policy_files("tests/golden")) {
        if (path.find("/with/") == std::string::npos) {
            files.push_back(parse_golden(path, read_file(root() / path)));
        }
    }
    return files;
}

}  // namespace pol::test
