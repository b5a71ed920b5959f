#include "tools/repl/claim_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "compiler/source/nearest.h"
#include "runtime/claims/read.h"
#include "runtime/statement/layout.h"
#include "tools/repl/figures.h"
#include "tools/repl/files.h"

namespace pol::repl {
namespace {

// So many numbers are listed.
constexpr std::size_t kListed = 12;

// Reading ends early where it is given up.
claims::Source source_of(const std::string& path, Cancel cancel) {
    const auto open = [path, cancel]() -> claims::Bytes {
        const auto in = std::make_shared<std::ifstream>(path, std::ios::binary);
        return [in, cancel](char* to, std::size_t size) -> std::size_t {
            if (cancel.is_asked()) {
                return 0;
            }
            in->read(to, static_cast<std::streamsize>(size));
            return static_cast<std::size_t>(in->gcount());
        };
    };
    return {path, open, claims::form_of_file(path), false};
}

std::string listed(const State& state, const std::vector<claims::Claim>& claims) {
    std::vector<std::string> numbers;
    for (const claims::Claim& claim : claims) {
        if (numbers.size() < kListed) {
            numbers.push_back(
                claim.setl_id.empty()
                    ? fmt::format(fmt::runtime(state.say("（第 {} 行）", "(line {})")), claim.line)
                    : claim.setl_id);
        }
    }
    std::string text = fmt::format("{}", fmt::join(numbers, state.say("、", ", ")));
    text += claims.size() > kListed ? " …" : "";
    return text;
}

// The one that is meant, or which there are.
tl::expected<const claims::Claim*, std::string>
pick(const State& state, const std::vector<claims::Claim>& claims, const std::string& number) {
    if (claims.empty()) {
        return tl::unexpected(
            std::string(state.say("文件里没有记录", "there is no record in the file")));
    }
    const bool none_is_good = std::ranges::none_of(
        claims, [](const claims::Claim& claim) { return claim.faults.empty(); });
    if (number.empty() && (claims.size() == 1 || none_is_good)) {
        return &claims.front();
    }
    const auto at = std::find_if(claims.begin(), claims.end(), [&](const claims::Claim& claim) {
        return !number.empty() && claim.setl_id == number;
    });
    if (at != claims.end()) {
        return &*at;
    }
    if (number.empty()) {
        return tl::unexpected(
            fmt::format(fmt::runtime(state.say("文件里有 {} 笔，在文件名后写上编号：{}",
                                               "the file has {} records; say which by its number "
                                               "behind the file's name: {}")),
                        claims.size(), listed(state, claims)));
    }
    std::vector<std::string> known;
    known.reserve(claims.size());
    for (const claims::Claim& claim : claims) {
        known.push_back(claim.setl_id);
    }
    const std::string near = nearest(number, known);
    std::string text = fmt::format(fmt::runtime(state.say("文件里没有编号 {}，有：{}",
                                                          "no record {} in the file; it has: {}")),
                                   number, listed(state, claims));
    text += near.empty()
                ? ""
                : fmt::format(fmt::runtime(state.say("；是 {} 吗？", "; did you mean {}?")), near);
    return tl::unexpected(text);
}

std::string faults_of(const State& state, const claims::Claim& claim) {
    std::string text;
    for (const claims::ClaimFault& fault : claim.faults) {
        text += fmt::format(fmt::runtime(state.say("第 {} 行：{}\n", "line {}: {}\n")), claim.line,
                            fault.text);
    }
    return text;
}

std::string notices_of(const State& state, const claims::Input& input) {
    std::string text;
    for (const claims::Notice& n : input.notices) {
        text += n.line == 0
                    ? fmt::format("{}\n", n.text)
                    : fmt::format(fmt::runtime(state.say("第 {} 行：{}\n", "line {}: {}\n")),
                                  n.line, n.text);
    }
    return text;
}

}  // namespace

Answer take_from_file(State& state, std::string_view text, std::size_t at) {
    const FileArgument argument = file_argument(text);
    if (argument.path.empty()) {
        return wrong(state, at, state.say("要有文件名", "needs a file name"));
    }
    if (const std::string why = why_unreadable(argument.path, state.lang); !why.empty()) {
        return wrong(state, at, why);
    }
    Policies& p = *state.policies;
    claims::ReadOptions how;
    how.lang = state.lang;
    const auto input = claims::read(source_of(argument.path, state.cancel), std::nullopt,
                                    p.vocabulary(), p.texts(), how);
    if (state.cancel.is_asked()) {
        return stopped(state);
    }
    if (!input) {
        return wrong(state, at, input.error());
    }
    const auto picked = pick(state, input->claims, argument.rest);
    if (!picked) {
        return wrong(state, at, picked.error());
    }
    const claims::Claim& claim = **picked;
    if (!claim.faults.empty()) {
        return {statement::fitted(faults_of(state, claim), state.columns), true};
    }
    if (claim.reversal) {
        return wrong(state, at,
                     state.say("这是一笔退费冲正，提示符下不能结算；pol settle 可以",
                               "this is a reversal, which cannot be settled here; pol settle can"));
    }
    state.last.reset();
    state.form.take(claim, p.vocabulary(), p.texts());
    return good(statement::fitted(notices_of(state, *input), state.columns) +
                show_claim(state).text);
}

}  // namespace pol::repl
