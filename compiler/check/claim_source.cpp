#include "compiler/check/claim_source.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "compiler/check/claims.h"
#include "compiler/check/classes.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::check {
namespace {

using claims::Claim;

// A text that no policy names.
constexpr std::int64_t kOtherText = 1'000'000'000;
// Parts of a total stay below its bound together.
constexpr Fen kMostOfAPart = kMoneyBound / 5;

}  // namespace

ClaimSource::ClaimSource(const ir::Program& program, const std::vector<Claim>& examples)
    : program_(program), examples_(examples), pools_(program.vocabulary.fields.size()) {
    constants();
    pools();
    bases();
}

std::uint64_t ClaimSource::random() {
    // splitmix64
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

std::int64_t ClaimSource::between(std::int64_t low, std::int64_t high) {
    const auto span = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(random() % span);
}

// Every amount that the text names.
void ClaimSource::constants() {
    std::set<Fen> all{0, 1, 10'000, 100'000, 1'000'000, 10'000'000};
    const auto add = [&](const ir::Type& type, std::int64_t value) {
        for (int s = 0; s < type.scale; ++s) {
            value /= 10;
        }
        if (type.kind == abi::Kind::money && value > 0 && value <= kMostOfAPart) {
            all.insert(value);
        }
    };
    for (const ir::Node& node : program_.nodes) {
        if (node.op == ir::Op::constant) {
            add(node.type, node.value);
        }
    }
    for (const ir::Table& table : program_.tables) {
        for (const ir::Row& row : table.rows) {
            for (std::size_t c = 0; c < row.cells.size(); ++c) {
                add(table.columns[c].type, row.cells[c].value);
            }
            for (std::size_t k = 0; k < row.keys.size(); ++k) {
                for (const ir::KeyRange& range : row.keys[k].ranges) {
                    add(table.keys[k].type, range.high);
                }
            }
        }
    }
    money_.assign(all.begin(), all.end());
}

// For each field the values that conditions tell apart.
void ClaimSource::pools() {
    std::vector<ir::NodeId> conditions;
    for (const ir::Quantity& q : program_.quantities) {
        const bool asks = q.role == ir::Role::condition || q.role == ir::Role::cases ||
                          q.role == ir::Role::lookup || q.role == ir::Role::definition;
        if (asks) {
            conditions.push_back(q.expression);
        }
    }
    for (const Unknown& unknown : classes(program_, conditions).all) {
        if (unknown.field) {
            pools_[program_[unknown.node].ref] = unknown.values;
        }
    }
}

// Of each benefit a claim that comes to it and is not refused.
void ClaimSource::bases() {
    for (const ir::Jurisdiction& place : program_.jurisdictions) {
        for (const ir::BenefitId id : place.benefits) {
            const ir::Benefit& benefit = program_[id];
            if (benefit.steps.empty()) {
                continue;
            }
            std::vector<Wanted> wanted{{program_[place.holds].expression, Ask::holds},
                                       {program_[benefit.holds].expression, Ask::holds}};
            for (const ir::AnswerId a : benefit.answers) {
                if (program_[a].kind == ir::AnswerKind::refused || program_[a].no_calc) {
                    wanted.push_back({program_[program_[a].holds].expression, Ask::fails});
                }
            }
            Found found = find_claim(program_, wanted);
            if (found.kind != Found::Kind::claim) {
                wanted.resize(2);
                found = find_claim(program_, wanted);
            }
            if (found.kind == Found::Kind::claim) {
                bases_.push_back(std::move(found.fields));
            }
        }
    }
    if (bases_.empty()) {
        bases_.emplace_back();
    }
}

Fen ClaimSource::constant() {
    return money_[static_cast<std::size_t>(
        between(0, static_cast<std::int64_t>(money_.size()) - 1))];
}

Fen ClaimSource::amount() {
    const std::int64_t kind = between(0, 9);
    if (kind < 4) {
        return std::clamp<Fen>(constant() + between(-1, 1), 0, kMostOfAPart);
    }
    if (kind < 6) {
        return std::clamp<Fen>(constant() * between(2, 5) + between(-1, 1), 0, kMostOfAPart);
    }
    Fen most = 10;
    for (std::int64_t digits = between(1, 8); digits > 0; --digits) {
        most *= 10;
    }
    return between(0, std::min(most, kMostOfAPart));
}

std::int64_t ClaimSource::any(const abi::Field& field) {
    switch (field.kind) {
    case abi::Kind::boolean:
        return between(0, 1);
    case abi::Kind::code: {
        const auto& values = program_.vocabulary.enums[field.enumeration].values;
        return between(0, static_cast<std::int64_t>(values.size()) - 1);
    }
    case abi::Kind::money:
        return amount();
    case abi::Kind::date:
        return *parse_date("2023-06-15") + between(-200, 200);
    case abi::Kind::place:
        return 999'999;
    case abi::Kind::text:
        return kOtherText;
    case abi::Kind::number:
        break;
    }
    return between(0, 3);
}

// From its pool, else any; nothing where the field may be absent and is.
std::optional<std::int64_t> ClaimSource::value(std::uint32_t f) {
    const abi::Field& field = program_.vocabulary.fields[f];
    const auto& pool = pools_[f];
    if (!pool.empty() && field.kind != abi::Kind::money) {
        const auto& one =
            pool[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(pool.size()) - 1))];
        if (one || !field.required) {
            return one;
        }
    }
    if (!field.required && chance(50)) {
        return std::nullopt;
    }
    return any(field);
}

void ClaimSource::defaults(Claim& claim) const {
    const auto& fields = program_.vocabulary.fields;
    // A default may be another field's, which may have one of its own.
    for (int pass = 0; pass < 2; ++pass) {
        for (std::size_t f = 0; f < fields.size(); ++f) {
            if (claim.present[f] != 0 || fields[f].fallback.kind == abi::Default::Kind::none) {
                continue;
            }
            const auto of = static_cast<std::size_t>(fields[f].fallback.value);
            const bool by_field = fields[f].fallback.kind == abi::Default::Kind::field;
            claim.present[f] = by_field ? claim.present[of] : 1;
            claim.values[f] = by_field ? claim.values[of] : fields[f].fallback.value;
        }
    }
}

void ClaimSource::fill(Claim& claim, const Base& base) {
    const auto& fields = program_.vocabulary.fields;
    std::vector<bool> fixed(fields.size());
    for (const auto& [field, value] : base) {
        if (chance(92)) {
            fixed[field] = true;
            claim.present[field] = value ? 1 : 0;
            claim.values[field] = value.value_or(0);
        }
    }
    for (std::uint32_t f = 0; f < fields.size(); ++f) {
        const bool has_default = fields[f].fallback.kind != abi::Default::Kind::none;
        const bool leaves = !fields[f].required || has_default;
        if (fixed[f] || fields[f].kind == abi::Kind::money || (leaves && chance(75))) {
            continue;
        }
        const std::optional<std::int64_t> one = value(f);
        claim.present[f] = one ? 1 : 0;
        claim.values[f] = one.value_or(0);
    }
    // Further fields of money, which are no part of the total.
    for (std::uint32_t f = 0; f < fields.size(); ++f) {
        if (!fixed[f] && fields[f].kind == abi::Kind::money && chance(50)) {
            claim.present[f] = 1;
            claim.values[f] = amount();
        }
    }
}

void ClaimSource::days_in_order(Claim& claim) const {
    const auto begin = program_.vocabulary.field("begndate");
    for (const std::string_view external : {"enddate", "setl_date"}) {
        const auto later = program_.vocabulary.field(external);
        if (begin && later && claim.values[*later] < claim.values[*begin]) {
            claim.values[*later] = claim.values[*begin];
        }
    }
}

void ClaimSource::elements(Claim& claim, std::size_t index, std::int64_t count) {
    const auto& fields = program_.vocabulary.lists[index].fields;
    claims::ListValues& list = claim.lists[index];
    list = {};
    list.count = count;
    const auto begin = program_.vocabulary.field("begndate");
    for (std::int64_t e = 0; e < count; ++e) {
        for (const abi::Field& field : fields) {
            const bool there = field.required || chance(30);
            std::int64_t one = any(field);
            if (field.kind == abi::Kind::date && begin) {
                one = claim.values[*begin] -
                      (field.fallback.kind == abi::Default::Kind::field ? 0 : between(0, 400));
            }
            // The claim's own code, so that the element speaks of it.
            for (std::size_t f = 0; f < program_.vocabulary.fields.size(); ++f) {
                const abi::Field& own = program_.vocabulary.fields[f];
                if (field.kind == abi::Kind::code && own.kind == abi::Kind::code &&
                    own.enumeration == field.enumeration && claim.present[f] != 0 && chance(70)) {
                    one = claim.values[f];
                }
            }
            const bool by_default = field.fallback.kind != abi::Default::Kind::none;
            if (!there && field.fallback.kind == abi::Default::Kind::value) {
                one = field.fallback.value;
            }
            list.values.push_back(there || by_default ? one : 0);
            list.present.push_back(there || by_default ? 1 : 0);
        }
    }
}

// Mostly the parts of the total, at times fee lines that say them.
void ClaimSource::amounts(Claim& claim) {
    const abi::Vocabulary& v = program_.vocabulary;
    const auto lines = v.list("feedetail");
    const bool by_lines = lines && chance(15);
    for (std::size_t l = 0; l < v.lists.size(); ++l) {
        claim.lists[l] = {};
        if (lines == l ? by_lines : chance(35)) {
            elements(claim, l, between(1, 2));
        }
    }
    parts(claim, by_lines);
}

void ClaimSource::parts(Claim& claim, bool by_lines) {
    const abi::Vocabulary& v = program_.vocabulary;
    for (const std::string_view part :
         {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"}) {
        if (const auto field = v.field(part)) {
            const bool some = part == "inscp_scp_amt" || chance(25);
            claim.present[*field] = by_lines ? 0 : 1;
            claim.values[*field] = some && !by_lines ? amount() : 0;
        }
    }
    set_total(program_, claim);
}

// Other money, and seldom another code or day: the lists are what an example is worth having for.
Claim ClaimSource::varied(Claim claim) {
    const abi::Vocabulary& v = program_.vocabulary;
    for (std::uint32_t f = 0; f < v.fields.size(); ++f) {
        const abi::Kind kind = v.fields[f].kind;
        if (kind != abi::Kind::money && kind != abi::Kind::text && chance(4)) {
            const std::optional<std::int64_t> one = value(f);
            claim.present[f] = one ? 1 : 0;
            claim.values[f] = one.value_or(0);
        }
    }
    defaults(claim);
    days_in_order(claim);
    const auto lines = v.list("feedetail");
    if (!lines || claim.lists[*lines].count == 0) {
        parts(claim, false);
        return claim;
    }
    const auto& fields = v.lists[*lines].fields;
    claims::ListValues& list = claim.lists[*lines];
    for (std::size_t at = 0; at < list.values.size(); ++at) {
        if (fields[at % fields.size()].kind == abi::Kind::money && chance(70)) {
            list.values[at] = amount();
        }
    }
    set_total(program_, claim);
    return claim;
}

Claim ClaimSource::next() {
    const abi::Vocabulary& v = program_.vocabulary;
    if (++turn_ % 2 == 0 && !examples_.empty()) {
        return varied(examples_[turn_ / 2 % examples_.size()]);
    }
    Claim claim;
    claim.values.resize(v.fields.size());
    claim.present.resize(v.fields.size());
    claim.lists.resize(v.lists.size());
    fill(claim, bases_[turn_ / 2 % bases_.size()]);
    defaults(claim);
    days_in_order(claim);
    amounts(claim);
    return claim;
}

void ClaimSource::enlarge(Claim& claim) {
    const auto field = program_.vocabulary.field("inscp_scp_amt");
    if (field && claim.present[*field] != 0) {
        claim.values[*field] = std::min(money_.back() * between(1, 4), kMostOfAPart);
        set_total(program_, claim);
    }
}

Claim ClaimSource::like(const Claim& claim) {
    Claim other = claim;
    for (std::uint32_t f = 0; f < program_.vocabulary.fields.size(); ++f) {
        const abi::Kind kind = program_.vocabulary.fields[f].kind;
        const bool may = kind == abi::Kind::code || kind == abi::Kind::boolean;
        if (may && other.present[f] != 0 && chance(15)) {
            if (const auto one = value(f)) {
                other.values[f] = *one;
            }
        }
    }
    // Later, mostly within the year.
    const std::int64_t later = chance(40) ? 0 : between(1, 110);
    for (const std::string_view external : {"begndate", "enddate", "setl_date"}) {
        if (const auto day = program_.vocabulary.field(external)) {
            other.values[*day] = std::min(other.values[*day] + later, kLastDay);
        }
    }
    amounts(other);
    return other;
}

}  // namespace pol::check
