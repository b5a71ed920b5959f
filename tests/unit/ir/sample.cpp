#include "tests/unit/ir/sample.h"

namespace pol::ir::test {
namespace {

using abi::Kind;

abi::Field field(std::string name, Kind kind, bool required, std::uint8_t scale = 0) {
    abi::Field field;
    field.name = std::move(name);
    field.external = "x_" + field.name;
    field.kind = kind;
    field.scale = scale;
    field.required = required;
    return field;
}

abi::Enum levels() {
    abi::Enum levels;
    levels.name = "级别";
    levels.prefix = true;
    levels.values = {{"一级", "1", 2}, {"二级", "2", 2}, {"其他", "其他", -1}};
    return levels;
}

/// Every kind of operation on amounts, as one money quantity after another.
class Sample {
  public:
    explicit Sample(Program& program) : program_(program), build_(program) {}

    void run() {
        program_.files = {"nation.pol", "city.pol"};
        cite_ = build_.add(Citation{"流程", "门诊\"慢特病\"流程", "一(二)2"});
        build_.add(Citation{"手册", "", ""});
        table_ = build_.add(limits());
        account_ = build_.add(Account{"门诊.起付", "年度", {{"级别", {Kind::code}}}});
        conditions();
        amounts();
        dates();
        outcome();
    }

  private:
    static Table limits() {
        Table table;
        table.name = "限额";
        table.keys = {{"级别", {Kind::code}}, {"日", {Kind::date}}};
        table.columns = {{"额度", {Kind::money, 0, true}}, {"比例", {Kind::number, 4}}};
        table.rows.push_back({{{false, {{0, 1}, {2, 2}}}, {true, {}}},
                              {{true, 500'00}, {true, 7'500}},
                              {{0}},
                              {{1}, 10, 20}});
        table.rows.push_back(
            {{{false, {{2, 2}}}, {false, {{-5, 19'000}}}}, {{false, 0}, {true, 0}}, {}, {}});
        table.miss = {{false, 0}, {true, 5'000}};
        return table;
    }

    QuantityId define(std::string_view name, Role role, NodeId node) {
        const QuantityId id = build_.define(name, role, node);
        program_.quantities[id.value].formula = "formula of \"" + std::string{name} + "\"\n";
        program_.quantities[id.value].cites = {cite_};
        return id;
    }

    void conditions() {
        build_.at({{1}, 5, 9});
        const NodeId level = build_.field(kLevel);
        const NodeId first = build_.equal(level, build_.code(kLevels, 0));
        const NodeId nearby = build_.within(build_.field(kPlace), build_.place(640000));
        const NodeId flag = build_.truth(build_.field(kFlag));
        const NodeId listed = build_.in_table(table_, {level, build_.field(kDay)});
        const NodeId filed =
            build_.exists(kFilings, build_.equal(build_.element(kFilings, kFiledLevel), level));
        condition_ = define("适用", Role::condition,
                            build_.disjunction({build_.conjunction({first, nearby}), flag,
                                                build_.negation(listed), filed}));
        always_ = define("恒真", Role::check, build_.boolean(true));
        named_ = define("具名", Role::condition,
                        build_.equal(build_.field(kName), build_.text("a \"b\"\n\\ 中文 \x01")));
        // A list inside a list: the outer element is one level further out.
        const NodeId later = build_.less(build_.element(kFilings, kFiledDay, 1),
                                         build_.element(kFilings, kFiledDay));
        define("次高", Role::base,
               build_.ranked(kFilings, build_.boolean(true), build_.money(1), 2));
        define("合计", Role::base, build_.total(kFilings, build_.money(1)));
        define("价款", Role::payable,
               build_.round(build_.as_money(build_.number(12'345'678, 6)), Rounding{}));
        filings_ = define("次数", Role::definition,
                          build_.count(kFilings, build_.exists(kFilings, later)));
    }

    void amounts() {
        const Rounding half_up{};
        const NodeId total = build_.field(kTotal);
        const NodeId given = build_.or_else(build_.field(kGiven), build_.money(0));
        base_ = define("基数", Role::base,
                       build_.maximum({build_.subtract(total, given), build_.money(0)}));
        const NodeId keys = build_.field(kLevel);
        const NodeId rate = build_.lookup(table_, 1, {keys, build_.field(kDay)});
        const NodeId base = build_.quantity(base_);
        const NodeId part = build_.multiply(base, rate);
        const NodeId posted = build_.balance(account_, build_.year_start(day(), 1, 1), {keys});
        const NodeId left = build_.subtract(build_.money(500'00), posted);
        left_ = define("剩余", Role::left, left);
        const NodeId whole = build_.round(part, half_up);
        pay_ = define("支付", Role::paid, build_.minimum({whole, build_.quantity(left_)}));
        const NodeId wide = build_.add(build_.rescale(build_.quantity(pay_), 4), part);
        define("精确", Role::rate, build_.negate(wide));
        const NodeId share =
            build_.quotient(base, build_.quantity(pay_), {RoundingMode::half_even, 2}, 4);
        const NodeId limit = build_.lookup(table_, 0, {keys, build_.field(kDay)});
        define("限额", Role::limit,
               build_.choose({{build_.quantity(condition_), limit},
                              {build_.less_equal(share, build_.number(1)), base}}));
        define("无值", Role::beyond, build_.absent({Kind::money}));
    }

    NodeId day() { return build_.field(kDay); }

    void dates() {
        const NodeId end = build_.field(kEnd);
        const NodeId starts =
            build_.minimum({build_.quarter_start(day()), build_.month_start(end)});
        const NodeId later =
            build_.add_months(build_.add_days(starts, build_.field(kTimes)), build_.number(6));
        define("期限", Role::definition, later);
        const NodeId years = build_.age(build_.field(kBorn), day());
        define("年龄", Role::definition, build_.add(years, build_.days_between(day(), end)));
        define("已知", Role::check, build_.present(build_.field(kBorn)));
    }

    void outcome() {
        build_.add(
            Answer{AnswerKind::refused, "药店购药", condition_, false, {cite_}, {{1}, 1, 2}});
        build_.add(Answer{AnswerKind::notice, "提示 \"一\"", always_, true, {}, {}});
        Benefit benefit;
        benefit.name = "门诊慢特病";
        benefit.holds = always_;
        benefit.answers = {{0}, {1}};
        benefit.steps.emplace_back(Compute{pay_});
        benefit.steps.emplace_back(Require{always_, FaultCode::overpaid});
        benefit.steps.emplace_back(
            Post{account_, build_.year_start(day(), 7, 1), {build_.field(kLevel)}, pay_});
        benefit.outputs = {{0, pay_}, {1, filings_}};
        benefit.outputs_skipped = {{0, base_}};
        benefit.cites = {{0}, {1}};
        benefit.span = {{0}, 3, 4};
        build_.add(std::move(benefit));
        program_.jurisdictions.push_back({"银川", always_, {{0}}});
    }

    Program& program_;
    Builder build_;
    CiteId cite_;
    TableId table_;
    AccountId account_;
    QuantityId condition_, always_, named_, filings_, base_, left_, pay_;
};

}  // namespace

abi::Vocabulary sample_vocabulary() {
    abi::Vocabulary vocabulary;
    vocabulary.enums = {levels(), {"空", true, false, {}}};
    vocabulary.fields = {
        field("总额", Kind::money, true),    field("给定", Kind::money, false),
        field("标志", Kind::boolean, false), field("开始", Kind::date, true),
        field("结束", Kind::date, false),    field("出生", Kind::date, false),
        field("参保地", Kind::place, true),  field("级别", Kind::code, true),
        field("名称", Kind::text, false),    field("次数", Kind::number, false),
    };
    vocabulary.fields[kEnd].fallback = {abi::Default::Kind::field, kDay};
    vocabulary.fields[kTimes].fallback = {abi::Default::Kind::value, -3};
    vocabulary.lists = {
        {"备案", "filings", {field("级别", Kind::code, true), field("日期", Kind::date, false)}}};
    vocabulary.results = {{"统筹基金", "hifp_pay", Kind::money, 0},
                          {"次数", "times", Kind::number, 0}};
    return vocabulary;
}

Program empty_program() {
    Program program;
    program.vocabulary = sample_vocabulary();
    return program;
}

Program sample_program() {
    Program program = empty_program();
    Sample{program}.run();
    return program;
}

}  // namespace pol::ir::test
