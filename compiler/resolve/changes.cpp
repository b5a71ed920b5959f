#include "compiler/resolve/changes.h"

#include <algorithm>

#include "compiler/syntax/walk.h"
#include "runtime/value/overloaded.h"

namespace pol::resolve {
namespace {

using namespace syntax;

bool is(const std::string& word, std::string_view zh, std::string_view en) {
    return word == zh || word == en;
}

// What can be said of each clause, for the hint.
constexpr const char* kVerbsOfMoney = "为  上调至 …倍  按 …%  加  减  不低于  不高于  取消";
constexpr const char* kVerbsOfBase = "为  上调至 …倍  按 …%  加  减  不低于  不高于";
constexpr const char* kVerbsOfRate = "为  按 …%  上调 …个百分点  下调 …个百分点  不低于  不高于";
constexpr const char* kVerbsOfFloor = "为  取消";

class Changer {
  public:
    Changer(Tree& tree, const ChangeSite& site, Diagnostics& diagnostics)
        : tree_(tree), site_(site), diagnostics_(diagnostics) {}

    void item(BenefitDecl& benefit, const ChangeItem& item) {
        std::visit(Overloaded{
                       [&](const Change& change) { path(benefit, change); },
                       [&](const TierDecl& tier) { add(benefit, tier, item.span); },
                       [&](const AnswerDecl& answer) { add(benefit, answer, item.span); },
                       [&](const LimitClause& limit) { add(benefit, limit, item.span); },
                   },
                   item.node);
    }

    void clause(TierDecl& tier, const Name& word, const Change& change) {
        const std::string& text = word.text;
        if (is(text, "基数", "base")) {
            base(tier, change);
        } else if (is(text, "起付", "deduct")) {
            deduct(tier, change);
        } else if (is(text, "比例", "rate")) {
            rate(tier, change);
        } else if (is(text, "封顶", "limit")) {
            limit(tier, change);
        } else if (is(text, "保底", "floor")) {
            floor(tier, change);
        } else if (!named_limit(tier, text, change)) {
            nothing(change);
        }
    }

  private:
    void nothing(const Change& change) {
        diagnostics_.add(Code::E0211_nothing_to_change, change.path.span, {change.path.text()});
    }
    void unfit(const Change& change, const char* verbs) {
        diagnostics_.add(Code::E0212_verb_unfit, change.span, {change.path.text()})
            .hint(Note::verbs_are, {std::string(verbs)});
    }
    void unfit_under_condition(const Change& change) {
        diagnostics_.add(Code::E0212_verb_unfit, change.span, {change.path.text()})
            .hint(Note::make_amendment);
    }

    void path(BenefitDecl& benefit, const Change& change) {
        const auto& parts = change.path.parts;
        if (parts.size() == 2 && is(parts[0].text, "目录", "catalogue")) {
            if (is(parts[1].text, "自付比例", "selfpay_prop")) {
                benefit.lines.push_back(adjust(change));
            } else {
                nothing(change);
            }
            return;
        }
        for (BenefitItem& item : benefit.items) {
            auto* define = std::get_if<DefineDecl>(&item.node);
            if (define != nullptr && parts.size() == 1 && define->name.text == parts[0].text) {
                return definition(*define, change);
            }
            auto* tier = std::get_if<TierDecl>(&item.node);
            const std::size_t named = tier == nullptr ? 0 : name_length(*tier, change.path);
            if (named == 0) {
                continue;
            }
            if (parts.size() == named) {
                return whole_tier(benefit, *tier, change);
            }
            if (parts.size() == named + 1) {
                clause(*tier, parts[named], change);
                const std::string& word = parts[named].text;
                if (change.verb == Verb::cancel && !site_.when && site_.allowances.contains(word) &&
                    !limits(benefit, word)) {
                    zero_of(benefit, {{parts[named]}, change.path.span});
                }
                return;
            }
        }
        if (parts.size() == 1) {
            bool any = false;
            for (BenefitItem& item : benefit.items) {
                if (auto* tier = std::get_if<TierDecl>(&item.node)) {
                    any = named_limit(*tier, parts[0].text, change) || any;
                }
            }
            if (any) {
                if (change.verb == Verb::cancel && !site_.when) {
                    zero_of(benefit, change.path);
                }
                return;
            }
        }
        nothing(change);
    }

    // Whether an allowance limits some tier.
    bool limits(const BenefitDecl& benefit, const std::string& allowance) const {
        const auto by_name = [&](const TierClause& c) {
            const auto* limit = std::get_if<LimitClause>(&c.node);
            return limit != nullptr && is_named(*limit) &&
                   std::get<NameExpr>(tree_[limit->amount].node).text == allowance;
        };
        return std::any_of(benefit.items.begin(), benefit.items.end(), [&](const BenefitItem& i) {
            const auto* tier = std::get_if<TierDecl>(&i.node);
            return tier != nullptr &&
                   std::any_of(tier->clauses.begin(), tier->clauses.end(), by_name);
        });
    }

    // What other tiers ask of a tier or an allowance that has fallen away is zero.
    void zero_of(BenefitDecl& benefit, const Path& gone) {
        for (BenefitItem& item : benefit.items) {
            each_expr(item, [&](ExprId& id) { zero_of(id, gone.parts); });
        }
    }
    void zero_of(ExprId id, const std::vector<Name>& gone) {
        if (const auto* member = std::get_if<MemberExpr>(&tree_[id].node);
            member != nullptr && names(member->base, gone, gone.size())) {
            const bool rate = is(member->member.text, "比例", "rate");
            tree_.exprs[id.value].node = QuantityLit{"0", rate ? Unit::percent : Unit::yuan};
            return;
        }
        for (const ExprId part : parts_of(tree_, id)) {
            zero_of(part, gone);
        }
    }
    bool names(ExprId id, const std::vector<Name>& path, std::size_t length) const {
        if (length == 1) {
            const auto* name = std::get_if<NameExpr>(&tree_[id].node);
            return name != nullptr && name->text == path[0].text;
        }
        const auto* member = std::get_if<MemberExpr>(&tree_[id].node);
        return member != nullptr && member->member.text == path[length - 1].text &&
               names(member->base, path, length - 1);
    }

    // How many parts of a path name this tier.
    static std::size_t name_length(const TierDecl& tier, const Path& path) {
        if (path.parts[0].text != tier.fund.text) {
            return 0;
        }
        if (!tier.second) {
            return 1;
        }
        return path.parts.size() > 1 && path.parts[1].text == tier.second->text ? 2 : 0;
    }

    void definition(DefineDecl& define, const Change& change) {
        if (site_.when) {
            return unfit_under_condition(change);
        }
        if (change.verb != Verb::set || !change.value) {
            return unfit(change, "为");
        }
        define.value = fresh(*change.value);
        define.cases.clear();
    }

    void whole_tier(BenefitDecl& benefit, TierDecl& tier, const Change& change) {
        if (change.verb != Verb::cancel) {
            return unfit(change, "取消");
        }
        if (!site_.when) {
            const TierDecl* gone = &tier;
            std::erase_if(benefit.items, [&](const BenefitItem& item) {
                return std::get_if<TierDecl>(&item.node) == gone;
            });
            zero_of(benefit, change.path);
            return;
        }
        const ExprId not_here = tree_.add(NotExpr{fresh(*site_.when)}, tree_[*site_.when].span);
        tier.when = tier.when ? both(tree_, *tier.when, not_here) : not_here;
    }

    template <class Clause>
    static Clause* clause_of(TierDecl& tier) {
        for (TierClause& c : tier.clauses) {
            if (auto* found = std::get_if<Clause>(&c.node)) {
                return found;
            }
        }
        return nullptr;
    }
    template <class Clause>
    static void remove(TierDecl& tier, const Clause* gone) {
        std::erase_if(tier.clauses,
                      [&](const TierClause& c) { return std::get_if<Clause>(&c.node) == gone; });
    }

    ExprId fresh(ExprId id) { return copy(tree_, id); }
    std::vector<Each> fresh(const std::vector<Each>& each) {
        std::vector<Each> made;
        made.reserve(each.size());
        for (const Each& e : each) {
            made.push_back({fresh(e.key)});
        }
        return made;
    }
    Adjust adjust(const Change& change) {
        Adjust made{change.verb, std::nullopt, std::nullopt, change.cites, change.span};
        if (change.value) {
            made.value = fresh(*change.value);
        }
        if (site_.when) {
            made.when = fresh(*site_.when);
        }
        return made;
    }

    // A value said anew, without a condition; else a change on what the clause yields.
    bool said_anew(const Change& change) { return change.verb == Verb::set && !site_.when; }
    bool own_account_under_condition(const Change& change) {
        if (site_.when && (!change.each.empty() || change.bands || change.carry)) {
            diagnostics_.add(Code::E0213_account_under_condition, change.span)
                .hint(Note::make_amendment);
            return true;
        }
        return false;
    }

    template <class Clause>
    void keep_cites(Clause& clause, const Change& change) {
        if (!change.cites.empty()) {
            clause.cites = change.cites;
        }
    }

    void base(TierDecl& tier, const Change& change) {
        auto* old = clause_of<BaseClause>(tier);
        if (old == nullptr || change.verb == Verb::cancel || change.bands || change.carry ||
            !change.each.empty()) {
            return unfit(change, kVerbsOfBase);
        }
        if (!said_anew(change)) {
            old->adjusts.push_back(adjust(change));
            return;
        }
        old->value = fresh(*change.value);
        old->adjusts.clear();
        keep_cites(*old, change);
    }

    void deduct(TierDecl& tier, const Change& change) {
        if (change.bands || change.carry) {
            return unfit(change, kVerbsOfMoney);
        }
        if (own_account_under_condition(change)) {
            return;
        }
        auto* old = clause_of<DeductClause>(tier);
        if (change.verb == Verb::cancel && !site_.when) {
            return old == nullptr ? nothing(change) : remove(tier, old);
        }
        if (old == nullptr && change.verb != Verb::set) {
            return nothing(change);
        }
        if (old == nullptr) {
            DeductClause made;
            made.amount = tree_.add(QuantityLit{"0", Unit::yuan}, change.span);
            made.owner = site_.owner;
            tier.clauses.push_back({std::move(made), change.span});
            old = std::get_if<DeductClause>(&tier.clauses.back().node);
        }
        if (!said_anew(change)) {
            old->adjusts.push_back(adjust(change));
            return;
        }
        old->amount = fresh(*change.value);
        old->adjusts.clear();
        keep_cites(*old, change);
        if (!change.each.empty()) {
            old->each = fresh(change.each);
            old->owner = site_.owner;
        }
    }

    void rate(TierDecl& tier, const Change& change) {
        auto* old = clause_of<RateClause>(tier);
        if (old == nullptr || change.verb == Verb::cancel || change.carry) {
            return unfit(change, kVerbsOfRate);
        }
        if (own_account_under_condition(change)) {
            return;
        }
        if (!said_anew(change)) {
            old->adjusts.push_back(adjust(change));
            return;
        }
        old->adjusts.clear();
        keep_cites(*old, change);
        old->bands.reset();
        if (change.value) {
            old->rate = fresh(*change.value);
            return;
        }
        Bands bands = *change.bands;
        bands.each = fresh(bands.each);
        bands.owner = bands.each.empty() ? "" : site_.owner;
        for (Arm& arm : bands.arms) {
            arm.value = fresh(arm.value);
        }
        old->rate = tree_.add(ErrorExpr{}, bands.span);
        old->bands = std::move(bands);
    }

    bool is_named(const LimitClause& limit) const {
        const auto* name = std::get_if<NameExpr>(&tree_[limit.amount].node);
        return name != nullptr && site_.allowances.contains(name->text);
    }

    void limit(TierDecl& tier, const Change& change) {
        if (change.bands) {
            return unfit(change, kVerbsOfMoney);
        }
        if (own_account_under_condition(change)) {
            return;
        }
        LimitClause* old = nullptr;
        for (TierClause& c : tier.clauses) {
            auto* found = std::get_if<LimitClause>(&c.node);
            old = found != nullptr && !is_named(*found) ? found : old;
        }
        if (change.verb == Verb::cancel && !site_.when) {
            return old == nullptr ? nothing(change) : remove(tier, old);
        }
        if (old == nullptr && change.verb != Verb::set) {
            return nothing(change);
        }
        if (old == nullptr) {
            LimitClause made;
            made.amount = fresh(*change.value);
            made.each = fresh(change.each);
            made.looks = change.looks;
            made.carry = change.carry;
            made.cites = change.cites;
            made.owner = site_.owner;
            if (site_.when) {
                made.when = fresh(*site_.when);
            }
            tier.clauses.push_back({std::move(made), change.span});
            return;
        }
        if (!said_anew(change)) {
            old->adjusts.push_back(adjust(change));
            return;
        }
        old->amount = fresh(*change.value);
        old->adjusts.clear();
        keep_cites(*old, change);
        if (!change.each.empty() || change.looks != Looks::payment || change.carry) {
            old->each = fresh(change.each);
            old->looks = change.looks;
            old->carry = change.carry;
            old->owner = site_.owner;
        }
    }

    bool named_limit(TierDecl& tier, const std::string& name, const Change& change) {
        if (!site_.allowances.contains(name)) {
            return false;
        }
        for (TierClause& c : tier.clauses) {
            auto* found = std::get_if<LimitClause>(&c.node);
            if (found == nullptr || !is_named(*found) ||
                std::get<NameExpr>(tree_[found->amount].node).text != name) {
                continue;
            }
            if (change.verb == Verb::cancel && !site_.when) {
                remove(tier, found);
            } else if (!change.each.empty() || change.bands || change.carry) {
                unfit(change, kVerbsOfMoney);
            } else {
                found->adjusts.push_back(adjust(change));
            }
            return true;
        }
        return false;
    }

    void floor(TierDecl& tier, const Change& change) {
        auto* old = clause_of<FloorClause>(tier);
        if (site_.when) {
            return unfit_under_condition(change);
        }
        if (change.bands || !change.each.empty()) {
            return unfit(change, kVerbsOfFloor);
        }
        if (change.verb == Verb::cancel) {
            return old == nullptr ? nothing(change) : remove(tier, old);
        }
        if (change.verb != Verb::set) {
            return unfit(change, kVerbsOfFloor);
        }
        if (old != nullptr) {
            remove(tier, old);
        }
        tier.clauses.push_back({FloorClause{fresh(*change.value), change.cites}, change.span});
    }

    void add(BenefitDecl& benefit, const TierDecl& tier, Span where) {
        TierDecl made = copy(tree_, tier);
        if (made.owner.empty()) {
            made.owner = site_.owner;
        }
        if (site_.when) {
            const ExprId here = fresh(*site_.when);
            made.when = made.when ? both(tree_, *made.when, here) : here;
        }
        benefit.items.push_back({std::move(made), where});
    }

    void add(BenefitDecl& benefit, const AnswerDecl& answer, Span where) {
        AnswerDecl made = copy(tree_, answer);
        if (site_.when) {
            const ExprId here = fresh(*site_.when);
            made.when = made.when ? both(tree_, *made.when, here) : here;
        }
        benefit.items.push_back({std::move(made), where});
    }

    // 封顶 …, without a path: of the benefit's only tier.
    void add(BenefitDecl& benefit, const LimitClause& limit, Span where) {
        std::vector<TierDecl*> tiers;
        for (BenefitItem& item : benefit.items) {
            if (auto* tier = std::get_if<TierDecl>(&item.node)) {
                tiers.push_back(tier);
            }
        }
        if (tiers.size() != 1) {
            diagnostics_.add(Code::E0214_limit_of_which_tier, where, {std::to_string(tiers.size())})
                .hint(Note::say_which_tier);
            return;
        }
        LimitClause made = copy(tree_, limit);
        made.owner = site_.owner;
        if (site_.when) {
            made.when = fresh(*site_.when);
        }
        tiers[0]->clauses.push_back({std::move(made), where});
    }

    Tree& tree_;
    const ChangeSite& site_;
    Diagnostics& diagnostics_;
};

}  // namespace

ExprId both(Tree& tree, ExprId first, std::optional<ExprId> second) {
    if (!second) {
        return first;
    }
    const Span where = tree[first].span;
    return tree.add(BinaryExpr{BinaryOp::conjunction, first, *second}, where);
}

void apply(Tree& tree, BenefitDecl& benefit, const ChangeItem& item, const ChangeSite& site,
           Diagnostics& diagnostics) {
    Changer(tree, site, diagnostics).item(benefit, item);
}

void apply(Tree& tree, TierDecl& tier, const Name& clause, const Change& change,
           const ChangeSite& site, Diagnostics& diagnostics) {
    Changer(tree, site, diagnostics).clause(tier, clause, change);
}

}  // namespace pol::resolve
