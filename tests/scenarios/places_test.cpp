// What pol check says of places: claims that no benefit answers, and pairs that lack something.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/scenarios/process.h"

using namespace pol;
using namespace pol::scenario;
using nlohmann::json;

namespace {

std::string module(const std::string& name, const std::string& place, const std::string& rest) {
    return "模块 示例." + name + "\n引用 国家.结算\n辖区  " + place + "\n施行  2023-01-01 起\n" +
           "舍入  四舍五入 到 分\n" + rest;
}

// A city of stays and of acute care at its own hospitals, whose rules ask for a field of its own.
std::string home() {
    return module(
        "甲", "990100 甲市",
        "扩展 就诊 { 困难 as poor_flag : 是否 = 否 }\n"
        "待遇 住院 当 医疗类别 属于 (普通住院, 急诊转住院) {\n"
        "    支付 统筹基金 { 基数 政策范围内金额 + 先自付金额; 比例 按 困难 { 是: 90% 否: "
        "80% } }\n"
        "}\n"
        "待遇 急诊 当 医疗类别 为 急诊 且 就医地 属于 本辖区 {\n"
        "    支付 统筹基金 { 基数 政策范围内金额; 比例 60% }\n"
        "}\n"
        "修订 住院 为 外出 当 就医地 不属于 本辖区 { 统筹基金.比例 下调 10个百分点 }\n");
}

// A city with a catalogue that knows no share to pay first, and no benefit.
std::string away() {
    return module("乙", "980100 乙市",
                  "目录 乙市范围 { 明细 { 全自费 金额 当 目录等级 为 丙 } }\n");
}

}  // namespace

TEST_CASE("a place's kinds of care without a benefit are told in a line, or each with a claim") {
    const Folder folder;
    const std::string policy = folder.file("home.pol", home());
    const std::string line =
        "甲市: no benefit: 普通门诊, 门诊慢特病, 药店购药, 其他; no benefit in part: 急诊\n";
    CHECK(run({"check", policy}).out == line + "good: 2 files, 4 benefits, 0 tests\n");
    const std::string with = run({"check", policy, "--uncovered"}).out;
    CHECK(with.starts_with(line));
    CHECK(with.find("  普通住院  always a benefit\n") != std::string::npos);
    CHECK(with.find("  普通门诊  no benefit, for example: ") != std::string::npos);
    CHECK(with.find("  急诊  no benefit in part, for example: ") != std::string::npos);
    const std::string zh = run({"check", policy, "--lang", "zh"}).out;
    CHECK(zh.starts_with(
        "甲市: 没有待遇：普通门诊、门诊慢特病、药店购药、其他；部分没有待遇：急诊\n"));
}

TEST_CASE("pairs of places are told with what they lack") {
    const Folder folder;
    const std::string one = folder.file("home.pol", home());
    const std::string two = folder.file("away.pol", away());
    const std::string brief = run({"check", one, two}).out;
    CHECK(brief.find("pairs: 1 of a place of insurance and one of care, 1 lack something; see "
                     "--pairs\n") != std::string::npos);
    const std::string all = run({"check", one, two, "--pairs"}).out;
    CHECK(all.find("insured at 甲市, treated at 乙市\n"
                   "  catalogue: 乙市范围\n"
                   "  this catalogue never sets 先自付金额; asked for by: 住院, 外出\n"
                   "  困难, a field of the place of insurance alone; asked for by: 住院, 外出\n"
                   "  no benefit: 普通门诊, 急诊, 门诊慢特病, 药店购药, 其他\n") !=
          std::string::npos);
    // The same as JSON, an object a line.
    const std::string lines = run({"check", one, two, "--pairs", "--uncovered", "--json"}).out;
    const json place = json::parse(lines.substr(0, lines.find('\n')));
    CHECK(place["kind"] == "place");
    CHECK(place["insured"] == "甲市");
    CHECK(place["care"][0]["benefit"] == "none");
    const json pair = json::parse(lines.substr(lines.find('\n') + 1));
    CHECK(pair["kind"] == "pair");
    CHECK(pair["treated"] == "乙市");
    CHECK(pair["parts_never_set"][0]["what"] == "先自付金额");
    CHECK(pair["fields_of_insured_only"][0]["what"] == "困难");
    const std::string bare =
        folder.file("away.pol", module("乙", "980100 乙市",
                                       "待遇 住院 当 医疗类别 为 普通住院 { 提示 住院 }\n"));
    const std::string standard = run({"check", one, bare, "--pairs", "--lang", "zh"}).out;
    CHECK(standard.find("甲市 参保、乙市 就医\n  乙市 没有自己的目录，按“国家标准目录”\n") !=
          std::string::npos);
    CHECK(standard.find("异地：2 对参保地和就医地，2 对缺东西\n") != std::string::npos);
}
