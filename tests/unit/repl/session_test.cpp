// Work at the prompt that is given up, without a terminal.
#include "tools/repl/session.h"

#include <atomic>

#include <catch2/catch.hpp>

#include "runtime/fault/cancel.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

repl::SessionOptions yinchuan(const std::atomic<bool>& flag) {
    repl::SessionOptions options;
    options.paths = {(test::root() / "policies/ningxia/yinchuan").string()};
    options.lang = claims::Lang::en;
    options.cancel = Cancel(flag);
    return options;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a first compiling that is given up says so") {
    const std::atomic<bool> asked{true};
    const auto session = repl::Session::open(yinchuan(asked));
    REQUIRE_FALSE(session.has_value());
    CHECK(session.error() == "compiling was stopped\n");
}

TEST_CASE("work that is given up changes nothing, and the session goes on") {
    std::atomic<bool> asked{false};
    auto opened = repl::Session::open(yinchuan(asked));
    REQUIRE(opened.has_value());
    repl::Session& session = **opened;
    (void)session.run(":year on");
    (void)session.run(":new 职工");
    (void)session.run("政策范围内金额 = 2000元");
    (void)session.run("settle");
    const std::string claim = session.run(":show");
    const std::string accounts = session.run(":accounts");
    asked = true;
    for (const char* line : {":reload", ":reading 看哪一日=没有"}) {
        const std::string answer = session.run(line);
        INFO(answer);
        CHECK(has(answer, "compiling was stopped"));
        CHECK(has(answer, "The policies stay as they were."));
    }
    CHECK(session.run("sweep 政策范围内金额 from 0 to 1000元 by 10元") == "stopped\n");
    CHECK(session.run("政策范围内金额 + 1元") == "stopped\n");
    const std::string file = (test::root() / "examples/year/claims.jsonl").string();
    CHECK(session.run(":claim " + file) == "stopped\n");
    asked = false;
    CHECK(session.run(":show") == claim);
    CHECK(session.run(":accounts") == accounts);
    CHECK(has(session.run("settle"), "settlement R2  paid"));
    CHECK(has(session.run(":reload"), "2 settlements posted anew"));
}

TEST_CASE("a line goes on while a bracket is open") {
    CHECK(repl::Session::is_open("病种备案 = ["));
    CHECK(repl::Session::is_open("病种备案 = ［ ｛ 病种: M03900 ｝"));
    CHECK_FALSE(repl::Session::is_open("(1元 + 2元)"));
    CHECK_FALSE(repl::Session::is_open("[{ 病种: M03900 ]"));
    CHECK_FALSE(repl::Session::is_open("机构 = \"(\""));
    CHECK_FALSE(repl::Session::is_open(")("));
}
