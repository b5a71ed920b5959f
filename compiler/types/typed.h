// The typed program: the tree's side tables. What each expression means and is, and what each
// declaration amounts to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/resolve/resolve.h"
#include "compiler/syntax/tree.h"
#include "compiler/types/type.h"
#include "runtime/abi/vocabulary.h"

namespace pol::types {

/// What a name, member or index expression refers to.
struct NoRef {};
struct ClaimRef {};  ///< 就诊 itself
struct RecordRef {
    std::string path;
};  ///< a record inside the claim: 备案
struct FieldRef {
    std::uint32_t field = 0;
};  ///< into Vocabulary::fields
struct ListRef {
    std::uint32_t list = 0;
};  ///< into Vocabulary::lists
struct ElementRef {
    std::uint32_t list = 0;
    std::uint32_t field = 0;
    std::uint32_t depth = 0;
};
struct LineRef {
    std::uint32_t list = 0;
    std::uint32_t field = 0;
};  ///< a field of the fee line at hand
struct ValueRef {
    std::uint32_t enumeration = 0;
    std::uint32_t value = 0;
};
struct DefineRef {
    std::uint32_t define = 0;
};
struct ReadingRef {
    const syntax::ReadingDecl* reading = nullptr;
};
struct ParamRef {
    std::uint32_t param = 0;
};
struct TableRef {
    std::uint32_t table = 0;
};
struct RowRef {
    std::uint32_t table = 0;
};  ///< 病种限额[病种], before its column
struct CellRef {
    std::uint32_t table = 0;
    std::uint32_t column = 0;
    syntax::ExprId index;
};
struct HereRef {
    std::int64_t place = 0;
};

/// What a tier before this one came to; by its place among the benefit's tiers.
enum class TierPart : std::uint8_t { base, standard, deductible, rate, payable, paid, beyond };
struct TierRef {
    std::uint32_t tier = 0;
    TierPart part = TierPart::paid;
};
/// A whole tier, before one of its parts is named.
struct WholeTierRef {
    std::uint32_t tier = 0;
};
/// A part of the fee line at hand that was taken before: 超限价 in 先自付.
struct LinePartRef {
    std::uint32_t part = 0;
};
/// A part of a fee line inside a sum or a question over the claim's lines: 明细.政策范围内. Into
/// `LineAmount`, and behind those what is in scope.
struct LineAmountRef {
    std::uint32_t amount = 0;
};
/// A field of the settlement, in a property.
struct ResultRef {
    std::uint32_t result = 0;
};
/// An allowance by its name, before its part is named; into `Typed::allowances`.
struct AllowanceRef {
    std::uint32_t allowance = 0;
};
/// 统筹年度额度.超限额: what the limits of that name cut in the tiers before.
struct BeyondRef {
    std::uint32_t allowance = 0;
};
/// 已计, 剩余: an allowance's account, or that of a tier's clause.
struct AccountRef {
    std::optional<std::uint32_t> allowance;
    std::uint32_t tier = 0;  ///< of the benefit at hand, where it is no allowance's
    enum class Clause : std::uint8_t { deduct, limit } clause = Clause::deduct;
    bool left = false;
};
/// 年内次数: how many-th paid claim of the tier at hand in the year.
struct NthRef {};
struct UnpaidRef {};    ///< 个人负担: all that is unpaid so far
struct SelfPaidRef {};  ///< 自付: in-scope money unpaid so far
using Ref = std::variant<NoRef, ClaimRef, RecordRef, FieldRef, ListRef, ElementRef, LineRef,
                         ValueRef, DefineRef, ParamRef, TableRef, RowRef, CellRef, HereRef, TierRef,
                         WholeTierRef, UnpaidRef, SelfPaidRef, LinePartRef, LineAmountRef,
                         ReadingRef, ResultRef, AllowanceRef, BeyondRef, AccountRef, NthRef>;

struct ColumnInfo {
    std::string name;
    Type type;
    Span span;
};
struct Interval {
    std::int64_t low = 0;
    std::int64_t high = 0;
    friend bool operator==(const Interval&, const Interval&) = default;
};
struct RowKeyInfo {
    bool any = false;
    std::vector<Interval> ranges;
    friend bool operator==(const RowKeyInfo&, const RowKeyInfo&) = default;
};
struct CellInfo {
    bool present = false;
    std::int64_t value = 0;
};
struct RowInfo {
    std::vector<RowKeyInfo> keys;
    std::vector<CellInfo> cells;
    const syntax::TableRow* row = nullptr;
};

struct TableInfo {
    const syntax::TableDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    std::vector<ColumnInfo> keys;
    std::vector<ColumnInfo> columns;
    std::vector<RowInfo> rows;
    std::vector<CellInfo> miss;  ///< 其余; empty: a miss is a fault
    bool checked = false;        ///< while types are found: its columns are known
};

struct ParamInfo {
    const syntax::ParamDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    Type type;
    struct Period {
        std::int64_t from = 0;
        CellInfo value;
    };
    std::vector<Period>
        values;  ///< by rising date; a param without dates has one from the first day
    bool checked = false;
};

struct DefineInfo {
    const syntax::DefineDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    std::string name;  ///< with its benefit's name before it where it stands in one
    Type type;
    enum class State : std::uint8_t { fresh, checking, done } state = State::fresh;
    std::optional<std::uint32_t> benefit;
};

/// The period of an account.
enum class PeriodKind : std::uint8_t { visit, day, month, quarter, year };

struct EachInfo {
    PeriodKind period = PeriodKind::visit;
    std::vector<syntax::ExprId> keys;
    bool yearly = false;  ///< 每 次 每 年度: of a stay that is split, each year's part
};

/// 额度: an amount whose account several tiers' limits share.
struct AllowanceInfo {
    const syntax::AllowanceDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    std::string name;  ///< with its benefit's before it where it stands in one
    EachInfo each;
    std::optional<PeriodKind> carry;  ///< what is left goes on to the end of this period
    bool checked = false;
    std::optional<std::uint32_t> benefit;
};

/// Whose money a fund pays: only the funds' own makes up the fund total.
enum class Payer : std::uint8_t { fund, hospital, person };

/// A fund of the vocabulary, as a field of the settlement.
struct FundInfo {
    std::uint32_t result = 0;          ///< into Vocabulary::results
    std::vector<std::uint32_t> wider;  ///< fields that hold what it pays, too
    Payer payer = Payer::fund;
};

/// One band: the money up to `edge` that the bands before do not hold; no edge: all above.
struct BandInfo {
    std::optional<std::int64_t> edge;  ///< fen
    syntax::ExprId rate;
};

struct TierInfo {
    const syntax::TierDecl* decl = nullptr;
    std::string name;  ///< 统筹基金, or 公务员补助.范围外
    FundInfo fund;
    bool in_scope = false;  ///< its base holds in-scope money: it lessens 自付
    const syntax::BaseClause* base = nullptr;
    const syntax::RateClause* rate = nullptr;
    const syntax::DeductClause* deduct = nullptr;
    const syntax::FloorClause* floor = nullptr;
    std::optional<FundInfo> difference;  ///< 差额归: whose the difference to the base is
    EachInfo deduct_each;
    std::vector<BandInfo> bands;  ///< instead of one rate
    EachInfo bands_each;
    struct Limit {
        const syntax::LimitClause* clause = nullptr;
        EachInfo each;
        Span span;
        std::optional<std::uint32_t> allowance;  ///< named: into `Typed::allowances`
        std::optional<PeriodKind> carry;
    };
    std::vector<Limit> limits;
    bool counts_claims = false;  ///< a clause asks for 年内次数
    Span base_span, rate_span, deduct_span, floor_span;
};

/// When years begin and which date picks the period: of the claim, or of its fee lines where a stay
/// is settled as one claim a year.
struct YearInfo {
    std::optional<std::uint32_t> field;
    int month = 1;
    int day = 1;
    std::optional<std::uint32_t> line_field = {};  ///< 跨年拆分: into the fields of the fee lines
    Span span = {};
};

struct BenefitInfo {
    const syntax::BenefitDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    Span span;
    std::vector<TierInfo> tiers;
    std::vector<std::uint32_t> defines;     ///< of the benefit itself
    std::vector<std::uint32_t> allowances;  ///< of the benefit itself
    std::optional<YearInfo> year;           ///< 年度, where the benefit says its own
    std::optional<std::uint32_t> applies;   ///< 适用, likewise: the field
};

/// Which amount of the claim a part of a line adds to.
enum class LineAmount : std::uint8_t { own, over_limit, self_paid };

struct CatalogueInfo {
    const syntax::CatalogueDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    Span span;
    std::vector<LineAmount> parts;  ///< of `decl->parts`
};

/// 恒有: what holds of every settlement of a jurisdiction, or of the sums of a period.
struct PropertyInfo {
    const syntax::AlwaysDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    Span span;
    std::optional<EachInfo> each;
    std::optional<std::uint32_t>
        not_falling_in;  ///< 不减于: the claim's field, a part of its total
};

/// A module as a jurisdiction's text.
struct ModuleInfo {
    std::optional<std::int64_t> place;  ///< 辖区; none: the nation
    std::string place_name;
    std::optional<std::uint32_t> applies;  ///< field whose date picks the text
    YearInfo year;
    std::optional<std::int64_t> rounding;  ///< ir::Rounding, encoded
    std::string rounding_text;             ///< 四舍五入到分
};

struct Typed {
    const syntax::RecordDecl* filed = nullptr;  ///< of filings: their record; null: claims
    abi::Vocabulary vocabulary;
    std::vector<Type> types;         ///< by ExprId
    std::vector<Ref> refs;           ///< by ExprId
    std::vector<std::string> texts;  ///< text constants
    std::unordered_map<std::string, std::int64_t> text_index;
    std::vector<TableInfo> tables;
    std::vector<ParamInfo> params;
    std::vector<DefineInfo> defines;
    std::vector<BenefitInfo> benefits;
    std::vector<AllowanceInfo> allowances;
    std::vector<CatalogueInfo> catalogues;
    std::vector<PropertyInfo> properties;
    const syntax::SettlementDecl* settlement = nullptr;
    resolve::ModuleIndex settlement_module = 0;
    std::optional<std::uint32_t> calendar;  ///< the table of working days, where one is asked
    std::vector<ModuleInfo> modules;        ///< by ModuleIndex

    /// A text constant's place among them, where it is put if it has none.
    std::int64_t text(const std::string& value) {
        const auto [at, fresh] = text_index.emplace(value, static_cast<std::int64_t>(texts.size()));
        if (fresh) {
            texts.push_back(value);
        }
        return at->second;
    }
    [[nodiscard]] const Type& type(syntax::ExprId id) const { return types[id.value]; }
    [[nodiscard]] const Ref& ref(syntax::ExprId id) const { return refs[id.value]; }
};

}  // namespace pol::types
