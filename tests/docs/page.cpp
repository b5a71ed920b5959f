#include "tests/docs/page.h"

#include <algorithm>
#include <regex>
#include <sstream>

#include "tests/support/golden_file.h"

namespace pol::docs {
namespace {

constexpr std::string_view kFence = "```";
constexpr std::string_view kFile = "// file: ";

std::string with_line_ends(std::string text) {
    for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) {
        text.replace(at, 2, "\n");
    }
    return text;
}

std::string bytes(const std::string& digits) {
    std::istringstream in(digits);
    std::string result;
    for (unsigned byte = 0; in >> std::hex >> byte;) {
        result += static_cast<char>(byte);
    }
    return result;
}

driver::PolicyFile file_of(const std::string& text) {
    std::string name = "policy.pol";
    if (text.starts_with(kFile)) {
        name = text.substr(kFile.size(), text.find('\n') - kFile.size());
    }
    // A table's rows begin with its head, and not with a comment.
    const bool table = name.ends_with(".csv");
    return {name, expanded(table ? text.substr(text.find('\n') + 1) : text)};
}

/// Reads a page from top to bottom, part by part.
class Reader {
  public:
    explicit Reader(std::string_view text) : lines_(test::lines_of(text)) {}

    Page read() {
        page_.title = line();
        if (page_.title.starts_with("# ")) {
            page_.title.erase(0, 2);
        } else {
            wrong("a title, # CODE 中文 / English");
        }
        page_.zh = paragraph();
        if (!page_.zh.ends_with("。")) {
            wrong("a paragraph in Chinese");
        }
        page_.en = paragraph();
        if (!page_.en.ends_with(".")) {
            wrong("a paragraph in English");
        }
        heading("## 错例 / Broken");
        examples("pol broken", page_.broken);
        heading("## 改正 / Mended");
        examples("pol mended", page_.mended);
        if (at_ != lines_.size()) {
            wrong("the end of the page");
        }
        return std::move(page_);
    }

  private:
    void wrong(const std::string& expected) {
        page_.wrong.push_back("line " + std::to_string(at_) + ": expected " + expected);
    }
    [[nodiscard]] bool is_at(std::string_view begin) const {
        return at_ < lines_.size() && lines_[at_].starts_with(begin);
    }
    std::string line() { return at_ < lines_.size() ? lines_[at_++] : std::string(); }

    void empty_line() {
        if (!line().empty()) {
            wrong("an empty line");
        }
    }

    std::string paragraph() {
        empty_line();
        std::string text;
        while (at_ < lines_.size() && !lines_[at_].empty() && !is_at("#") && !is_at(kFence)) {
            text += text.empty() ? line() : " " + line();
        }
        return text;
    }

    void heading(const std::string& text) {
        empty_line();
        if (line() != text) {
            wrong(text);
        }
    }

    void examples(const std::string& kind, std::vector<driver::PolicyFile>& files) {
        const std::string fence = std::string(kFence) + kind;
        do {
            empty_line();
            const std::string info = line();
            if (!info.starts_with(fence)) {
                return wrong(fence);
            }
            std::istringstream words(info.substr(fence.size()));
            for (std::string word; words >> word;) {
                if (word != "also") {
                    page_.also.push_back(word);
                }
            }
            std::string text;
            while (at_ < lines_.size() && lines_[at_] != kFence) {
                text += line() + "\n";
            }
            (void)line();
            files.push_back(file_of(text));
        } while (at_ + 1 < lines_.size() && lines_[at_ + 1].starts_with(fence));
    }

    std::vector<std::string> lines_;
    std::size_t at_ = 0;
    Page page_;
};

}  // namespace

std::vector<Block> blocks_of(std::string_view page) {
    std::vector<Block> blocks;
    bool inside = false;
    for (const std::string& line : test::lines_of(page)) {
        if (line.starts_with(kFence)) {
            inside = !inside;
            if (inside) {
                blocks.push_back({line.substr(kFence.size()), {}});
            }
        } else if (inside) {
            blocks.back().text += line + "\n";
        }
    }
    return blocks;
}

std::vector<driver::PolicyFile> files_of(std::string_view example) {
    std::vector<driver::PolicyFile> files;
    for (const std::string& line : test::lines_of(example)) {
        if (line.starts_with(kFile)) {
            files.push_back({line.substr(kFile.size()), {}});
            continue;
        }
        if (files.empty()) {
            files.push_back({"policy.pol", {}});
        }
        files.back().text += line + "\n";
    }
    return files;
}

Page parse_page(std::string_view text) {
    return Reader(text).read();
}

std::string expanded(std::string_view example) {
    static const std::regex notation(
        R"re(\{\{(?:repeat ([0-9]+) "([^"]*)"|byte ([0-9A-F ]+))\}\})re");
    const std::string text(example);
    std::string result;
    std::size_t done = 0;
    for (std::sregex_iterator it(text.begin(), text.end(), notation), end; it != end; ++it) {
        const auto begin = static_cast<std::size_t>(it->position());
        result += text.substr(done, begin - done);
        done = begin + static_cast<std::size_t>(it->length());
        if ((*it)[3].matched) {
            result += bytes((*it)[3]);
            continue;
        }
        const std::string piece = with_line_ends((*it)[2]);
        for (int i = std::stoi((*it)[1]); i > 0; --i) {
            result += piece;
        }
    }
    return result + text.substr(done);
}

}  // namespace pol::docs
