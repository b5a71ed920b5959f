// Expressions of the syntax tree. They live in one arena and are named by `ExprId`; where the text
// was broken an `ErrorExpr` stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/span.h"

namespace pol::syntax {

struct ExprId {
    std::uint32_t value = 0;
    friend auto operator<=>(const ExprId&, const ExprId&) = default;
};

struct Name {
    std::string text;
    Span span;
};

/// 国家.结算
struct Path {
    std::vector<Name> parts;
    Span span;
    [[nodiscard]] std::string text() const;
};

/// 依据 流程 "一(二)2": a source and one of its clauses.
struct Cite {
    Name source;
    std::string clause;
    Span span;
};
using Cites = std::vector<Cite>;

enum class Unit : std::uint8_t {
    yuan,
    ten_thousand_yuan,
    fen,
    percent,
    points,
    times,
    day,
    month,
    year,
    age,
    workday,
    yuan_each,  ///< 元每件: a unit price
};

struct ErrorExpr {};
struct NumberLit {
    std::string digits;
};  ///< 3, 640100, 0.5
struct QuantityLit {
    std::string digits;
    Unit unit = Unit::yuan;
};  ///< 500元, 75%, 2.5倍
struct DateLit {
    std::int64_t days = 0;
};
struct StringLit {
    std::string text;
};
struct BoolLit {
    bool value = false;
};
struct NoneLit {};   ///< 无
struct HereExpr {};  ///< 本辖区
struct NameExpr {
    std::string text;
};
/// Stands for an expression written elsewhere: a reading's value, or another benefit's clause.
/// Built by `resolve::expand`, never by the parser.
struct AliasExpr {
    ExprId target;
};
struct MemberExpr {
    ExprId base;
    Name member;
};  ///< 备案.类别, 就诊.病种
struct IndexExpr {
    ExprId base;
    std::vector<ExprId> keys;
};  ///< 病种限额[病种]
struct SetExpr {
    std::vector<ExprId> elements;
};  ///< (110000, 310000)
struct NegateExpr {
    ExprId operand;
};
struct NotExpr {
    ExprId operand;
};

enum class BinaryOp : std::uint8_t { add, subtract, multiply, divide, conjunction, disjunction };
struct BinaryExpr {
    BinaryOp op = BinaryOp::add;
    ExprId left;
    ExprId right;
};

enum class CompareOp : std::uint8_t {
    equal,
    less,
    less_equal,
    greater,
    greater_equal,
    is,
    is_not,
    in,
    not_in
};
struct CompareExpr {
    CompareOp op = CompareOp::is;
    ExprId left;
    ExprId right;
};

struct RangeExpr {
    ExprId low;
    ExprId high;
};  ///< 属于 1 到 5: the right side of `in`
struct BetweenExpr {
    ExprId subject;
    ExprId low;
    std::optional<ExprId> high;
};  ///< d 在 a 到 b

enum class Builtin : std::uint8_t {
    minimum,
    maximum,
    round_to,
    days,
    age,
    year_of,
    quarter_of,
    month_of,
};
struct CallExpr {
    Builtin builtin = Builtin::minimum;
    std::vector<ExprId> args;
};

/// The key of an arm or of a table's row.
struct AnyKey {};
struct RestKey {};
struct ValueKey {
    ExprId value;
};
struct RangeKey {
    ExprId low;
    ExprId high;
};
struct UpToKey {
    ExprId high;
};  ///< 至 44岁
struct AboveKey {};  ///< 以上
struct SinceKey {
    std::int64_t day = 0;
};  ///< 2023-01-01 起
struct Key {
    std::variant<AnyKey, RestKey, ValueKey, RangeKey, UpToKey, AboveKey, SinceKey> node;
    Span span;
};

struct Arm {
    Key key;
    ExprId value;
};
struct ByExpr {
    ExprId subject;
    std::vector<Arm> arms;
};  ///< 按 险种 { 职工: 75%  居民: 60% }

enum class ListOp : std::uint8_t { has, has_not, count };
struct ListExpr {
    ListOp op = ListOp::has;
    ExprId list;
    std::optional<ExprId> condition;
};

/// 合计 明细.金额 满足 (…), 最高 (金额) 于 明细, 第2高 (金额) 于 明细: over the elements of a list.
enum class FoldOp : std::uint8_t { sum, highest, lowest };
struct FoldExpr {
    FoldOp op = FoldOp::sum;
    int rank = 1;  ///< the how-many-th from the top or the bottom
    ExprId body;   ///< of each element
    ExprId list;
    std::optional<ExprId> condition;
};

/// 已计 统筹年度额度, 剩余 统筹年度额度: what an account holds, or leaves of its amount.
struct AccountExpr {
    bool left = false;
    Path path;
};

using ExprNode = std::variant<ErrorExpr, NumberLit, QuantityLit, DateLit, StringLit, BoolLit,
                              NoneLit, HereExpr, NameExpr, AliasExpr, MemberExpr, IndexExpr,
                              SetExpr, NegateExpr, NotExpr, BinaryExpr, CompareExpr, RangeExpr,
                              BetweenExpr, CallExpr, ByExpr, ListExpr, FoldExpr, AccountExpr>;
struct Expr {
    ExprNode node;
    Span span;
};

}  // namespace pol::syntax
