#include "compiler/syntax/dump.h"

#include <array>

#include "runtime/value/date.h"
#include "runtime/value/overloaded.h"

namespace pol::syntax {
namespace {

constexpr std::array kUnits{
    "yuan", "ten-thousand-yuan", "fen",      "percent", "points", "times", "day", "month", "year",
    "age",  "workday",           "yuan-each"};
constexpr std::array kBinary{"add", "subtract", "multiply", "divide", "and", "or"};
constexpr std::array kCompare{"equal", "less",   "less-equal", "greater", "greater-equal",
                              "is",    "is-not", "in",         "not-in"};
constexpr std::array kBuiltins{"min", "max", "round-to", "days", "age"};
constexpr std::array kLists{"has", "has-not", "count"};
constexpr std::array kLooks{"", "of-base ", "over-deductible ", "of-total "};
constexpr std::array kFolds{"sum", "highest", "lowest"};
constexpr std::array kVerbs{"is",   "by",    "raise-to", "raise",   "lower",
                            "plus", "minus", "at-least", "at-most", "cancel"};
constexpr std::array kOrders{"instead-of", "on-top-of", "better-of"};
constexpr std::array kAnswers{"notice", "manual", "pending", "refused"};

template <std::size_t N, class E>
std::string_view word(const std::array<const char*, N>& words, E e) {
    return words[static_cast<std::size_t>(e)];
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

class Dumper {
  public:
    explicit Dumper(const Tree& tree) : tree_(tree) {}

    std::string run() {
        for (const File& file : tree_.files) {
            line(0, file.broken ? "file broken" : "file");
            for (const Decl& d : file.decls) {
                std::visit([&](const auto& node) { decl(node); }, d.node);
            }
        }
        return std::move(out_);
    }

    std::string expr(ExprId id) const {
        const auto e = [&](ExprId sub) { return " " + expr(sub); };
        const auto all = [&](const std::vector<ExprId>& list) {
            std::string text;
            for (const ExprId sub : list) {
                text += e(sub);
            }
            return text;
        };
        return std::visit(
            Overloaded{
                [](const ErrorExpr&) { return std::string("error"); },
                [](const NumberLit& n) { return n.digits; },
                [](const QuantityLit& q) { return q.digits + std::string(word(kUnits, q.unit)); },
                [](const DateLit& d) { return format_date(d.days); },
                [](const StringLit& s) { return quoted(s.text); },
                [](const BoolLit& b) { return std::string(b.value ? "true" : "false"); },
                [](const NoneLit&) { return std::string("none"); },
                [](const HereExpr&) { return std::string("here"); },
                [](const NameExpr& n) { return n.text; },
                [&](const AliasExpr& a) { return "(stands-for" + e(a.target) + ")"; },
                [&](const MemberExpr& m) { return expr(m.base) + "." + m.member.text; },
                [&](const IndexExpr& i) { return "(lookup" + e(i.base) + all(i.keys) + ")"; },
                [&](const SetExpr& s) { return "(set" + all(s.elements) + ")"; },
                [&](const NegateExpr& n) { return "(negate" + e(n.operand) + ")"; },
                [&](const NotExpr& n) { return "(not" + e(n.operand) + ")"; },
                [&](const BinaryExpr& b) {
                    return "(" + std::string(word(kBinary, b.op)) + e(b.left) + e(b.right) + ")";
                },
                [&](const CompareExpr& c) {
                    return "(" + std::string(word(kCompare, c.op)) + e(c.left) + e(c.right) + ")";
                },
                [&](const RangeExpr& r) { return "(range" + e(r.low) + e(r.high) + ")"; },
                [&](const BetweenExpr& b) {
                    return "(between" + e(b.subject) + e(b.low) + (b.high ? e(*b.high) : "") + ")";
                },
                [&](const CallExpr& c) {
                    return "(" + std::string(word(kBuiltins, c.builtin)) + all(c.args) + ")";
                },
                [&](const ByExpr& b) {
                    std::string text = "(by" + e(b.subject);
                    for (const Arm& arm : b.arms) {
                        text += " [" + key(arm.key) + ":" + e(arm.value) + "]";
                    }
                    return text + ")";
                },
                [&](const ListExpr& l) {
                    return "(" + std::string(word(kLists, l.op)) + e(l.list) +
                           (l.condition ? e(*l.condition) : "") + ")";
                },
                [&](const FoldExpr& f) {
                    return "(" + std::string(word(kFolds, f.op)) +
                           (f.rank > 1 ? " " + std::to_string(f.rank) : "") + e(f.body) +
                           e(f.list) + (f.condition ? e(*f.condition) : "") + ")";
                },
                [](const AccountExpr& a) {
                    return std::string(a.left ? "(left " : "(posted ") + a.path.text() + ")";
                },
            },
            tree_[id].node);
    }

  private:
    std::string key(const Key& k) const {
        return std::visit(Overloaded{
                              [](const AnyKey&) { return std::string("any"); },
                              [](const RestKey&) { return std::string("rest"); },
                              [](const AboveKey&) { return std::string("above"); },
                              [&](const ValueKey& v) { return expr(v.value); },
                              [&](const RangeKey& r) { return expr(r.low) + ".." + expr(r.high); },
                              [&](const UpToKey& u) { return ".." + expr(u.high); },
                              [](const SinceKey& s) { return format_date(s.day) + ".."; },
                          },
                          k.node);
    }

    void line(int depth, const std::string& text) {
        out_ += std::string(static_cast<std::size_t>(2 * depth), ' ') + text + "\n";
    }

    static std::string force(const std::optional<InForceDecl>& f) {
        return f ? " in-force " + format_date(f->from) + (f->to ? " to " + format_date(*f->to) : "")
                 : "";
    }
    static std::string cites(const Cites& list) {
        std::string text;
        for (const Cite& c : list) {
            text += " cite " + c.source.text + " " + quoted(c.clause);
        }
        return text;
    }
    std::string when(const std::optional<ExprId>& id) const {
        return id ? " when " + expr(*id) : "";
    }
    std::string each(const std::vector<Each>& list) const {
        std::string text;
        for (const Each& e : list) {
            text += " each " + expr(e.key);
        }
        return text;
    }
    static std::string names(const std::vector<Name>& list) {
        std::string text;
        for (const Name& n : list) {
            text += " " + n.text;
        }
        return text;
    }

    void decl(const ModuleDecl& d) { line(1, "module " + d.path.text()); }
    void decl(const UseDecl& d) {
        for (const Path& p : d.paths) {
            line(1, "use " + p.text());
        }
    }
    void decl(const JurisdictionDecl& d) {
        line(1, "jurisdiction " + d.code + (d.name ? " " + d.name->text : ""));
    }
    void decl(const InForceDecl& d) {
        line(1, "in-force " + format_date(d.from) + (d.to ? " to " + format_date(*d.to) : ""));
    }
    void decl(const AppliesDecl& d) { line(1, "applies " + d.field.text()); }
    void decl(const YearDecl& d, int depth = 1) {
        line(depth, "year " + std::to_string(d.month) + "-" + std::to_string(d.day) + " by " +
                        d.field.text() + (d.split ? " split" : ""));
    }
    void decl(const RoundingDecl& d) { line(1, "rounding " + d.mode.text + " to " + d.unit.text); }
    void decl(const SourceDecl& d) { line(1, "source " + d.name.text + " " + quoted(d.title)); }
    void decl(const ClausesDecl& d) {
        line(1, "clauses " + d.source.text);
        for (const ClauseEntry& e : d.entries) {
            line(2, quoted(e.clause) + " " + e.kind.text);
        }
    }
    void decl(const AsBeforeDecl& d) { line(1, "as-before" + cites(d.cites)); }
    void decl(const DefineDecl& d) { define(d, 1); }
    void define(const DefineDecl& d, int depth) {
        line(depth, "define " + d.name.text + force(d.force) +
                        (d.value ? " = " + expr(*d.value) : "") + cites(d.cites));
        for (const DefineCase& c : d.cases) {
            line(depth + 1,
                 expr(c.value) + (c.when ? when(c.when) : " otherwise") + cites(c.cites));
        }
    }
    void decl(const TableDecl& d) {
        line(1, "table " + d.name.text + " keys" + names(d.keys) + " columns" + names(d.columns) +
                    (d.file ? " from " + quoted(d.file->text) : "") + cites(d.cites));
        for (const TableRow& r : d.rows) {
            std::string text;
            for (const Key& k : r.keys) {
                text += (text.empty() ? "" : ", ") + key(k);
            }
            text += " :";
            for (const ExprId c : r.cells) {
                text += " " + expr(c);
            }
            line(2, text + cites(r.cites));
        }
    }
    void decl(const ParamDecl& d) {
        line(1, "param " + d.name.text + (d.value ? " = " + expr(*d.value) : "") + cites(d.cites));
        for (const DatedValue& v : d.dated) {
            line(2, format_date(v.from) + ": " + expr(v.value));
        }
    }
    void values(const std::vector<EnumValueDecl>& list, int depth) {
        for (const EnumValueDecl& v : list) {
            line(depth, v.name.text + (v.code ? " as " + quoted(*v.code) : "") +
                            (v.wider ? " in " + v.wider->text : ""));
        }
    }
    void decl(const EnumDecl& d) {
        line(1, std::string(d.extends ? "extend enum " : "enum ") + d.name.text +
                    (d.open ? " open" : "") + (d.prefix ? " prefix" : ""));
        values(d.values, 2);
    }
    void decl(const RecordDecl& d) {
        line(1, std::string(d.extends ? "extend " : "record ") + d.name.text);
        for (const FieldDecl& f : d.fields) {
            const std::string type = std::string(f.type.list ? "list " : "") +
                                     (f.type.inline_enum ? "enum" : f.type.name.text) +
                                     (f.type.optional ? "?" : "");
            line(2, f.name.text + (f.external ? " as " + f.external->text : "") + ": " + type +
                        (f.fallback ? " = " + expr(*f.fallback) : ""));
            values(f.type.inline_values, 3);
        }
    }
    void decl(const AnswerDecl& d) { answer(d, 1); }
    void answer(const AnswerDecl& d, int depth) {
        line(depth, (d.reject ? "reject" : std::string(word(kAnswers, d.kind))) +
                        (d.line ? " line " : " ") + d.code.text +
                        (d.no_calc ? " without-amounts" : "") + when(d.when) + cites(d.cites));
    }
    void tier(const TierDecl& d, int depth) {
        line(depth, "pay " + d.fund.text + (d.second ? " second " + d.second->text : "") +
                        (d.reference ? " by-name" : "") + when(d.when) + cites(d.cites));
        for (const TierClause& c : d.clauses) {
            std::visit(
                Overloaded{
                    [&](const BaseClause& b) {
                        line(depth + 1, "base " + expr(b.value) + cites(b.cites));
                        adjusts(b.adjusts, depth + 2);
                    },
                    [&](const DeductClause& b) {
                        line(depth + 1, "deduct " + expr(b.amount) + each(b.each) +
                                            (b.counts_base ? " counts-base" : "") + cites(b.cites));
                        adjusts(b.adjusts, depth + 2);
                    },
                    [&](const RateClause& b) {
                        line(depth + 1, "rate " + (b.bands ? bands(*b.bands) : expr(b.rate)) +
                                            (b.round_sum ? " round-sum" : "") + cites(b.cites));
                        adjusts(b.adjusts, depth + 2);
                    },
                    [&](const LimitClause& b) {
                        line(depth + 1, limit(b));
                        adjusts(b.adjusts, depth + 2);
                    },
                    [&](const FloorClause& b) {
                        line(depth + 1, "floor " + expr(b.amount) + cites(b.cites));
                    },
                    [&](const BalanceClause& b) { line(depth + 1, "balance-to " + b.fund.text); },
                },
                c.node);
        }
    }
    std::string limit(const LimitClause& b) const {
        return "limit " + std::string(word(kLooks, b.looks)) + expr(b.amount) + each(b.each) +
               carry(b.carry) + when(b.when) + cites(b.cites);
    }
    static std::string carry(const std::optional<Name>& to) {
        return to ? " carry " + to->text : "";
    }
    std::string bands(const Bands& b) const {
        std::string text =
            std::string("bands") + (b.over_deductible ? " over-deductible" : "") + each(b.each);
        for (const Arm& arm : b.arms) {
            text += " [" + key(arm.key) + ": " + expr(arm.value) + "]";
        }
        return text;
    }
    void adjusts(const std::vector<Adjust>& list, int depth) {
        for (const Adjust& a : list) {
            line(depth, std::string(word(kVerbs, a.verb)) + (a.value ? " " + expr(*a.value) : "") +
                            when(a.when) + cites(a.cites));
        }
    }
    void decl(const TierDecl& d) { tier(d, 1); }
    void decl(const AllowanceDecl& d) { allowance(d, 1); }
    void allowance(const AllowanceDecl& d, int depth) {
        line(depth, "allowance " + d.name.text + " " + expr(d.amount) + each(d.each) +
                        carry(d.carry) + cites(d.cites));
        adjusts(d.adjusts, depth + 1);
    }
    void decl(const AmendDecl& d) {
        std::string orders;
        for (const Order& o : d.orders) {
            orders += " " + std::string(word(kOrders, o.kind)) + " " + o.other.text;
        }
        line(1, "amend " + d.base.text + " is " + d.name.text + when(d.when) + orders +
                    force(d.force) + cites(d.cites));
        changes(d.changes, 2);
    }
    void changes(const std::vector<ChangeItem>& list, int depth) {
        for (const ChangeItem& item : list) {
            std::visit(Overloaded{
                           [&](const Change& c) {
                               line(depth, c.path.text() + " " + std::string(word(kVerbs, c.verb)) +
                                               " " + std::string(word(kLooks, c.looks)) +
                                               (c.value ? expr(*c.value) : "") +
                                               (c.bands ? bands(*c.bands) : "") + each(c.each) +
                                               carry(c.carry) + cites(c.cites));
                           },
                           [&](const TierDecl& t) { tier(t, depth); },
                           [&](const AnswerDecl& a) { answer(a, depth); },
                           [&](const LimitClause& l) { line(depth, limit(l)); },
                       },
                       item.node);
        }
    }
    void decl(const BenefitDecl& d) { benefit("benefit " + d.name.text, d); }
    void decl(const FilingDecl& d) {
        benefit("filing " + d.judged.name.text + " (" + d.record.text + ")", d.judged);
    }
    void benefit(const std::string& head, const BenefitDecl& d) {
        line(1, head + when(d.when) + force(d.force) + cites(d.cites));
        for (const BenefitItem& item : d.items) {
            std::visit(Overloaded{
                           [&](const AnswerDecl& a) { answer(a, 2); },
                           [&](const TierDecl& t) { tier(t, 2); },
                           [&](const DefineDecl& x) { define(x, 2); },
                           [&](const AllowanceDecl& x) { allowance(x, 2); },
                           [&](const WithinDecl& w) {
                               line(2, "within" + when(w.when));
                               changes(w.changes, 3);
                           },
                           [&](const YearDecl& y) { decl(y, 2); },
                           [&](const AppliesDecl& x) { line(2, "applies " + x.field.text()); },
                       },
                       item.node);
        }
    }
    void decl(const ReadingDecl& d) {
        line(1, "reading " + d.name.text + cites(d.cites) + " ask " + quoted(d.question));
        for (const ReadingOption& o : d.options) {
            line(2, o.name.text + (o.value ? " = " + expr(*o.value) : "") +
                        (o.adopted ? " adopted" : ""));
            changes(o.changes, 3);
        }
    }
    void decl(const AlwaysDecl& d) {
        line(1, "always" + each(d.each) + " " + expr(d.holds) +
                    (d.not_falling_in ? " not-falling-in " + expr(*d.not_falling_in) : ""));
    }
    void decl(const CatalogueDecl& d) {
        line(1, "catalogue " + d.name.text);
        for (const AnswerDecl& a : d.answers) {
            answer(a, 2);
        }
        for (const LinePart& p : d.parts) {
            line(2, "part " + p.name.text + " " + expr(p.value) + when(p.when) + cites(p.cites));
        }
    }
    void decl(const SettlementDecl& d) {
        line(1, "settlement " + d.name.text);
        if (d.catalogue) {
            line(2, "catalogue from " + expr(*d.catalogue));
        }
        if (d.benefits) {
            line(2, "benefits from " + expr(*d.benefits));
        }
    }
    std::string value(const RecordValue& v) const {
        return std::visit(Overloaded{
                              [&](const RecordLit& r) { return record(r); },
                              [&](const ListLit& l) {
                                  std::string text = "[";
                                  for (const RecordValue& e : l.elements) {
                                      text += (text.size() > 1 ? ", " : "") + value(e);
                                  }
                                  return text + "]";
                              },
                              [&](const ExprId id) { return expr(id); },
                          },
                          v.node);
    }
    std::string record(const RecordLit& r) const {
        std::string text = "{";
        for (const FieldValue& f : r.fields) {
            text += (text.size() > 1 ? ", " : "") + f.field.text + ": " + value(f.value.front());
        }
        return text + "}";
    }
    void decl(const SpecimenDecl& d) {
        line(1, "specimen " + d.name.text + " = " + d.base.text + " " + record(d.fields));
    }
    void decl(const TestDecl& d) {
        line(1, "test " + quoted(d.name));
        for (const TestStep& s : d.steps) {
            std::visit(Overloaded{
                           [&](const TestBefore& b) {
                               line(2, "before " + expr(b.account) + " = " + expr(b.value));
                           },
                           [&](const TestClaim& c) {
                               line(2, "claim " + c.specimen.text + " " + record(c.fields));
                               for (const Got& g : c.got) {
                                   line(3, got(g));
                               }
                           },
                       },
                       s.node);
        }
    }
    std::string got(const Got& g) const {
        return std::visit(
            Overloaded{
                [](const GotAnswer& a) {
                    return "got " + (a.reject ? "reject" : std::string(word(kAnswers, a.kind))) +
                           " " + a.code.text;
                },
                [](const GotAccepted&) { return std::string("got accepted"); },
                [](const GotFault& f) { return "got fault " + f.code.text; },
                [&](const GotValue& v) { return "got " + v.path.text() + " = " + expr(v.value); },
            },
            g.node);
    }

    const Tree& tree_;
    std::string out_;
};

}  // namespace

std::string dump(const Tree& tree) {
    return Dumper(tree).run();
}
std::string dump(const Tree& tree, ExprId id) {
    return Dumper(tree).expr(id);
}

}  // namespace pol::syntax
