#include "tests/unit/runtime/sample.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace pol::sample {
namespace {

using abi::Kind;

enum EnumIndex : std::uint32_t { kInsurance, kPerson, kVisit, kLevel };

std::vector<abi::Enum> enums() {
    return {
        {"险种", false, false, {{"职工", "310", -1}, {"居民", "390", -1}}},
        {"人员类别",
         false,
         true,
         {{"在职", "11", -1}, {"退休", "12", -1}, {"退休干部", "1201", 1}}},
        {"医疗类别",
         true,
         false,
         {{"普通住院", "21", -1}, {"门诊慢特病", "14", -1}, {"其他", "其他", -1}}},
        {"级别", false, false, {{"未定级", "0", -1}, {"三级", "3", -1}, {"特三级", "3S", -1}}},
    };
}

abi::Field field(std::string name, std::string external, Kind kind, bool required = false) {
    abi::Field made;
    made.name = std::move(name);
    made.external = std::move(external);
    made.kind = kind;
    made.required = required;
    return made;
}

abi::Field number(std::string name, std::string external, std::uint8_t scale) {
    abi::Field made = field(std::move(name), std::move(external), Kind::number);
    made.scale = scale;
    return made;
}

abi::Field code(std::string name, std::string external, EnumIndex enumeration,
                bool required = false) {
    abi::Field made = field(std::move(name), std::move(external), Kind::code, required);
    made.enumeration = enumeration;
    return made;
}

abi::Field with_value(abi::Field made, std::int64_t value) {
    made.fallback = {abi::Default::Kind::value, value};
    return made;
}

abi::Field with_field(abi::Field made, std::int64_t index) {
    made.fallback = {abi::Default::Kind::field, index};
    return made;
}

constexpr std::int64_t kBegin = 6;

std::vector<abi::Field> fields() {
    return {
        field("结算号", "setl_id", Kind::text, true),
        field("人员编号", "psn_no", Kind::text, true),
        code("险种", "insutype", kInsurance, true),
        code("人员类别", "psn_type", kPerson),
        with_value(field("急危重", "urgent", Kind::boolean), 0),
        field("参保地", "insuplc_admdvs", Kind::place, true),
        field("开始日期", "begndate", Kind::date, true),
        with_field(field("结束日期", "enddate", Kind::date), kBegin),
        with_field(field("结算日期", "setl_date", Kind::date), kBegin + 1),
        code("医疗类别", "med_type", kVisit),
        field("机构", "fixmedins_code", Kind::text),
        with_value(code("级别", "dedc_hosp_lv", kLevel), 0),
        number("年度住院次数", "ipt_no", 0),
        number("调整", "adjust", 4),
        field("备案.起始", "filing.begndate", Kind::date),
        field("备案.备案地", "filing.rloc_admdvs", Kind::place),
        field("医疗费总额", "medfee_sumamt", Kind::money, true),
        field("全自费金额", "fulamt_ownpay_amt", Kind::money),
        field("超限价金额", "overlmt_selfpay", Kind::money),
        field("先自付金额", "preselfpay_amt", Kind::money),
        field("政策范围内金额", "inscp_scp_amt", Kind::money),
    };
}

std::vector<abi::ListField> lists() {
    return {
        {"备案.签约机构",
         "filing.institutions",
         {field("代码", "code", Kind::text, true), code("级别", "level", kLevel)}},
        {"明细",
         "feedetail",
         {number("数量", "cnt", 6), with_value(number("自付比例", "selfpay_prop", 4), 0),
          with_field(field("费用日期", "fee_ocur_date", Kind::date), kBegin)}},
    };
}

std::vector<abi::ResultField> results() {
    return {{"医疗费总额", "medfee_sumamt", Kind::money, 0},
            {"比例", "pool_prop_selfpay", Kind::number, 4},
            {"统筹基金", "hifp_pay", Kind::money, 0},
            {"基金支付总额", "fund_pay_sumamt", Kind::money, 0},
            {"医院负担", "hosp_part_amt", Kind::money, 0},
            {"个人负担总额", "psn_part_amt", Kind::money, 0}};
}

/// The members of a whole claim, in the order they are written.
const std::vector<std::pair<std::string, std::string>>& whole() {
    static const std::vector<std::pair<std::string, std::string>> members{
        {"setl_id", R"("S1")"},          {"psn_no", R"("P1")"},
        {"insutype", R"("310")"},        {"insuplc_admdvs", R"("640100")"},
        {"begndate", R"("2023-03-01")"}, {"medfee_sumamt", "2000.00"},
        {"inscp_scp_amt", "2000.00"},
    };
    return members;
}

/// The institution's code decides what the engine answers beside payment; it is the first of the
/// text constants or none.
std::string wish_of(const abi::ClaimView& claim, std::uint32_t field) {
    const std::vector<std::string> wishes = manifest().texts;
    const auto index = static_cast<std::size_t>(claim.values[field]);
    return claim.present[field] != 0 && index < wishes.size() ? wishes[index] : "";
}

void settle(const abi::Vocabulary& known, const abi::ClaimView& claim, abi::Accounts& accounts,
            abi::Settlement& settlement, abi::Tape* tape) {
    const Fen total = claim.values[*known.field("medfee_sumamt")];
    const Fen base = claim.values[*known.field("inscp_scp_amt")];
    const std::string wish = wish_of(claim, *known.field("fixmedins_code"));
    settlement.benefit = 0;
    const abi::AccountKey key{kDeductible, 0,
                              year_start(claim.values[*known.field("setl_date")], 1, 1), nullptr};
    const Fen deductible = std::min(base, Fen{50'000} - accounts.balance(accounts.self, &key));
    const Fen paid = wish == "refuse" ? 0 : (base - deductible) * 3 / 4;
    if (tape != nullptr) {
        tape->values[0] = base;
        tape->values[2] = deductible;
        tape->states[0] = tape->states[1] = 1;
    }
    settlement.outputs[0] = total;
    settlement.outputs[1] = 7500;
    settlement.outputs[2] = settlement.outputs[3] = paid;
    settlement.outputs[5] = total - paid;
    accounts.post(accounts.self, &key, deductible);
    if (wish == "no_row") {
        settlement.status = static_cast<std::int32_t>(abi::Status::fault);
        settlement.fault = static_cast<std::int32_t>(FaultCode::no_row);
        settlement.fault_quantity = 1;
    } else if (wish == "refuse") {
        settlement.status = static_cast<std::int32_t>(abi::Status::refused);
        settlement.answers[0] = 1;
    } else if (wish == "manual") {
        settlement.status = static_cast<std::int32_t>(abi::Status::manual);
        settlement.answers[1] = 1;
    }
}

/// Whether `members` has one of that name, not counting nested ones.
bool has_member(std::string_view members, std::string_view name) {
    const std::string key = fmt::format("\"{}\":", name);
    for (auto at = members.find(key); at != std::string_view::npos;
         at = members.find(key, at + 1)) {
        const std::string_view before = members.substr(0, at);
        const auto opened =
            std::ranges::count_if(before, [](char c) { return c == '{' || c == '['; });
        const auto closed =
            std::ranges::count_if(before, [](char c) { return c == '}' || c == ']'; });
        if (opened == closed) {
            return true;
        }
    }
    return false;
}

template <class Record>
std::string faults_of(const Record& record) {
    std::string text;
    for (const claims::ClaimFault& fault : record.faults) {
        text += fmt::format("{} {}: {}\n", name_of(fault.code), fault.field, fault.text);
    }
    return text;
}

}  // namespace

abi::Vocabulary vocabulary() {
    return {enums(), fields(), lists(), results()};
}

abi::Manifest manifest() {
    abi::Manifest made;
    made.vocabulary = vocabulary();
    made.texts = {"refuse", "manual", "no_row"};
    const auto base = *made.vocabulary.field("inscp_scp_amt");
    const abi::Cite cite{"流程", "银川市门诊慢特病跨省异地就医结算流程", "一(二)2"};
    made.steps = {
        {"门诊慢特病.统筹基金.基数",
         "base",
         "政策范围内金额",
         "",
         Kind::money,
         0,
         0,
         {{true, base}},
         {cite},
         "yinchuan.pol:31:9"},
        {"门诊慢特病.统筹基金.起付额",
         "deductible",
         "最低(基数, 起付剩余)",
         "四舍五入到分",
         Kind::money,
         0,
         0,
         {{false, 0}, {false, 2}},
         {cite},
         "yinchuan.pol:32:9"},
        {"门诊慢特病.居民大病.基数", "base", "个人负担", "", Kind::money, 0, 0, {}, {}, ""},
    };
    made.answers = {
        {abi::AnswerKind::refused, "药店购药", "不予支付：药店购药", {cite}, 0},
        {abi::AnswerKind::manual, "凭证不符", "转手工报销：凭证不符", {}, 0},
    };
    made.benefits = {{"门诊慢特病", {cite}, {0, 1}}};
    made.accounts = {{"门诊慢特病.统筹基金.起付", "年度", {}, {}}};
    return made;
}

abi::Engine engine() {
    const abi::Vocabulary known = vocabulary();
    return {
        [known](const abi::ClaimView& claim, abi::Accounts& accounts, abi::Settlement& settlement) {
            settle(known, claim, accounts, settlement, nullptr);
        },
        [known](const abi::ClaimView& claim, abi::Accounts& accounts, abi::Settlement& settlement,
                abi::Tape& tape) { settle(known, claim, accounts, settlement, &tape); }};
}

std::string record(std::string_view with) {
    return record_without("", with);
}

std::string record_without(std::string_view member, std::string_view with) {
    std::string text = "{";
    for (const auto& [name, value] : whole()) {
        if (name != member && !has_member(with, name)) {
            text += fmt::format("{}\"{}\":{}", text.size() > 1 ? "," : "", name, value);
        }
    }
    return fmt::format("{}{}{}}}", text, text.size() > 1 && !with.empty() ? "," : "", with);
}

bool Read::has(std::string_view field, std::size_t index) const {
    return claim(index).present.at(vocabulary.field(field).value()) != 0;
}

std::int64_t Read::value(std::string_view field, std::size_t index) const {
    REQUIRE(has(field, index));
    return claim(index).values.at(vocabulary.field(field).value());
}

claims::Bytes in_pieces(std::string_view text, std::size_t piece) {
    return [bytes = claims::bytes_of(text), piece](char* to, std::size_t size) {
        return bytes(to, std::min(size, piece));
    };
}

ReadFile::ReadFile(std::string_view text, claims::Lang lang) : ReadFile(text, {}, lang) {}

ReadFile::ReadFile(std::string_view text, std::string_view lines, claims::Lang lang) {
    const auto source = [](const char* name, std::string_view bytes) {
        return claims::Source{name, [bytes] { return claims::bytes_of(bytes); }, std::nullopt,
                              false};
    };
    std::optional<claims::Source> fee_lines;
    if (!lines.empty()) {
        fee_lines = source("lines", lines);
    }
    claims::ReadOptions options;
    options.lang = lang;
    auto read = claims::read(source("claims", text), fee_lines, vocabulary, texts, options);
    if (read) {
        input = *std::move(read);
    } else {
        error = read.error();
    }
}

bool ReadFile::has(std::string_view field, std::size_t index) const {
    return claim(index).present.at(vocabulary.field(field).value()) != 0;
}

std::int64_t ReadFile::value(std::string_view field, std::size_t index) const {
    REQUIRE(has(field, index));
    return claim(index).values.at(vocabulary.field(field).value());
}

std::string faults(const claims::Claim& claim) {
    return faults_of(claim);
}

std::string faults(const claims::Settled& settled) {
    return faults_of(settled);
}

}  // namespace pol::sample
