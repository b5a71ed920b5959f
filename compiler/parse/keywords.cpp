#include "compiler/parse/keywords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <unordered_map>

#include "PolLexer.h"

namespace pol::parse {
namespace {

using T = grammar::PolLexer;

constexpr std::array kKeywords{
    Keyword{T::MODULE, "模块", "module"},
    Keyword{T::USE, "引用", "use"},
    Keyword{T::JURISDICTION, "辖区", "jurisdiction"},
    Keyword{T::IN_FORCE, "施行", "in_force"},
    Keyword{T::APPLIES, "适用", "applies"},
    Keyword{T::YEAR, "年度", "year"},
    Keyword{T::ROUNDING, "舍入", "rounding"},
    Keyword{T::SOURCE, "出处", "source"},
    Keyword{T::CLAUSES, "条款", "clauses"},
    Keyword{T::AS_BEFORE, "照旧", "as_before"},
    Keyword{T::DEFINE, "定义", "define"},
    Keyword{T::TABLE, "表", "table"},
    Keyword{T::PARAM, "参数", "param"},
    Keyword{T::ENUM, "枚举", "enum"},
    Keyword{T::EXTEND, "扩展", "extend"},
    Keyword{T::RECORD, "记录", "record"},
    Keyword{T::ALLOWANCE, "额度", "allowance"},
    Keyword{T::PAY, "支付", "pay"},
    Keyword{T::BENEFIT, "待遇", "benefit"},
    Keyword{T::AMEND, "修订", "amend"},
    Keyword{T::READING, "口径", "reading"},
    Keyword{T::ALWAYS, "恒有", "always"},
    Keyword{T::SPECIMEN, "样例", "specimen"},
    Keyword{T::TEST, "测例", "test"},
    Keyword{T::CATALOGUE, "目录", "catalogue"},
    Keyword{T::SETTLEMENT, "结算", "settlement"},
    Keyword{T::FILING, "事项", "filing"},
    Keyword{T::LINE, "明细", "line"},
    Keyword{T::TAKEN_FROM, "取自", "taken_from"},
    Keyword{T::WHEN, "当", "when"},
    Keyword{T::CITE, "依据", "cite"},
    Keyword{T::ASK, "问", "ask"},
    Keyword{T::BY, "按", "by"},
    Keyword{T::EACH, "每", "each"},
    Keyword{T::TO, "到", "to"},
    Keyword{T::UP_TO, "至", "up_to"},
    Keyword{T::SINCE, "起", "since"},
    Keyword{T::SECOND, "之", "second"},
    Keyword{T::ABOVE, "以上", "above"},
    Keyword{T::REST, "其余", "otherwise"},
    Keyword{T::NONE, "无", "none"},
    Keyword{T::ANY, "任意", "any"},
    Keyword{T::SAME_AS, "同", "same_as"},
    Keyword{T::LIST, "列表", "list"},
    Keyword{T::OPEN, "开放", "open"},
    Keyword{T::PREFIX, "前缀", "prefix"},
    Keyword{T::BASE, "基数", "base"},
    Keyword{T::DEDUCT, "起付", "deduct"},
    Keyword{T::RATE, "比例", "rate"},
    Keyword{T::LIMIT, "封顶", "limit"},
    Keyword{T::FLOOR, "保底", "floor"},
    Keyword{T::BALANCE_TO, "差额归", "balance_to"},
    Keyword{T::BANDS, "分段", "bands"},
    Keyword{T::OVER_DEDUCTIBLE, "起付以上", "over_deductible"},
    Keyword{T::ROUND_SUM, "合并舍入", "round_sum"},
    Keyword{T::CARRY, "结转", "carry"},
    Keyword{T::ACCUMULATE, "累计", "accumulate"},
    Keyword{T::SPLIT, "跨年拆分", "split"},
    Keyword{T::REFUSE, "不予支付", "refuse"},
    Keyword{T::PENDING, "需补材料", "pending"},
    Keyword{T::MANUAL, "转手工报销", "manual"},
    Keyword{T::NOTICE, "提示", "notice"},
    Keyword{T::REJECT, "不予受理", "reject"},
    Keyword{T::NO_CALC, "不计", "without_amounts"},
    Keyword{T::RAISE_TO, "上调至", "raise_to"},
    Keyword{T::RAISE, "上调", "raise"},
    Keyword{T::LOWER, "下调", "lower"},
    Keyword{T::PLUS_VERB, "加", "plus"},
    Keyword{T::MINUS_VERB, "减", "minus"},
    Keyword{T::NOT_LESS, "不低于", "at_least"},
    Keyword{T::NOT_MORE, "不高于", "at_most"},
    Keyword{T::CANCEL, "取消", "cancel"},
    Keyword{T::INSTEAD, "取代", "instead_of"},
    Keyword{T::ON_TOP, "叠加于", "on_top_of"},
    Keyword{T::BETTER, "择优于", "better_of"},
    Keyword{T::AS_WRITTEN, "照文", "as_written"},
    Keyword{T::ADOPT, "采用", "adopted"},
    Keyword{T::WITHIN, "其中", "within"},
    Keyword{T::GET, "得", "get"},
    Keyword{T::BEFORE, "此前", "before"},
    Keyword{T::SEQUENCE, "依次", "sequence"},
    Keyword{T::FAULT, "故障", "fault"},
    Keyword{T::ACCEPT, "受理", "accepted"},
    Keyword{T::AND, "且", "and"},
    Keyword{T::OR, "或", "or"},
    Keyword{T::NOT, "非", "not"},
    Keyword{T::IS, "为", "is"},
    Keyword{T::IS_NOT, "不为", "is_not"},
    Keyword{T::IN, "属于", "in"},
    Keyword{T::NOT_IN, "不属于", "not_in"},
    Keyword{T::AT, "在", "at"},
    Keyword{T::SUCH, "满足", "such"},
    Keyword{T::HAS, "有", "has"},
    Keyword{T::HAS_NOT, "没有", "has_no"},
    Keyword{T::COUNT, "个数", "count"},
    Keyword{T::SUM, "合计", "sum"},
    Keyword{T::MAXIMUM, "最高", "max"},
    Keyword{T::MINIMUM, "最低", "min"},
    Keyword{T::AMONG, "于", "among"},
    Keyword{T::ROUND_TO, "取整", "round_to"},
    Keyword{T::DAYS, "天数", "days"},
    Keyword{T::AGE, "年龄", "age"},
    Keyword{T::YEAR_OF, "所在年份", "year_of"},
    Keyword{T::QUARTER_OF, "所在季度", "quarter_of"},
    Keyword{T::MONTH_OF, "所在月份", "month_of"},
    Keyword{T::POSTED, "已计", "posted"},
    Keyword{T::LEFT, "剩余", "left"},
    Keyword{T::NOT_FALLING, "不减于", "not_falling_in"},
    Keyword{T::AS, "as", "as"},
    Keyword{T::TRUE, "是", "true"},
    Keyword{T::FALSE, "否", "false"},
    Keyword{T::HERE, "本辖区", "here"},
};

struct Sign {
    std::size_t token;
    std::string_view text;
};
constexpr std::array kSigns{
    Sign{T::LBRACE, "{"},        Sign{T::RBRACE, "}"},  Sign{T::LPAREN, "("},
    Sign{T::RPAREN, ")"},        Sign{T::LBRACK, "["},  Sign{T::RBRACK, "]"},
    Sign{T::COMMA, ","},         Sign{T::COLON, ":"},   Sign{T::DOT, "."},
    Sign{T::QUESTION, "?"},      Sign{T::PLUS, "+"},    Sign{T::MINUS, "-"},
    Sign{T::STAR, "×"},          Sign{T::SLASH, "/"},   Sign{T::EQUALS, "="},
    Sign{T::LESS, "<"},          Sign{T::GREATER, ">"}, Sign{T::LESS_EQUAL, "≤"},
    Sign{T::GREATER_EQUAL, "≥"},
};

// Built once at first use, from the constant table alone.
const std::unordered_map<std::string_view, std::size_t>& index() {
    static const auto kIndex = [] {
        std::unordered_map<std::string_view, std::size_t> map;
        for (const Keyword& k : kKeywords) {
            map.emplace(k.zh, k.token);
            map.emplace(k.en, k.token);
        }
        return map;
    }();
    return kIndex;
}

}  // namespace

std::optional<Rank> rank_of(std::string_view word) {
    struct Spelling {
        std::string_view before, after;
        bool highest;
    };
    constexpr std::array kSpellings{Spelling{"第", "高", true}, Spelling{"第", "低", false},
                                    Spelling{"highest_", "", true}, Spelling{"lowest_", "", false}};
    for (const Spelling& s : kSpellings) {
        if (!word.starts_with(s.before) || !word.ends_with(s.after) ||
            word.size() <= s.before.size() + s.after.size()) {
            continue;
        }
        const std::string_view digits =
            word.substr(s.before.size(), word.size() - s.before.size() - s.after.size());
        int rank = 0;
        const auto [end, failed] = std::from_chars(digits.begin(), digits.end(), rank);
        if (failed == std::errc{} && end == digits.end() && rank >= 1 && rank <= kMostRank) {
            return Rank{rank, s.highest};
        }
    }
    return std::nullopt;
}

std::span<const Keyword> keywords() {
    return kKeywords;
}

std::optional<std::size_t> keyword(std::string_view word) {
    if (rank_of(word)) {
        return T::NTH;
    }
    const auto found = index().find(word);
    if (found == index().end()) {
        return std::nullopt;
    }
    return found->second;
}

std::string_view spelling(std::size_t token, bool chinese) {
    for (const Keyword& k : kKeywords) {
        if (k.token == token) {
            return chinese ? k.zh : k.en;
        }
    }
    for (const Sign& s : kSigns) {
        if (s.token == token) {
            return s.text;
        }
    }
    return {};
}

}  // namespace pol::parse
