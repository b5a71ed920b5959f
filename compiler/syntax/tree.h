// The syntax tree of a project: what the parser built, with a span on every node. Later stages add
// side tables, never a third tree.
//
// Expressions live in one arena and are named by `ExprId`; declarations own their parts by value.
// Where the text was broken an `ErrorExpr` or an empty name stands; no stage reports it a second
// time.
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

// ── expressions
// ──────────────────────────────────────────────────────────────────────────────────────────────────

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

enum class Builtin : std::uint8_t { minimum, maximum, round_to, days, age };
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

using ExprNode =
    std::variant<ErrorExpr, NumberLit, QuantityLit, DateLit, StringLit, BoolLit, NoneLit, HereExpr,
                 NameExpr, MemberExpr, IndexExpr, SetExpr, NegateExpr, NotExpr, BinaryExpr,
                 CompareExpr, RangeExpr, BetweenExpr, CallExpr, ByExpr, ListExpr>;
struct Expr {
    ExprNode node;
    Span span;
};

// ── declarations
// ─────────────────────────────────────────────────────────────────────────────────────────────────

struct ModuleDecl {
    Path path;
};
struct UseDecl {
    std::vector<Path> paths;
};
struct JurisdictionDecl {
    std::string code;
    Span code_span;
    std::optional<Name> name;
};
struct InForceDecl {
    std::int64_t from = 0;
    std::optional<std::int64_t> to;
};
struct AppliesDecl {
    Path field;
};  ///< 适用 按 开始日期
struct YearDecl {
    int month = 1;
    int day = 1;
    Path field;
};  ///< 年度 1月1日 起 按 结算日期
struct RoundingDecl {
    Name mode;
    Name unit;
};
struct SourceDecl {
    Name name;
    std::string title;
};

enum class ClauseClass : std::uint8_t { computed, checked, procedural };
struct ClauseEntry {
    std::string clause;
    Name kind;
};
struct ClausesDecl {
    Name source;
    std::vector<ClauseEntry> entries;
};
struct AsBeforeDecl {
    Cites cites;
};

/// One case of a definition: a value, `当` a condition or `其余`.
struct DefineCase {
    ExprId value;
    std::optional<ExprId> when;
    Cites cites;
    Span span;
};
struct DefineDecl {
    Name name;
    std::optional<ExprId> value;
    std::vector<DefineCase> cases;
    Cites cites;
};

struct TableRow {
    std::vector<Key> keys;
    std::vector<ExprId> cells;
    Cites cites;
    bool rest = false;
    Span span;
};
struct TableDecl {
    Name name;
    std::vector<Name> keys;
    std::vector<Name> columns;
    Cites cites;
    std::vector<TableRow> rows;
};

struct DatedValue {
    std::int64_t from = 0;
    ExprId value;
    Span span;
};
struct ParamDecl {
    Name name;
    std::optional<ExprId> value;
    std::vector<DatedValue> dated;
    Cites cites;
};

struct EnumValueDecl {
    Name name;
    std::optional<std::string> code;
    std::optional<Name> wider;
};
struct EnumDecl {
    Name name;
    bool extends = false;
    bool open = false;
    bool prefix = false;
    std::vector<EnumValueDecl> values;
};

struct TypeRef {
    Name name;
    bool list = false;
    bool optional = false;
    std::vector<EnumValueDecl> inline_values;
    bool inline_enum = false;
};
struct FieldDecl {
    Name name;
    std::optional<Name> external;
    TypeRef type;
    std::optional<ExprId> fallback;
};
struct RecordDecl {
    Name name;
    bool extends = false;
    std::vector<FieldDecl> fields;
};

enum class AnswerKind : std::uint8_t { notice, manual, pending, refused };
struct AnswerDecl {
    AnswerKind kind = AnswerKind::notice;
    bool line = false;
    Name code;
    bool no_calc = false;
    std::optional<ExprId> when;
    Cites cites;
};

/// `每 年度 每 病种限额[病种].类别`: a period, then further keys.
struct Each {
    ExprId key;
};
struct BaseClause {
    ExprId value;
    Cites cites;
};
struct DeductClause {
    ExprId amount;
    std::vector<Each> each;
    Cites cites;
};
struct RateClause {
    ExprId rate;
    Cites cites;
};
/// What a limit looks at: what the tier pays, or money that it cuts before or after the deductible.
enum class Looks : std::uint8_t { payment, base, over_deductible };
struct LimitClause {
    ExprId amount;
    std::vector<Each> each;
    Cites cites;
    Looks looks = Looks::payment;
};
struct TierClause {
    std::variant<BaseClause, DeductClause, RateClause, LimitClause> node;
    Span span;
};
struct TierDecl {
    Name fund;
    std::optional<Name> second;
    std::optional<ExprId> when;
    Cites cites;
    std::vector<TierClause> clauses;
};

/// A part of a fee line: 超限价 (单价 - 限价) × 数量 当 单价 > 限价
struct LinePart {
    Name name;
    ExprId value;
    std::optional<ExprId> when;
    Cites cites;
    Span span;
};
/// 门诊慢特病.统筹基金.封顶 为 基数 限额 每 年度: a clause of a tier, or a definition, said anew.
struct Change {
    Path path;
    Looks looks = Looks::payment;
    ExprId value;
    std::vector<Each> each;
    Cites cites;
    Span span;
};
/// One answer to the question of a reading: a value, changes, or the text as written (neither).
struct ReadingOption {
    Name name;
    std::optional<ExprId> value;
    std::vector<Change> changes;
    bool adopted = false;
    Span span;
};
struct ReadingDecl {
    Name name;
    Cites cites;
    std::string question;
    std::vector<ReadingOption> options;
};

/// 恒有 基金支付总额 + 个人负担总额 + 医院负担 = 医疗费总额: what holds of every settlement, or of
/// a period's sums.
struct AlwaysDecl {
    std::vector<Each> each;
    ExprId holds;
};

/// What a place of care pays for: its own conditions, and how a fee line is parted.
struct CatalogueDecl {
    Name name;
    std::vector<AnswerDecl> answers;
    std::vector<LinePart> parts;
};
/// Which place gives the catalogue and which the benefits.
struct SettlementDecl {
    Name name;
    std::optional<ExprId> catalogue;
    std::optional<ExprId> benefits;
};

struct BenefitItem;
struct BenefitDecl {
    Name name;
    std::optional<ExprId> when;
    Cites cites;
    std::vector<BenefitItem> items;
};
struct BenefitItem {
    std::variant<AnswerDecl, TierDecl, DefineDecl> node;
    Span span;
};

/// A value in a specimen or a test: nested fields, a list, or an expression.
struct RecordValue;
struct FieldValue {
    Name field;
    std::vector<RecordValue> value;
};  ///< exactly one
struct RecordLit {
    std::vector<FieldValue> fields;
    Span span;
};
struct ListLit {
    std::vector<RecordValue> elements;
};
struct RecordValue {
    std::variant<RecordLit, ListLit, ExprId> node;
    Span span;
};

struct SpecimenDecl {
    Name name;
    Name base;
    RecordLit fields;
};

struct GotAnswer {
    AnswerKind kind = AnswerKind::notice;
    Name code;
};
struct GotFault {
    Name code;
};
struct GotValue {
    Path path;
    ExprId value;
};
struct Got {
    std::variant<GotAnswer, GotFault, GotValue> node;
    Span span;
};
struct TestClaim {
    Name specimen;
    RecordLit fields;
    std::vector<Got> got;
    Span span;
};
struct TestBefore {
    ExprId account;
    ExprId value;
    Span span;
};
struct TestStep {
    std::variant<TestClaim, TestBefore> node;
};
struct TestDecl {
    std::string name;
    Span name_span;
    std::vector<TestStep> steps;
};

/// A part of the language that this version parses and does not yet compile; reported when it was
/// built.
struct UnsupportedDecl {
    std::string what;
};

struct Decl {
    std::variant<ModuleDecl, UseDecl, JurisdictionDecl, InForceDecl, AppliesDecl, YearDecl,
                 RoundingDecl, SourceDecl, ClausesDecl, AsBeforeDecl, DefineDecl, TableDecl,
                 ParamDecl, EnumDecl, RecordDecl, AnswerDecl, BenefitDecl, CatalogueDecl,
                 SettlementDecl, ReadingDecl, AlwaysDecl, SpecimenDecl, TestDecl, UnsupportedDecl>
        node;
    Span span;
};

/// One source file.
struct File {
    FileId id;
    std::vector<Decl> decls;
    bool broken =
        false;  ///< some of it could not be read: an unknown name may be one that was lost
};

struct Tree {
    std::vector<Expr> exprs;
    std::vector<File> files;

    [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id.value]; }
    ExprId add(ExprNode node, Span span) {
        exprs.push_back({std::move(node), span});
        return {static_cast<std::uint32_t>(exprs.size() - 1)};
    }
};

}  // namespace pol::syntax
