#include "runtime/trace/render.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "runtime/statement/statement.h"
#include "runtime/value/text.h"
#include "tests/unit/runtime/sample.h"

using namespace pol;
using abi::Kind;

namespace {

std::string shown(std::int64_t low, Kind kind, int scale = 0, std::uint32_t enumeration = 0,
                  std::int64_t high = 0) {
    const abi::Vocabulary vocabulary = sample::vocabulary();
    const claims::TextTable texts({"甲", "H1"});
    return trace::show(low, high, kind, scale, enumeration, vocabulary, texts);
}

/// A tape of the sample's three steps.
struct Traced {
    abi::Manifest manifest = sample::manifest();
    claims::TextTable texts{manifest.texts};
    claims::Input input =
        claims::read_json(sample::record(), manifest.vocabulary, texts, claims::Lang::zh);
    trace::TapeBuffer tape{manifest.steps.size()};

    void set(std::size_t step, Fen value) {
        tape.view().values[2 * step] = value;
        tape.view().states[step] = static_cast<std::uint8_t>(abi::Slot::value);
    }
    void set_absent(std::size_t step) {
        tape.view().states[step] = static_cast<std::uint8_t>(abi::Slot::absent);
    }
    [[nodiscard]] std::vector<trace::Line> lines() {
        return trace::lines(manifest, tape.view(), input.claims.at(0), texts);
    }
};

}  // namespace

TEST_CASE("values in words") {
    CHECK(shown(200'000, Kind::money) == "2000.00");
    CHECK(shown(-5, Kind::money) == "-0.05");
    CHECK(shown(7500, Kind::number, 4) == "75%");
    CHECK(shown(6250, Kind::number, 4) == "62.5%");
    CHECK(shown(25'000, Kind::number, 4) == "250%");
    CHECK(shown(-1000, Kind::number, 4) == "-10%");
    CHECK(shown(1'500'000, Kind::number, 6) == "1.5");
    CHECK(shown(120, Kind::number) == "120");
    CHECK(shown(1, Kind::boolean) == "是");
    CHECK(shown(0, Kind::boolean) == "否");
    CHECK(shown(19417, Kind::date) == "2023-03-01");
    CHECK(shown(640100, Kind::place) == "640100");
    CHECK(shown(1, Kind::text) == "H1");
    CHECK(shown(1, Kind::code, 0, 0) == "居民");
    CHECK(shown(9, Kind::code, 0, 0) == "9");
    CHECK(shown(4, Kind::code, 0, 2) == "H1");  // what an open list does not know is a text
    CHECK(shown(9, Kind::code, 0, 2) == "9");
    CHECK(shown(-1, Kind::code, 0, 0) == "-1");
}

TEST_CASE("an amount not yet rounded keeps its decimals, but no zeros behind") {
    CHECK(shown(123'456'700, Kind::money, 4) == "123.4567");
    CHECK(shown(123'450'000, Kind::money, 4) == "123.45");
    CHECK(shown(123'000'000, Kind::money, 4) == "123.00");
    CHECK(shown(0, Kind::money, 4) == "0.00");
    CHECK(shown(-1, Kind::money, 4, 0, -1) == "-0.000001");
    CHECK(shown(0, Kind::money, 4, 0, 1) == "18446744073709.551616");
    CHECK(shown(0, Kind::money, 4, 0, -1) == "-18446744073709.551616");
}

TEST_CASE("clauses in words") {
    CHECK(trace::show({}).empty());
    CHECK(trace::show({{"流程", "", "一(二)2"}, {"手册", "", ""}}) == "流程 一(二)2；手册");
}

TEST_CASE("a line has name, value, formula, inputs, rounding, clause and place") {
    Traced traced;
    traced.set(0, 200'000);
    traced.set(1, 50'000);
    const std::vector<trace::Line> lines = traced.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].name == "基数");
    CHECK(lines[0].inputs == "政策范围内金额 2000.00");
    CHECK(lines[1].name == "起付额");
    CHECK(lines[1].value == "500.00");
    CHECK(lines[1].formula == "最低(基数, 起付剩余)");
    CHECK(lines[1].inputs == "基数 2000.00");
    CHECK(lines[1].rounding == "四舍五入到分");
    CHECK(lines[1].cite == "流程 一(二)2");
    CHECK(lines[1].place == "yinchuan.pol:32:9");
}

TEST_CASE("a name is short only where no other line has it") {
    Traced traced;
    traced.set(0, 1);
    traced.set(1, 2);
    traced.set_absent(2);
    const std::vector<trace::Line> lines = traced.lines();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].name == "门诊慢特病.统筹基金.基数");
    CHECK(lines[1].name == "起付额");
    CHECK(lines[1].inputs == "门诊慢特病.统筹基金.基数 0.01, 门诊慢特病.居民大病.基数 无");
    CHECK(lines[2].name == "门诊慢特病.居民大病.基数");
    CHECK(lines[2].value == "无");
}

TEST_CASE("an absent field of the claim is said to be absent") {
    Traced traced;
    traced.manifest.steps[0].inputs = {{true, *traced.manifest.vocabulary.field("filing.begndate")},
                                       {true, *traced.manifest.vocabulary.field("insutype")}};
    traced.set(0, 1);
    CHECK(traced.lines().at(0).inputs == "备案.起始 无, 险种 职工");
}

TEST_CASE("a cleared tape has no lines") {
    Traced traced;
    traced.set(0, 1);
    CHECK(traced.tape.states().at(0) == 1);
    traced.tape.clear();
    CHECK(traced.tape.values() == std::vector<std::int64_t>(6, 0));
    CHECK(traced.lines().empty());
}

TEST_CASE("a step is laid out in a width, wide characters are two columns, and nothing is lost") {
    Traced traced;
    traced.set(0, 200'000);
    traced.set(1, 5'000);
    CHECK(statement::steps_text(traced.lines(), 60) == "基数 = 2000.00  流程 一(二)2\n"
                                                       "    政策范围内金额\n"
                                                       "    政策范围内金额 2000.00\n"
                                                       "    yinchuan.pol:31:9\n"
                                                       "起付额 = 50.00  流程 一(二)2\n"
                                                       "    最低(基数, 起付剩余)；四舍五入到分\n"
                                                       "    基数 2000.00\n"
                                                       "    yinchuan.pol:32:9\n");
    std::vector<trace::Line> lines = traced.lines();
    lines.resize(1);
    lines[0].formula =
        "按 险种 { 职工: 85%  居民: 70% }，其中 一二三四五六七八九十一二三四五六七八九十";
    const std::string text = statement::steps_text(lines, 60);
    std::string joined;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        CHECK(display_width(line) <= 60);
        joined += line.substr(line.find_first_not_of(' '));
    }
    CHECK(joined.find("一二三四五六七八九十一二三四五六七八九十") != std::string::npos);
}

TEST_CASE("what a step does not have takes no line") {
    CHECK(statement::steps_text({{"a", "1.00", "", "", "", "", ""}}, 60) == "a = 1.00\n");
}
