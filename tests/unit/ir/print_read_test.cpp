#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "compiler/ir/describe.h"
#include "compiler/ir/print.h"
#include "compiler/ir/read.h"
#include "compiler/ir/verify.h"
#include "tests/unit/ir/sample.h"

using namespace pol;
using namespace pol::ir;
using namespace pol::ir::test;

namespace {

void check_round_trip(const Program& program) {
    const std::string text = print(program);
    INFO(text);
    const tl::expected<Program, ReadError> again = read(text);
    if (!again) {
        FAIL(again.error().line << ": " << again.error().message);
    }
    CHECK(*again == program);
    CHECK(print(*again) == text);
}

/// The error of a text, as "line: message".
std::string error_of(const std::string& text) {
    const tl::expected<Program, ReadError> program = read(text);
    REQUIRE_FALSE(program.has_value());
    return std::to_string(program.error().line) + ": " + program.error().message;
}

std::string error_after_header(const std::string& text) {
    return error_of("(ir 1)\n" + text);
}

}  // namespace

TEST_CASE("the sample has every operation and is verified") {
    const Program program = sample_program();
    const std::vector<std::string> wrong = verify(program);
    CAPTURE(wrong);
    CHECK(wrong.empty());
    std::set<Op> found;
    for (const Node& node : program.nodes) {
        found.insert(node.op);
    }
    for (const OpRow& row : kOps) {
        CAPTURE(std::string{row.name});
        CHECK(found.count(row.op) == 1);
    }
}

TEST_CASE("a printed program reads back equal") {
    check_round_trip(sample_program());
    check_round_trip(empty_program());
    check_round_trip(Program{});
}

TEST_CASE("texts read back byte for byte") {
    Program program;
    program.texts = {"",
                     "\"",
                     "\\",
                     "a\nb\r\tc",
                     "\\n",
                     "中文；（）",
                     "; no comment",
                     "(",
                     ")",
                     std::string("\0\x01\x1f\x7f", 4),
                     "\xff\xfe not utf-8",
                     "\\x41"};
    program.files = {"a \"b\".pol"};
    check_round_trip(program);
}

TEST_CASE("extreme numbers and fields that an operation does not use read back") {
    Program program = empty_program();
    Node odd;
    odd.op = Op::absent;
    odd.type = {abi::Kind::boolean, 255, true, 4'294'967'295};
    odd.args = {{7}, {4'294'967'295}};
    odd.ref = 4'294'967'295;
    odd.ref2 = 1;
    odd.value = std::numeric_limits<std::int64_t>::min();
    odd.span = {{9}, 4'294'967'295, 0};
    program.nodes = {odd, Node{}};
    Table table;
    table.rows = {{{{true, {{-7, -7}, {-9, -2}}}, {}},
                   {{false, 12}, {true, std::numeric_limits<std::int64_t>::max()}},
                   {},
                   {}}};
    program.tables = {table};
    program.vocabulary.fields[0].fallback = {abi::Default::Kind::none, 5};
    check_round_trip(program);
}

TEST_CASE("nodes stand before the quantity that uses them first") {
    Program program = empty_program();
    Builder build{program};
    const NodeId shared = build.field(kTotal);
    const NodeId second = build.negate(shared);
    build.define("二", Role::definition, second);
    build.define("一", Role::definition, shared);
    const std::string text = print(program);
    CHECK(text.find("%0 =") < text.find("(quantity 0"));
    CHECK(text.find("%1 =") < text.find("(quantity 0"));
    CHECK(text.find("; 二 = neg(总额)") != std::string::npos);
    CHECK(text.find("unused") == std::string::npos);
    build.money(1);
    CHECK(print(program).find("; unused\n(%2 = const money value=1)") != std::string::npos);
}

TEST_CASE("a program that is not verified prints and reads back too") {
    Program program;
    Node node;
    node.op = Op::element;
    node.args = {{0}, {5}};
    node.ref = 3;
    node.ref2 = 2;
    program.nodes = {node};
    for (const OpRow& row : kOps) {
        node.op = row.op;
        program.nodes.push_back(node);
        program.quantities.push_back({std::string{row.name},
                                      Role::check,
                                      {static_cast<std::uint32_t>(program.nodes.size() - 1)},
                                      "",
                                      {},
                                      {}});
    }
    check_round_trip(program);
}

TEST_CASE("expressions are described in human terms") {
    Program program = sample_program();
    const auto described = [&](std::string_view name) {
        const auto found =
            std::find_if(program.quantities.begin(), program.quantities.end(),
                         [&](const Quantity& quantity) { return quantity.name == name; });
        REQUIRE(found != program.quantities.end());
        return describe(program, found->expression);
    };
    CHECK(described("基数") == "max((总额 - {present(给定): 给定; else: 0.00}), 0.00)");
    CHECK(described("支付") == "min(round[half-up]((基数 × 限额[级别, 开始].比例)), 剩余)");
    CHECK(described("剩余") == "(500.00 - balance 门诊.起付[year-start(开始), 级别])");
    CHECK(described("次数") == "count 备案(exists 备案((备案.日期 < 备案.日期)))");
    CHECK(described("适用") == "(((级别 = 一级) and within(参保地, 640000)) or truth(标志) or "
                               "not((限额 has [级别, 开始])) or exists 备案((备案.级别 = 级别)))");
    CHECK(described("具名") == "(名称 = \"a \"b\" \\ 中文  \")");
    CHECK(described("无值") == "absent");
    CHECK(described("限额").find("quotient[half-even 2 digits](基数, 支付) ≤ 1.0000): 基数") !=
          std::string::npos);
}

TEST_CASE("a description of a shared expression stays short") {
    Program program = empty_program();
    Builder build{program};
    NodeId doubled = build.number(1);
    for (int i = 0; i < 60; ++i) {
        doubled = build.add(doubled, doubled);
    }
    CHECK(describe(program, doubled).size() < 4'000);
}

TEST_CASE("broken texts give the line and what was expected") {
    CHECK(error_of("") == "1: expected (ir 1), found the end of the list");
    CHECK(error_of("(ir 2)") == "1: expected (ir 1), found another first list");
    CHECK(error_after_header("(file 0 \"a\"") == "2: a list that is never closed");
    CHECK(error_after_header("\n)") == "3: a `)` that closes nothing");
    CHECK(error_after_header("(file 0 \"a") == "2: a text that is never closed");
    CHECK(error_after_header("(file 0 \"a\nb\")") == "2: a text that is never closed");
    CHECK(error_after_header("(text 0 \"\\q\")").find("found another escape") != std::string::npos);
    CHECK(error_after_header("(text 0 \"\\x4\")").find("two hexadecimal digits") !=
          std::string::npos);
    CHECK(error_after_header("((((((((((").find("lists more than 8 deep") != std::string::npos);
    CHECK(error_after_header("\nword") == "3: expected a list, found word");
    CHECK(error_after_header("(what 0)") == "2: expected a part of a program, found what");
    CHECK(error_after_header("(file 1 \"a\")") == "2: expected number 0, found 1");
    CHECK(error_after_header("(file x \"a\")") == "2: expected a number, found x");
    CHECK(error_after_header("(file 0 a)") == "2: expected a path, found a");
    CHECK(error_after_header("(file 0 \"a\"\n\"b\")") ==
          "3: expected the end of the list, found \"b\"");
    CHECK(error_after_header("(field 0 \"a\" \"b\" moneys)") == "2: expected a type, found moneys");
    CHECK(error_after_header("(field 0 \"a\" \"b\" money:x)") ==
          "2: expected a type, found money:x");
    CHECK(error_after_header("(field 0 \"a\" \"b\" money:300)") ==
          "2: expected a type, found money:300");
    CHECK(
        error_after_header("(field 0 \"a\" \"b\" money default=value:)").find("default=value:N") !=
        std::string::npos);
    CHECK(error_after_header("(%0 = adds money)") == "2: expected an operation, found adds");
    CHECK(error_after_header("(%0 + add money)") == "2: expected =, found something else");
    CHECK(error_after_header("(%0 = const money value=9223372036854775808)") ==
          "2: expected value=, found value=9223372036854775808");
    CHECK(error_after_header("(%0 = const money @1:2)") ==
          "2: expected a place @file:begin-end, found 1:2");
    CHECK(error_after_header("(%0 = const money)\n(%2 = const money)") ==
          "3: expected node %1, found %2");
    CHECK(error_after_header("(%0 = const money)\n(%0 = const money)") ==
          "3: expected node %1, found %0");
    CHECK(error_after_header("(quantity 0 \"a\" role %0 \"\")") ==
          "2: expected a role, found role");
    CHECK(error_after_header("(quantity 0 \"a\" base q0 \"\")") == "2: expected a node, found q0");
    CHECK(error_after_header("(quantity 0 \"a\" base %0 \"\" cites=1,x)") ==
          "2: expected numbers of cites, found x");
    CHECK(error_after_header("(answer 0 no \"a\" q0)") == "2: expected a kind of answer, found no");
    CHECK(error_after_header("(benefit 0 \"a\" q0 (x))") ==
          "2: expected a number of an answer, found x");
    CHECK(error_after_header("(benefit 0 \"a\" q0 ()\n  (require q0 nothing))") ==
          "3: expected a fault, found nothing");
    CHECK(error_after_header("(benefit 0 \"a\" q0 ()\n\n  (jump q0))") ==
          "4: expected years, opening, compute, require, post, output, skipped or not-falling, "
          "found jump");
    CHECK(error_after_header("(table 0 \"a\" (row ((1..)) ()))") ==
          "2: expected a key N or N..M, found 1..");
    CHECK(error_after_header("(table 0 \"a\" (row () (x)))") == "2: expected a cell, found x");
    CHECK(error_after_header("(table 0 \"a\" (cell))") ==
          "2: expected key, column, row or miss, found cell");
    CHECK(error_after_header("(enum 0 \"a\" (values))") == "2: expected value, found values");
}

TEST_CASE("no prefix of a printed program makes the reader stumble") {
    const std::string text = print(sample_program());
    for (std::size_t length = 0; length < text.size(); ++length) {
        const tl::expected<Program, ReadError> program = read(text.substr(0, length));
        if (!program) {
            CHECK(program.error().line >= 1);
            CHECK_FALSE(program.error().message.empty());
        }
    }
}

TEST_CASE("a changed byte is an error or another program, which can be looked at") {
    const std::string text = print(sample_program());
    for (std::size_t at = 0; at < text.size(); at += 3) {
        for (const char byte : {'9', ')', '-', '\xff'}) {
            std::string changed = text;
            changed[at] = byte;
            const tl::expected<Program, ReadError> program = read(changed);
            if (!program) {
                continue;
            }
            static_cast<void>(verify(*program));
            const tl::expected<Program, ReadError> again = read(print(*program));
            REQUIRE(again.has_value());
            CHECK(*again == *program);
        }
    }
}
