#include "compiler/diagnostics/catalogue.h"

#include <array>

namespace pol {
namespace {

struct CodeRow {
    Code code;
    std::string_view name;
    Texts texts;
};
constexpr std::array kCodes{
    CodeRow{Code::E0101_stray_character,
            "E0101",
            {"读不懂的字符“{0}”", "this character has no meaning here: “{0}”"}},
    CodeRow{Code::E0102_open_string,
            "E0102",
            {"引号没有结束", "the quotation mark is not closed on its line"}},
    CodeRow{Code::E0104_unopened, "E0104", {"多出一个“{0}”", "“{0}” closes nothing"}},
    CodeRow{
        Code::E0105_unclosed, "E0105", {"“{0}”没有对应的“{1}”", "“{0}” is never closed by “{1}”"}},
    CodeRow{Code::E0106_too_deep, "E0106", {"嵌套超过 {0} 层", "nested more than {0} deep"}},
    CodeRow{Code::E0107_too_long,
            "E0107",
            {"一条语句超过 {0} 个词", "one statement has more than {0} words"}},
    CodeRow{Code::E0108_not_utf8, "E0108", {"文件不是有效的 UTF-8", "the file is not valid UTF-8"}},
    CodeRow{Code::E0109_too_many,
            "E0109",
            {"错误超过 {0} 处，其余未读", "more than {0} mistakes; the rest was not read"}},
    CodeRow{Code::E0110_misspelt_keyword,
            "E0110",
            {"不认识“{0}”，似应为“{1}”", "“{0}” is no keyword; “{1}” is probably meant"}},
    CodeRow{Code::E0111_missing_space,
            "E0111",
            {"“{0}”与后面的字连在一起了：“{1}”", "a space is missing after “{0}” in “{1}”"}},
    CodeRow{Code::E0112_unexpected, "E0112", {"此处不应出现“{0}”", "“{0}” does not fit here"}},
    CodeRow{
        Code::E0113_unfinished, "E0113", {"这条语句没有写完", "this statement is not finished"}},
    CodeRow{Code::E0114_unknown_unit, "E0114", {"不认识的单位“{0}”", "“{0}” is no unit"}},
    CodeRow{Code::E0115_bad_date, "E0115", {"不是有效的日期：“{0}”", "“{0}” is no date"}},
    CodeRow{Code::E0116_equals_in_expression,
            "E0116",
            {"表达式里用“为”比较，“=”只用于定名", "inside an expression “=” does not compare"}},
    CodeRow{Code::E0117_bad_year_start,
            "E0117",
            {"年度的起点应写成“1月1日”这样的日期，日在 1 到 28 之间",
             "a year starts on a month and a day from 1 to 28, such as 1月1日"}},
    CodeRow{Code::E0190_not_supported,
            "E0190",
            {"本版本还不能编译“{0}”", "“{0}” is read but not compiled by this version yet"}},
    CodeRow{
        Code::E0201_no_module, "E0201", {"文件没有写“模块”", "the file does not name its module"}},
    CodeRow{Code::E0202_declared_twice, "E0202", {"“{0}”声明了两次", "“{0}” is declared twice"}},
    CodeRow{Code::E0203_set_twice,
            "E0203",
            {"同一模块里这一项只能写一次", "a module can say this only once"}},
    CodeRow{Code::E0204_unknown_module, "E0204", {"找不到模块“{0}”", "there is no module “{0}”"}},
    CodeRow{Code::E0205_unknown_source, "E0205", {"没有声明出处“{0}”", "there is no source “{0}”"}},
    CodeRow{Code::E0206_unknown_clause,
            "E0206",
            {"出处“{0}”的条款里没有“{1}”", "source “{0}” has no clause “{1}”"}},
    CodeRow{Code::W0207_uncited_clause,
            "W0207",
            {"出处“{0}”的条款“{1}”没有语句引用", "nothing cites clause “{1}” of source “{0}”"}},
    CodeRow{Code::E0208_unknown_clause_class,
            "E0208",
            {"不认识的条款类别“{0}”", "“{0}” is no class of clauses"}},
    CodeRow{Code::E0209_cite_without_source,
            "E0209",
            {"依据前面要写出处的名字", "a citation names its source first"}},
    CodeRow{
        Code::E0210_adopt_one,
        "E0210",
        {"口径“{0}”要采用一种，而且只采用一种", "reading “{0}” adopts one option, and one only"}},
    CodeRow{
        Code::E0211_nothing_to_change, "E0211", {"没有“{0}”可改", "there is no “{0}” to change"}},
    CodeRow{Code::E0301_unknown_type, "E0301", {"没有类型“{0}”", "there is no type “{0}”"}},
    CodeRow{
        Code::E0302_enum_value_twice,
        "E0302",
        {"“{1}”里“{0}”的名字或代码已经用过", "the name or the code of “{0}” is taken in “{1}”"}},
    CodeRow{Code::E0303_unknown_value, "E0303", {"“{1}”里没有“{0}”", "“{1}” has no value “{0}”"}},
    CodeRow{Code::E0304_field_twice,
            "E0304",
            {"字段“{0}”写了两次", "the field “{0}” is declared twice"}},
    CodeRow{Code::E0305_bad_default,
            "E0305",
            {"“{0}”的默认值应为{1}", "the default of “{0}” must be a {1}"}},
    CodeRow{Code::E0306_bad_place,
            "E0306",
            {"区划代码是六位数字：“{0}”", "a division code has six digits: “{0}”"}},
    CodeRow{Code::E0307_force_ends_first,
            "E0307",
            {"施行的止日早于起日", "the text goes out of force before it comes into force"}},
    CodeRow{Code::E0308_no_date_field,
            "E0308",
            {"就诊里没有日期字段“{0}”", "the claim has no date “{0}”"}},
    CodeRow{Code::E0309_unknown_rounding,
            "E0309",
            {"不认识的舍入方式“{0}”", "“{0}” is no way to round"}},
    CodeRow{Code::E0310_set_alone,
            "E0310",
            {"这里要写一个值，不能写集合或范围",
             "a set or range cannot stand here; one value is needed"}},
    CodeRow{Code::E0311_not_a_number,
            "E0311",
            {"这里要写可以计算的数，写的是{0}", "a number is needed here and this is a {0}"}},
    CodeRow{Code::E0312_number_without_unit,
            "E0312",
            {"“{0}”缺单位：这里应为{1}", "“{0}” has no unit; a {1} is needed here"}},
    CodeRow{
        Code::E0313_number_too_large, "E0313", {"数“{0}”太大", "the number “{0}” is too large"}},
    CodeRow{Code::E0314_too_precise,
            "E0314",
            {"“{0}”的小数位太多，{1}放不下", "“{0}” has more decimals than a {1} holds"}},
    CodeRow{Code::E0315_rate_above_whole,
            "E0315",
            {"比例不能超过 100%：{0}%", "a rate is at most 100%: {0}%"}},
    CodeRow{Code::E0316_here_without_jurisdiction,
            "E0316",
            {"模块没有写辖区，不能用“本辖区”", "the module has no jurisdiction to be here in"}},
    CodeRow{Code::E0317_unknown_name, "E0317", {"不认识“{0}”", "“{0}” is not known here"}},
    CodeRow{Code::E0318_no_field, "E0318", {"“{0}”里没有字段“{1}”", "“{0}” has no field “{1}”"}},
    CodeRow{
        Code::E0319_no_column, "E0319", {"表“{0}”没有列“{1}”", "table “{0}” has no column “{1}”"}},
    CodeRow{Code::E0320_no_members, "E0320", {"{0}没有“{1}”这一部分", "a {0} has no part “{1}”"}},
    CodeRow{Code::E0321_not_a_table,
            "E0321",
            {"只有表可以用 [ ] 查，这里是{0}",
             "only a table can be looked up with [ ], and this is a {0}"}},
    CodeRow{Code::E0322_key_count,
            "E0322",
            {"表“{0}”有 {1} 个键，这里写了 {2} 个", "table “{0}” has {1} keys and {2} are given"}},
    CodeRow{Code::E0323_not_a_list,
            "E0323",
            {"这里要写一个列表，写的是{0}", "a list is needed here and this is a {0}"}},
    CodeRow{Code::E0324_mixed,
            "E0324",
            {"{0}和{1}不能相加减，也不能放在一起比大小",
             "a {0} and a {1} cannot be added, subtracted or taken together"}},
    CodeRow{Code::E0325_argument_count,
            "E0325",
            {"应有 {0} 项，写了 {1} 项", "{0} values are needed and {1} are given"}},
    CodeRow{Code::E0326_wrong_type,
            "E0326",
            {"这里应为{0}，写的是{1}", "a {0} is needed here and this is a {1}"}},
    CodeRow{Code::E0327_arms_differ,
            "E0327",
            {"各种情形的值要同类：这里是{0}，前面是{1}",
             "all cases have one type: this is a {0}, the first is a {1}"}},
    CodeRow{Code::E0328_no_cases, "E0328", {"没有写任何情形", "no case is given"}},
    CodeRow{
        Code::E0329_case_twice, "E0329", {"这个值前面已经写过", "this value has a case already"}},
    CodeRow{
        Code::E0330_cases_missing, "E0330", {"还有没写到的情形：{0}", "cases are missing: {0}"}},
    CodeRow{
        Code::E0331_division, "E0331", {"规则里没有除法", "there is no division in the language"}},
    CodeRow{
        Code::E0332_too_fine, "E0332", {"连乘的小数位太多", "the product has too many decimals"}},
    CodeRow{Code::E0333_no_product,
            "E0333",
            {"{0}和{1}不能相乘", "a {0} and a {1} cannot be multiplied"}},
    CodeRow{Code::E0334_cannot_compare,
            "E0334",
            {"{0}和{1}不能比较", "a {0} and a {1} cannot be compared"}},
    CodeRow{Code::E0335_no_order, "E0335", {"{0}没有大小之分", "a {0} has no order"}},
    CodeRow{Code::E0336_not_a_set,
            "E0336",
            {"“属于”右边要写集合、范围、表或区划，写的是{0}",
             "the right side of “属于” is a set, range, table or place, and this is a {0}"}},
    CodeRow{Code::E0337_unknown_key,
            "E0337",
            {"键“{0}”既不是就诊的字段，也不是定义或枚举",
             "the key “{0}” is no field of the claim, definition or enum"}},
    CodeRow{Code::E0338_column_mixed,
            "E0338",
            {"“{0}”前面是{1}，这里是{2}", "“{0}” holds a {1} before and a {2} here"}},
    CodeRow{Code::E0339_row_width,
            "E0339",
            {"这一行应有 {0} 个键，写了 {1} 个", "this row has {1} keys where {0} are needed"}},
    CodeRow{Code::E0340_cell_count,
            "E0340",
            {"这一行应有 {0} 个值，写了 {1} 个", "this row has {1} values where {0} are needed"}},
    CodeRow{Code::E0341_not_constant,
            "E0341",
            {"这里只能写固定的值", "only a constant can stand here"}},
    CodeRow{Code::E0342_range_reversed,
            "E0342",
            {"范围是空的：起点在终点之后", "the range is empty: it begins after its end"}},
    CodeRow{Code::E0343_rows_overlap, "E0343", {"两行对上同一个键", "two rows match one key"}},
    CodeRow{Code::E0344_dates_not_rising, "E0344", {"日期要从早到晚写", "the dates must rise"}},
    CodeRow{Code::E0345_depends_on_itself, "E0345", {"“{0}”由自己定义", "“{0}” depends on itself"}},
    CodeRow{Code::E0346_not_a_value,
            "E0346",
            {"“{0}”不是一个值，不能定名", "a {0} is no value that can be named"}},
    CodeRow{Code::E0347_no_rounding,
            "E0347",
            {"这里算出的金额要舍入，模块“{0}”没有写怎样舍入",
             "this amount needs a rounding and module “{0}” declares none"}},
    CodeRow{Code::E0348_rest_not_last,
            "E0348",
            {"没有条件的情形只能写在最后", "a case without a condition can only be the last"}},
    CodeRow{Code::E0349_not_a_condition,
            "E0349",
            {"这里要写条件（是否），写的是{0}", "a condition is needed here and this is a {0}"}},
    CodeRow{Code::E0350_unknown_fund, "E0350", {"没有基金“{0}”", "there is no fund “{0}”"}},
    CodeRow{Code::E0351_tier_twice,
            "E0351",
            {"“{0}”在这个待遇里支付了两次", "“{0}” pays twice in this benefit"}},
    CodeRow{Code::E0352_clause_twice,
            "E0352",
            {"同一个支付里这一项只能写一次", "a tier can have this clause only once"}},
    CodeRow{Code::E0353_may_be_absent, "E0353", {"{0}可能没有值", "the {0} may be absent"}},
    CodeRow{Code::E0354_clause_missing, "E0354", {"“{0}”缺“{1}”", "“{0}” has no {1}"}},
    CodeRow{Code::E0355_no_year,
            "E0355",
            {"用了期间，但模块没有写“年度”",
             "a period is used and the module does not say which date picks it"}},
    CodeRow{
        Code::E0356_not_a_key, "E0356", {"账户不能按{0}分", "an account cannot be kept by a {0}"}},
    CodeRow{Code::E0357_no_period,
            "E0357",
            {"“每”后面先写期间：次、日、月、季度或年度",
             "the first “每” names a period: 次, 日, 月, 季度 or 年度"}},
    CodeRow{Code::E0358_unknown_specimen, "E0358", {"没有样例“{0}”", "there is no specimen “{0}”"}},
    CodeRow{Code::E0359_wrong_shape, "E0359", {"“{0}”应为{1}", "“{0}” must be a {1}"}},
    CodeRow{Code::E0360_no_vocabulary,
            "E0360",
            {"没有“就诊”记录：不知道一笔就诊有哪些字段",
             "there is no record “就诊”, so a claim has no fields"}},
    CodeRow{Code::E0361_second_catalogue,
            "E0361",
            {"这个地方已经有一个目录，“{0}”是第二个",
             "this place has a catalogue already, and “{0}” is a second one"}},
    CodeRow{Code::E0362_unknown_line_part,
            "E0362",
            {"明细没有“{0}”这一部分", "a fee line has no part “{0}”"}},
    CodeRow{Code::E0401_lookup_may_miss,
            "E0401",
            {"表“{0}”里可能没有这个键：例如{1}",
             "table “{0}” may have no row for this key: for example {1}"}},
    CodeRow{Code::E0402_benefits_overlap,
            "E0402",
            {"待遇“{0}”和“{1}”可能同时成立，例如：{2}",
             "benefits “{0}” and “{1}” may both hold, for example: {2}"}},
    CodeRow{Code::E0403_too_wide,
            "E0403",
            {"这里的乘积可能超出能算的范围", "this product may pass what can be computed"}},
    CodeRow{Code::E0404_specimen_field_missing,
            "E0404",
            {"样例没有给必填的“{0}”", "the specimen does not give the required “{0}”"}},
    CodeRow{Code::E0405_unknown_account, "E0405", {"没有账户“{0}”", "there is no account “{0}”"}},
    CodeRow{Code::E0406_unknown_result,
            "E0406",
            {"“{0}”不是结算的字段，也不是这个待遇里的量",
             "“{0}” is neither a field of the settlement nor a quantity of the benefit"}},
    CodeRow{
        Code::E0407_unknown_answer, "E0407", {"没有哪个待遇答复“{0}”", "no benefit answers “{0}”"}},
    CodeRow{Code::E0408_parts_differ,
            "E0408",
            {"各部分之和 {0} 不等于医疗费总额 {1}", "the parts sum to {0} and the total is {1}"}},
    CodeRow{Code::E0409_unknown_fault, "E0409", {"没有故障“{0}”", "there is no fault “{0}”"}},
};

struct NoteRow {
    Note note;
    Texts texts;
};
constexpr std::array kNotes{
    NoteRow{Note::first_declared_here, {"第一次声明在这里", "first declared here"}},
    NoteRow{Note::declared_here, {"声明在这里", "declared here"}},
    NoteRow{Note::first_is_here, {"前一处在这里", "the first is here"}},
    NoteRow{Note::module_is_here, {"模块在这里", "the module is here"}},
    NoteRow{Note::write_instead, {"写“{0}”", "write “{0}”"}},
    NoteRow{Note::put_space_after, {"在“{0}”后面加一个空格", "put a space after “{0}”"}},
    NoteRow{Note::did_you_mean, {"是否想写“{0}”？", "did you mean “{0}”?"}},
    NoteRow{Note::expected_name, {"这里应写一个名字", "a name is expected"}},
    NoteRow{Note::expected_name_or, {"这里应写一个名字，或者：{0}", "a name is expected, or: {0}"}},
    NoteRow{Note::expected_one_of, {"这里应为：{0}", "expected one of: {0}"}},
    NoteRow{Note::units_are,
            {"单位有：元 万元 分 % 个百分点 倍 日 月 年 岁 个工作日",
             "units are: 元 万元 分 % 个百分点/points 倍/times 日 月 年 岁 个工作日"}},
    NoteRow{
        Note::declare_source,
        {"先写：出处 {0} = \"文件名\"", "declare it first: 出处 {0} = \"title of the document\""}},
    NoteRow{Note::clause_classes,
            {"类别有：计算 核验 程序",
             "the classes are: 计算/computed, 核验/checked, 程序/procedural"}},
    NoteRow{Note::rounding_modes,
            {"方式有：四舍五入 四舍六入五成双 舍去 进一",
             "the ways are: 四舍五入/half_up, 四舍六入五成双/half_even, 舍去/down, 进一/up"}},
    NoteRow{Note::rounding_units, {"单位有：分 角 元", "the units are: 分/fen, 角/jiao, 元/yuan"}},
    NoteRow{Note::values_are, {"可写：{0}", "the values are: {0}"}},
    NoteRow{Note::factor_instead, {"倍数写成“2.5倍”", "a multiplier is written 2.5倍"}},
    NoteRow{Note::percent_instead, {"比例写成“75%”", "a rate is written 75%"}},
    NoteRow{Note::points_instead,
            {"比例加减要写百分点：下调“10个百分点”；若要打折，写“× 90%”",
             "to change a rate write points, 10个百分点; to take a part of it write × 90%"}},
    NoteRow{Note::multiply_instead, {"金额乘比例写“×”", "to take a rate of an amount write ×"}},
    NoteRow{Note::multiply_less,
            {"要减去金额的一部分，写“金额 - 金额 × 比例”",
             "to take off a part of an amount write amount - amount × rate"}},
    NoteRow{Note::put_unit,
            {"给数字加上单位，如“500元”", "give the number its unit, such as 500元"}},
    NoteRow{Note::add_cases, {"补上：{0}；或写“其余: …”", "add: {0}; or write 其余: …"}},
    NoteRow{
        Note::declare_rounding,
        {"在模块开头写：舍入  四舍五入 到 分", "say it once in the module: 舍入  四舍五入 到 分"}},
    NoteRow{Note::declare_year,
            {"在模块开头写：年度  1月1日 起 按 结算日期",
             "say it once in the module: 年度  1月1日 起 按 结算日期"}},
    NoteRow{Note::exclude_absence,
            {"给字段写默认值，或用“按 … { … 其余: … }”给出值",
             "give the field a default, or give a value with 按 … { … 其余: … }"}},
    NoteRow{Note::second_name,
            {"给后一个起第二个名字：支付 基金 之 名字",
             "give the second a name of its own: 支付 fund 之 name"}},
    NoteRow{Note::line_parts,
            {"可写：全自费 超限价 先自付",
             "the parts are: 全自费/own_pay, 超限价/over_limit, 先自付/pre_self_pay"}},
    NoteRow{Note::use_vocabulary,
            {"在模块开头写：引用 国家.结算", "import the vocabulary: 引用 国家.结算"}},
    NoteRow{
        Note::exclude_miss,
        {"用一条答复排除：转手工报销 … 不计 当 {0}；或在表里写“其余 : …”",
         "exclude it with an answer: 转手工报销 … 不计 当 {0}; or give the table a row 其余 : …"}},
    NoteRow{Note::accounts_are, {"账户有：{0}", "the accounts are: {0}"}},
    NoteRow{Note::narrow_condition,
            {"给其中一个加上条件，使两者不会同时成立",
             "give one of them a condition that excludes the other"}},
};

struct TermRow {
    Term term;
    Texts texts;
};
constexpr std::array kTerms{
    TermRow{Term::nothing, {"无", "nothing"}},
    TermRow{Term::money, {"金额", "money"}},
    TermRow{Term::rate, {"比例", "rate"}},
    TermRow{Term::points, {"百分点", "number of points"}},
    TermRow{Term::factor, {"倍数", "factor"}},
    TermRow{Term::price, {"单价", "unit price"}},
    TermRow{Term::quantity, {"数量", "quantity"}},
    TermRow{Term::integer, {"整数", "whole number"}},
    TermRow{Term::boolean, {"是否", "yes or no"}},
    TermRow{Term::date, {"日期", "date"}},
    TermRow{Term::duration, {"期间", "duration"}},
    TermRow{Term::text, {"文本", "text"}},
    TermRow{Term::place, {"区划", "place"}},
    TermRow{Term::enumeration, {"枚举", "enum"}},
    TermRow{Term::record, {"记录", "record"}},
    TermRow{Term::list, {"列表", "list"}},
    TermRow{Term::table, {"表", "table"}},
    TermRow{Term::value, {"一个值", "single value"}},
    TermRow{Term::base, {"基数", "base"}},
    TermRow{Term::deductible, {"起付", "deductible"}},
    TermRow{Term::limit, {"封顶", "limit"}},
    TermRow{Term::key, {"键", "key"}},
    TermRow{Term::tier, {"支付", "tier"}},
};

// The rows stand in the order of their enums, so that a look-up is an index.
template <class Row, std::size_t N, class Key>
constexpr bool in_order(const std::array<Row, N>& rows, Key key) {
    for (std::size_t i = 0; i < N; ++i) {
        if (static_cast<std::size_t>(key(rows[i])) != i) {
            return false;
        }
    }
    return true;
}
static_assert(in_order(kCodes, [](const CodeRow& r) { return r.code; }));
static_assert(in_order(kNotes, [](const NoteRow& r) { return r.note; }));
static_assert(in_order(kTerms, [](const TermRow& r) { return r.term; }));

}  // namespace

std::string_view name_of(Code code) {
    return kCodes[static_cast<std::size_t>(code)].name;
}
Severity severity_of(Code code) {
    return name_of(code).front() == 'W' ? Severity::warning : Severity::error;
}
Texts texts_of(Code code) {
    return kCodes[static_cast<std::size_t>(code)].texts;
}
Texts texts_of(Note note) {
    return kNotes[static_cast<std::size_t>(note)].texts;
}
Texts texts_of(Term term) {
    return kTerms[static_cast<std::size_t>(term)].texts;
}

}  // namespace pol
