// Whatever is written, the compiler answers: the policies of the tree, mutated, are compiled in a
// child process, so that a crash is a failure that names its text.
#include <csignal>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "compiler/diagnostics/render.h"
#include "compiler/ir/verify.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"
#include "tests/support/random.h"

using namespace pol;

namespace {

std::vector<std::string> sources() {
    std::vector<std::string> texts;
    for (const test::GoldenFile& file : test::golden_files()) {
        if (file.path.find("too_many") == std::string::npos) {
            texts.push_back(file.policy);
        }
    }
    for (const std::string& path : test::policy_files("policies")) {
        texts.push_back(test::read_file(test::root() / path));
    }
    return texts;
}

// Words, runs of blanks and single characters of UTF-8.
std::vector<std::string> pieces_of(const std::string& text) {
    const auto kind = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 ? 1 : 0; };
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool goes_on =
            i > 0 && kind(c) == 1 && kind(static_cast<unsigned char>(text[i - 1])) == 1;
        if (goes_on) {
            pieces.back() += text[i];
        } else {
            pieces.emplace_back(1, text[i]);
        }
    }
    return pieces;
}

std::string joined(const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += piece;
    }
    return text;
}

void mutate_piece(std::vector<std::string>& pieces, const std::vector<std::string>& others,
                  test::Random& random) {
    const std::vector<std::string> odd{"{", "}",  "(",   ")", "\"",
                                       "§", "无", "是",  ";", "\n",
                                       "=", "当", "每",  "0", "9999999999999999999",
                                       "-", "为", "\xFF"};
    const std::size_t at = random.below(pieces.size());
    const auto place = pieces.begin() + static_cast<std::ptrdiff_t>(at);
    switch (random.below(6)) {
    case 0:
        pieces.erase(place);
        break;
    case 1:
        pieces.insert(place, pieces[random.below(pieces.size())]);
        break;
    case 2:
        *place = random.one_of(others);
        break;
    case 3:
        std::swap(*place, pieces[random.below(pieces.size())]);
        break;
    case 4:
        pieces.insert(place, random.one_of(odd));
        break;
    default:
        pieces[at] = random.one_of(odd);
        break;
    }
    if (pieces.empty()) {
        pieces.emplace_back(" ");
    }
}

void mutate_lines(std::string& text, const std::string& other, test::Random& random) {
    std::vector<std::string> lines = test::lines_of(text);
    const std::vector<std::string> more = test::lines_of(other);
    if (lines.empty() || more.empty()) {
        return;
    }
    const auto at = lines.begin() + static_cast<std::ptrdiff_t>(random.below(lines.size()));
    switch (random.below(4)) {
    case 0:
        lines.erase(at);
        break;
    case 1:
        lines.insert(at, random.one_of(lines));
        break;
    case 2:
        lines.insert(at, random.one_of(more));
        break;
    default:
        lines.erase(at, lines.end());
        break;
    }
    text.clear();
    for (const std::string& line : lines) {
        text += line + "\n";
    }
}

std::string mutated(const std::vector<std::string>& texts, std::uint64_t seed) {
    test::Random random(seed);
    std::string text = random.one_of(texts);
    const std::string other = random.one_of(texts);
    for (std::size_t i = random.below(3); i > 0; --i) {
        mutate_lines(text, other, random);
    }
    std::vector<std::string> pieces = pieces_of(text + " ");
    const std::vector<std::string> others = pieces_of(other + " ");
    for (std::size_t i = 1 + random.below(4); i > 0; --i) {
        mutate_piece(pieces, others, random);
    }
    return joined(pieces);
}

// What must hold of any text: an error or a verified program, and messages that can be shown.
bool answers(const std::string& text) {
    const auto c = test::compile_text(text);
    bool shown = true;
    for (const Diagnostic& d : c->diagnostics.all()) {
        shown = shown && !render(d, c->sources, {Language::zh, false}).empty() &&
                !to_json(d, c->sources, Language::en).empty();
    }
    return shown && c->diagnostics.has_errors() != c->program.has_value() &&
           (!c->program || ir::verify(*c->program).empty());
}

// Compiles [from, to) in a child; the first that does not answer, if any.
std::optional<std::uint64_t> first_failure(const std::vector<std::string>& texts,
                                           std::uint64_t seed, std::uint64_t from,
                                           std::uint64_t to) {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) {
            (void)std::signal(signal, SIG_DFL);  // not Catch2's to report here
        }
        for (std::uint64_t i = from; i < to; ++i) {
            ::alarm(20);  // no text may take this long
            const bool good = answers(mutated(texts, seed + i));
            const auto state = static_cast<char>(good ? 'y' : 'n');
            if (::write(ends[1], &state, 1) != 1 || !good) {
                ::_exit(1);
            }
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    std::uint64_t done = from;
    for (char state = 0; ::read(ends[0], &state, 1) == 1;) {
        done += state == 'y' ? 1 : 0;
    }
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return done == to ? std::nullopt : std::optional(done);
}

}  // namespace

TEST_CASE("a mutated policy never stops the compiler") {
    const std::vector<std::string> texts = sources();
    const std::uint64_t seed = test::environment("POL_SEED", 20230301) * 1'000'000;
    const std::uint64_t count = test::environment("POL_FUZZ_COUNT", 20) * 50;
    std::size_t failures = 0;
    for (std::uint64_t from = 0; from < count;) {
        const auto failed = first_failure(texts, seed, from, count);
        if (!failed) {
            break;
        }
        FAIL_CHECK("mutation " << seed + *failed << " is not answered:\n"
                               << mutated(texts, seed + *failed));
        from = *failed + 1;
        if (++failures == test::environment("POL_FAILURES", 20)) {
            break;
        }
    }
    CHECK(count > 0);
}
