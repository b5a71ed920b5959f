// Lists, built-in functions, and cases by a value.
#include <algorithm>
#include <limits>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

// The scope of an element of a list.
std::optional<Scope> Checker::inside(ExprId list, const Scope& scope) {
    const Type over = check(list, scope);
    if (over.is_error()) {
        return std::nullopt;
    }
    if (!over.is(Kind::list)) {
        diagnostics_.add(Code::E0323_not_a_list, span(list), {describe(over)});
        return std::nullopt;
    }
    Scope inside = scope;
    inside.lists.push_back(over.ref);
    return inside;
}

Type Checker::list(const ListExpr& list, const Scope& scope) {
    const auto element = inside(list.list, scope);
    if (!element) {
        return error();
    }
    if (list.condition) {
        condition(*list.condition, *element);
    }
    return {list.op == ListOp::count ? Kind::integer : Kind::boolean, 0, false, 0};
}

// 合计 is money; the highest and the lowest are what they are of, absent where too few elements
// are.
Type Checker::fold(const FoldExpr& fold, const Scope& scope, const Type* expected) {
    const auto element = inside(fold.list, scope);
    if (!element) {
        return error();
    }
    if (fold.condition) {
        condition(*fold.condition, *element);
    }
    Type body = check(fold.body, *element, expected);
    if (body.is_error()) {
        return error();
    }
    if (fold.op == FoldOp::sum) {
        if (!body.is(Kind::money)) {
            diagnostics_.add(Code::E0326_wrong_type, span(fold.body),
                             {Term::money, describe(body)});
            return error();
        }
        need_rounding(body, scope.module, span(fold.body));
        return {Kind::money, 0, false, 0};
    }
    const bool ordered = body.is(Kind::money) || body.is(Kind::rate) || body.is(Kind::integer) ||
                         body.is(Kind::date) || body.is(Kind::price) || body.is(Kind::quantity);
    if (!ordered) {
        diagnostics_.add(Code::E0311_not_a_number, span(fold.body), {describe(body)});
        return error();
    }
    body.optional = true;
    return body;
}

// 取整(金额, 100元): to the nearest whole multiple, rounded as the module rounds.
Type Checker::round_to(const CallExpr& call, Span where, const Scope& scope) {
    if (call.args.size() != 2) {
        diagnostics_.add(Code::E0325_argument_count, where,
                         {std::string("2"), std::to_string(call.args.size())});
        return error();
    }
    constexpr Type kMoney{Kind::money, 0, false, 0};
    bool optional = false;
    for (const ExprId arg : call.args) {
        const Type type = check(arg, scope, &kMoney);
        if (type.is_error()) {
            return error();
        }
        if (!type.is(Kind::money)) {
            diagnostics_.add(Code::E0326_wrong_type, span(arg), {Term::money, describe(type)});
            return error();
        }
        optional |= type.optional;
    }
    const auto step = constant(tree_, typed_, call.args[1], kMoney);
    if (!step || *step <= 0) {
        diagnostics_.add(Code::E0341_not_constant, span(call.args[1]));
        return error();
    }
    need_rounding({Kind::money, 1, false, 0}, scope.module, where);
    return {Kind::money, 0, optional, 0};
}

Type Checker::call(const CallExpr& call, Span where, const Scope& scope, const Type* expected) {
    switch (call.builtin) {
    case Builtin::minimum:
    case Builtin::maximum: {
        std::optional<Type> result;
        for (const ExprId arg : call.args) {
            const Type type = check(arg, scope, expected);
            if (type.is_error()) {
                return error();
            }
            const bool ordered = !type.is(Kind::boolean) && !type.is(Kind::text) &&
                                 !type.is(Kind::enumeration) && !type.is(Kind::place) &&
                                 !type.is(Kind::none);
            if (!ordered) {
                diagnostics_.add(Code::E0311_not_a_number, span(arg), {describe(type)});
                return error();
            }
            const auto both = result ? unify(*result, type) : std::optional(type);
            if (!both) {
                diagnostics_.add(Code::E0324_mixed, span(arg), mixed(*result, type));
                return error();
            }
            result = both;
        }
        return *result;
    }
    case Builtin::days:
    case Builtin::age:
    case Builtin::year_of:
    case Builtin::quarter_of:
    case Builtin::month_of: {
        const bool two = call.builtin == Builtin::days || call.builtin == Builtin::age;
        const std::size_t count = two ? 2 : 1;
        if (call.args.size() != count) {
            diagnostics_.add(Code::E0325_argument_count, where,
                             {std::to_string(count), std::to_string(call.args.size())});
            return error();
        }
        bool optional = false;
        for (const ExprId arg : call.args) {
            const Type type = check(arg, scope);
            if (type.is_error()) {
                return error();
            }
            if (!type.is(Kind::date)) {
                diagnostics_.add(Code::E0326_wrong_type, span(arg), {Term::date, describe(type)});
                return error();
            }
            optional |= type.optional;
        }
        return {Kind::integer, 0, optional, 0};
    }
    case Builtin::round_to:
        return round_to(call, where, scope);
    }
    return error();
}

// The type that holds both: of two exact products the finer, of a value and 无 the optional one.
std::optional<Type> Checker::unify(Type a, Type b) {
    if (a.is(Kind::none) && !b.is(Kind::none)) {
        std::swap(a, b);
    }
    if (b.is(Kind::none)) {
        a.optional = true;
        return a;
    }
    if (a.kind != b.kind) {
        return std::nullopt;
    }
    if ((a.is(Kind::enumeration) || a.is(Kind::duration)) && a.ref != b.ref) {
        return std::nullopt;
    }
    a.scale = std::max(a.scale, b.scale);
    a.optional |= b.optional;
    return a;
}

// The one declared enum that has all these names.
std::optional<Type> Checker::enum_of(const std::vector<const Arm*>& arms) const {
    std::optional<Type> only;
    for (const auto& [name, index] : enum_index_) {
        const auto& values = typed_.vocabulary.enums[index].values;
        const bool all = std::all_of(arms.begin(), arms.end(), [&](const Arm* arm) {
            const auto* word = std::get_if<NameExpr>(&tree_[arm->value].node);
            return word != nullptr && std::any_of(values.begin(), values.end(), [&](const auto& v) {
                       return v.name == word->text;
                   });
        });
        if (all && only) {
            return std::nullopt;
        }
        if (all) {
            only = Type{Kind::enumeration, 0, false, index};
        }
    }
    return only;
}

Type Checker::by(const ByExpr& by, Span where, const Scope& scope, const Type* expected) {
    const Type subject = check(by.subject, scope);
    std::optional<Type> result;
    bool good = !subject.is_error();
    for (const Arm& arm : by.arms) {
        if (!subject.is_error()) {
            good = row_key(arm.key, subject).has_value() && good;
        }
    }
    // A bare value of an enum is known by the arms beside it; alone it is that of the enum that has
    // all of them.
    std::vector<const Arm*> values;
    std::vector<const Arm*> order;
    for (const Arm& arm : by.arms) {
        const auto* word = std::get_if<NameExpr>(&tree_[arm.value].node);
        const bool bare = word != nullptr && names_.find(scope.module, word->text) == nullptr &&
                          !find_name(arm.value, word->text, scope, expected);
        (bare ? values : order).push_back(&arm);
    }
    const bool alone = order.empty();
    order.insert(order.end(), values.begin(), values.end());
    if (alone) {
        result = enum_of(values);
    }
    for (const Arm* at : order) {
        const Arm& arm = *at;
        const Type wanted = result.value_or(expected == nullptr ? Type{} : *expected);
        const Type value = check(arm.value, scope, wanted.is_error() ? nullptr : &wanted);
        if (value.is_error()) {
            good = false;
            continue;
        }
        const auto both = result ? unify(*result, value) : std::optional(value);
        if (!both) {
            diagnostics_
                .add(Code::E0327_arms_differ, span(arm.value), {describe(value), describe(*result)})
                .label(span(by.arms.front().value), Note::first_is_here);
            good = false;
            continue;
        }
        result = both;
    }
    if (by.arms.empty()) {
        diagnostics_.add(Code::E0328_no_cases, where);
    }
    if (!good || !result) {
        return error();
    }
    by_covers(by, where, subject);
    return *result;
}

namespace {

bool is_rest(const Arm& arm) {
    return std::holds_alternative<RestKey>(arm.key.node) ||
           std::holds_alternative<AnyKey>(arm.key.node);
}

bool is_above(const Arm& arm) {
    return std::holds_alternative<AboveKey>(arm.key.node);
}

}  // namespace

// No arm stands where one before it has taken all that it names.
bool Checker::by_order(const ByExpr& by, const Type& subject) {
    std::vector<std::pair<Interval, const Arm*>> taken;
    std::int64_t below = std::numeric_limits<std::int64_t>::min();
    const Arm* last = nullptr;
    for (const Arm& arm : by.arms) {
        if (last != nullptr && !(is_above(*last) && is_rest(arm))) {
            diagnostics_.add(Code::E0348_rest_not_last, last->key.span);
            return false;
        }
        last = is_rest(arm) || is_above(arm) ? &arm : nullptr;
        const auto key = row_key(arm.key, subject);
        if (!key || key->any || std::holds_alternative<SinceKey>(arm.key.node)) {
            continue;
        }
        for (Interval r : key->ranges) {
            if (std::holds_alternative<UpToKey>(arm.key.node)) {
                r.low = below;
                below = r.high == std::numeric_limits<std::int64_t>::max() ? r.high : r.high + 1;
            }
            const auto met = std::find_if(taken.begin(), taken.end(), [&](const auto& t) {
                return t.second != &arm && t.first.low <= r.high && r.low <= t.first.high;
            });
            if (met != taken.end() || r.low > r.high) {
                Diagnostic& d = diagnostics_.add(Code::E0329_case_twice, arm.key.span);
                if (met != taken.end()) {
                    d.label(met->second->key.span, Note::first_is_here);
                }
                return false;
            }
            taken.emplace_back(r, &arm);
        }
    }
    return true;
}

// Every value of a closed enum has an arm; anything else needs 其余.
void Checker::by_covers(const ByExpr& by, Span where, const Type& subject) {
    if (!by_order(by, subject)) {
        return;
    }
    const bool rest = std::any_of(by.arms.begin(), by.arms.end(), is_rest);
    const bool above = std::any_of(by.arms.begin(), by.arms.end(), is_above);
    std::vector<std::string> missing;
    if (subject.is(Kind::enumeration) || subject.is(Kind::boolean)) {
        const bool boolean = subject.is(Kind::boolean);
        const std::size_t count = boolean ? 2 : typed_.vocabulary.enums[subject.ref].values.size();
        std::vector<bool> covered(count, false);
        for (const Arm& arm : by.arms) {
            const auto key = row_key(arm.key, subject);
            for (std::size_t v = 0; key && v < count; ++v) {
                const auto value = static_cast<std::int64_t>(v);
                covered[v] = covered[v] || std::any_of(key->ranges.begin(), key->ranges.end(),
                                                       [&](const Interval& r) {
                                                           return r.low <= value && value <= r.high;
                                                       });
            }
        }
        for (std::size_t v = 0; v < count; ++v) {
            if (!covered[v]) {
                missing.push_back(boolean ? (v == 0 ? "否" : "是")
                                          : typed_.vocabulary.enums[subject.ref].values[v].name);
            }
        }
    } else if (!rest && !above) {
        missing.emplace_back("其余");
    }
    if (subject.optional && !rest) {
        missing.emplace_back("无");
    }
    if (rest || missing.empty()) {
        return;
    }
    std::string list;
    for (const std::string& m : missing) {
        list += (list.empty() ? "" : "  ") + m;
    }
    diagnostics_.add(Code::E0330_cases_missing, where, {list}).hint(Note::add_cases, {list});
}

}  // namespace pol::types
