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

#include "compiler/syntax/expressions.h"

namespace pol::syntax {

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
    std::optional<Span> split = {};  ///< 跨年拆分
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
    std::optional<InForceDecl> force;  ///< 施行: the days of this text of the definition
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
    std::optional<Name>
        file;  ///< 取自 "drugs.csv": rows of a file beside this one, before the others
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
    bool reject = false;  ///< 不予受理: refused, said of a filing
    std::optional<ExprId> when;
    Cites cites;
};

/// `每 年度 每 病种限额[病种].类别`: a period, then further keys.
struct Each {
    ExprId key;
};

/// What a change does to what a clause yields: 下调 10个百分点, 不高于 3000元, 取消.
enum class Verb : std::uint8_t {
    set,       ///< 为
    by,        ///< 按 90%
    raise_to,  ///< 上调至 2.5倍
    raise,     ///< 上调 10个百分点
    lower,     ///< 下调 10个百分点
    plus,      ///< 加 100元
    minus,     ///< 减 100元
    at_least,  ///< 不低于
    at_most,   ///< 不高于
    cancel,    ///< 取消
};
/// A change as it stands on the clause that it changes, after those before it.
struct Adjust {
    Verb verb = Verb::set;
    std::optional<ExprId> value;
    std::optional<ExprId> when;  ///< 其中 当 …: only where this holds
    Cites cites;
    Span span;
};

struct BaseClause {
    ExprId value;
    Cites cites;
    std::vector<Adjust> adjusts;
};
struct DeductClause {
    ExprId amount;
    std::vector<Each> each;
    Cites cites;
    bool counts_base = false;  ///< 按 基数 累计
    std::vector<Adjust> adjusts;
    std::string owner;  ///< the benefit whose account it has; empty: that of the tier
};
/// 分段 每 年度 { 至 5万元: 60%  以上: 70% }
struct Bands {
    bool over_deductible = false;
    std::vector<Each> each;
    std::vector<Arm> arms;
    Span span;
    std::string owner = {};  ///< as of `DeductClause`
};
struct RateClause {
    ExprId rate;  ///< an error expression where there are bands
    Cites cites;
    std::optional<Bands> bands;
    bool round_sum = false;  ///< 合并舍入
    std::vector<Adjust> adjusts;
};
/// What a limit looks at: what the tier pays, or money that it cuts before or after the deductible.
enum class Looks : std::uint8_t { payment, base, over_deductible, total };
struct LimitClause {
    ExprId amount;
    std::vector<Each> each;
    Cites cites;
    Looks looks = Looks::payment;
    std::optional<Name> carry;  ///< 结转 至 年度
    std::vector<Adjust> adjusts;
    std::optional<ExprId> when;  ///< added by 其中: only where this holds
    std::string owner;           ///< as of `DeductClause`
};
/// 保底: at least this much.
struct FloorClause {
    ExprId amount;
    Cites cites;
};
/// 差额归 医疗机构: the difference between the in-scope money and the base is that fund's.
struct BalanceClause {
    Name fund;
};
struct TierClause {
    std::variant<BaseClause, DeductClause, RateClause, LimitClause, FloorClause, BalanceClause>
        node;
    Span span;
};
struct TierDecl {
    Name fund;
    std::optional<Name> second;
    std::optional<ExprId> when;
    Cites cites;
    std::vector<TierClause> clauses;
    bool reference = false;  ///< 支付 居民大病, without a body: the tier of that name
    // Of a tier that `resolve::expand` put into a benefit:
    bool shared = false;  ///< declared outside of benefits: its accounts too
    std::string owner;    ///< added by a change: the benefit whose accounts it has
};
/// 额度 统筹年度额度 15万元 每 年度: an amount that limits of several tiers share by its name.
struct AllowanceDecl {
    Name name;
    ExprId amount;
    std::vector<Each> each;
    std::optional<Name> carry;
    Cites cites;
    std::vector<Adjust> adjusts;
};

/// A part of a fee line: 超限价 (单价 - 限价) × 数量 当 单价 > 限价
struct LinePart {
    Name name;
    ExprId value;
    std::optional<ExprId> when;
    Cites cites;
    Span span;
};
/// 门诊慢特病.统筹基金.封顶 为 基数 限额 每 年度, 统筹基金.比例 下调 10个百分点: a clause of a
/// tier, or a definition, said anew or changed.
struct Change {
    Path path;
    Verb verb = Verb::set;
    Looks looks = Looks::payment;
    std::optional<ExprId> value;
    std::optional<Bands> bands;
    std::vector<Each> each;
    std::optional<Name> carry;
    Cites cites;
    Span span;
};
/// A change, or what is added: a tier, an answer, a limit.
struct ChangeItem {
    std::variant<Change, TierDecl, AnswerDecl, LimitClause> node;
    Span span;
};
/// 其中 当 困难 { … }: changes that apply last, where the condition holds.
struct WithinDecl {
    ExprId when;
    std::vector<ChangeItem> changes;
};

/// How an amendment stands to another that may hold with it.
enum class OrderKind : std::uint8_t { instead, on_top, better };
struct Order {
    OrderKind kind = OrderKind::instead;
    Name other;
};
/// 修订 住院 为 临时外出住院 当 … { … }
struct AmendDecl {
    Name base;
    Name name;
    ExprId when;
    std::vector<Order> orders;
    Cites cites;
    std::vector<ChangeItem> changes;
    std::optional<InForceDecl> force;
};

/// One answer to the question of a reading: a value, changes, or the text as written (neither).
struct ReadingOption {
    Name name;
    std::optional<ExprId> value;
    std::vector<ChangeItem> changes;
    bool adopted = false;
    Span span;
};
struct ReadingDecl {
    Name name;
    Cites cites;
    std::string question;
    std::vector<ReadingOption> options;
    std::vector<ReadingOption> others;  ///< those that `resolve::expand` did not take
};

/// 恒有 基金支付总额 + 个人负担总额 + 医院负担 = 医疗费总额: what holds of every settlement, or of
/// a period's sums.
struct AlwaysDecl {
    std::vector<Each> each;
    ExprId holds;
    std::optional<ExprId> not_falling_in;  ///< 不减于: `holds` is money that does not fall with it
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
/// A condition that an amended benefit has besides its own: that of an amendment which holds here,
/// or of one that must not.
struct Guard {
    ExprId when;
    bool holds = true;
    Name amendment;
    std::vector<Guard> with;  ///< of one that must not: only where these hold too
};
struct BenefitDecl {
    Name name;
    std::optional<ExprId> when;
    Cites cites;
    std::vector<BenefitItem> items;
    std::optional<InForceDecl> force;
    // Of what `resolve::expand` made of amendments:
    std::vector<Guard> guards;
    std::string root;           ///< the benefit that was amended; its accounts go on
    std::string variant;        ///< tells apart the benefits that one amendment gives; else empty
    std::vector<Adjust> lines;  ///< changes of 目录.自付比例
    std::string contest;        ///< 择优于: the amendments of which the one that pays most answers
};
struct BenefitItem {
    std::variant<AnswerDecl, TierDecl, DefineDecl, WithinDecl, AllowanceDecl, YearDecl, AppliesDecl>
        node;
    Span span;
};

/// 事项 变更备案地 (变更申请) { … }: a benefit without tiers over a record that is no claim.
struct FilingDecl {
    Name record;
    BenefitDecl judged;
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
    bool reject = false;  ///< as of `AnswerDecl`
};
/// 得 受理: of a filing.
struct GotAccepted {};
struct GotFault {
    Name code;
};
struct GotValue {
    Path path;
    ExprId value;
};
struct Got {
    std::variant<GotAnswer, GotAccepted, GotFault, GotValue> node;
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

struct Decl {
    std::variant<ModuleDecl, UseDecl, JurisdictionDecl, InForceDecl, AppliesDecl, YearDecl,
                 RoundingDecl, SourceDecl, ClausesDecl, AsBeforeDecl, DefineDecl, TableDecl,
                 ParamDecl, EnumDecl, RecordDecl, AnswerDecl, BenefitDecl, CatalogueDecl,
                 SettlementDecl, ReadingDecl, AlwaysDecl, AmendDecl, AllowanceDecl, TierDecl,
                 FilingDecl, SpecimenDecl, TestDecl>
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
