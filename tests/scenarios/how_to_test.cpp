// docs/how-to: every step of a tutorial is run, and prints what the page says. POL_BLESS=1 writes
// what it prints now in its place.
//
//     ```pol city.pol     a file, also json and text with a name
//     ```sh               a call of the program, perhaps with < a file
//     ```text             what it prints
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

constexpr std::string_view kFence = "```";

std::string without(std::string text, const std::string& part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) {
        text.erase(at, part.size());
    }
    return text;
}

/// Runs one page from top to bottom in a folder of its own.
class Tutorial {
  public:
    std::string run(const std::string& page) {
        std::string out;
        std::string info;
        std::string block;
        bool inside = false;
        for (const std::string& line : test::lines_of(page)) {
            if (!inside && line.starts_with(kFence)) {
                inside = true;
                info = line.substr(kFence.size());
                block.clear();
                out += line + "\n";
            } else if (inside && line == kFence) {
                inside = false;
                out += (info == "text" ? printed_ : block) + line + "\n";
                step(info, block);
            } else if (inside) {
                block += line + "\n";
            } else {
                out += line + "\n";
            }
        }
        return out;
    }

    [[nodiscard]] int calls() const { return calls_; }

  private:
    void step(const std::string& info, const std::string& block) {
        const std::size_t blank = info.find(' ');
        if (blank != std::string::npos) {
            (void)folder_.file(info.substr(blank + 1), block);
        } else if (info == "sh") {
            call(block);
        }
    }

    // A name of one of our files, or of one that is to be made, is in the folder.
    [[nodiscard]] std::string placed(const std::string& word) const {
        const bool is_file = word.find('/') == std::string::npos && word.find('.') != word.npos &&
                             !word.starts_with('-');
        return is_file ? folder_.path(word) : word;
    }

    void call(const std::string& command) {
        std::istringstream in(command);
        std::vector<std::string> arguments;
        std::string input;
        std::string word;
        in >> word;
        CHECK(word == "pol");
        while (in >> word) {
            if (word == "<") {
                in >> word;
                input = test::read_file(folder_.path(word));
            } else {
                arguments.push_back(placed(word));
            }
        }
        // What a script writes is beside it.
        const std::string save = ":save ";
        const std::size_t at = input.find(save);
        if (at != std::string::npos) {
            input.insert(at + save.size(), folder_.path(""));
        }
        const Ran ran = scenario::run(arguments, input);
        printed_ = without(ran.out + ran.err, folder_.path(""));
        ++calls_;
    }

    Folder folder_;
    std::string printed_;
    int calls_ = 0;
};

}  // namespace

TEST_CASE("the steps of the tutorials print what their pages say") {
    const char* bless = std::getenv("POL_BLESS");
    // The pages that lead from an empty folder to something that works.
    for (const char* name : {"first-city.md"}) {
        const auto path = test::root() / "docs/how-to" / name;
        const std::string page = test::read_file(path);
        Tutorial tutorial;
        const std::string now = tutorial.run(page);
        INFO(path);
        CHECK(tutorial.calls() > 0);
        if (bless != nullptr && std::string(bless) == "1") {
            std::ofstream(path, std::ios::binary) << now;
            continue;
        }
        INFO(test::line_diff(test::lines_of(page), test::lines_of(now)));
        CHECK(now == page);
    }
}
