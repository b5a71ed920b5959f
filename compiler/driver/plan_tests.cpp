// Specimens and tests of the tree as claims and expectations.
#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "compiler/driver/account_named.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/ir/names.h"
#include "compiler/source/nearest.h"
#include "compiler/types/types.h"
#include "runtime/value/money.h"
#include "runtime/value/overloaded.h"

namespace pol::driver {
namespace {

using namespace syntax;

// No chain of specimens is longer; one that is goes round in a circle.
constexpr int kLongestChain = 64;

// Quantities by name. Of two cities' quantities of one name the second says its place in the text
// behind it, （政策.pol:12）, and is found by the name alone too.
class QuantityNames {
  public:
    explicit QuantityNames(const ir::Program& program) {
        constexpr std::string_view place = "（";
        for (std::uint32_t q = 0; q < program.quantities.size(); ++q) {
            const std::string_view name = program.quantities[q].name;
            named_[name].push_back(q);
            for (std::size_t at = name.find(place); at != std::string_view::npos;
                 at = name.find(place, at + place.size())) {
                named_[name.substr(0, at)].push_back(q);
            }
        }
    }

    /// In the order of the program.
    [[nodiscard]] const std::vector<std::uint32_t>& of(const std::string& name) const {
        static const std::vector<std::uint32_t> none;
        const auto found = named_.find(name);
        return found == named_.end() ? none : found->second;
    }

  private:
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> named_;
};

class Planner {
  public:
    Planner(const Tree& tree, const resolve::Names& names, const types::Typed& typed,
            const ir::Program& program, Diagnostics& diagnostics, Cancel cancel)
        : tree_(tree),
          names_(names),
          typed_(typed),
          program_(program),
          vocabulary_(program.vocabulary),
          quantities_(program),
          diagnostics_(diagnostics),
          cancel_(cancel) {}

    std::vector<PlannedTest> run() {
        for (resolve::ModuleIndex m = 0; m < names_.modules.size(); ++m) {
            for (const File* file : names_.modules[m].files) {
                for (const Decl& decl : file->decls) {
                    const auto* t = std::get_if<TestDecl>(&decl.node);
                    if (t != nullptr && !cancel_.is_asked() && is_own(*t, m)) {
                        tests_.push_back(test(*t, m));
                    }
                }
            }
        }
        return std::move(tests_);
    }

  private:
    // A test of claims, or of the filings at hand: the types have seen that it is of one kind.
    bool is_own(const TestDecl& decl, resolve::ModuleIndex module) const {
        const auto filed = types::filed_records(names_);
        for (const TestStep& step : decl.steps) {
            if (const auto* c = std::get_if<TestClaim>(&step.node)) {
                const RecordDecl* record = types::specimen_record(names_, module, c->specimen.text);
                return typed_.filed != nullptr
                           ? record == typed_.filed
                           : std::find(filed.begin(), filed.end(), record) == filed.end();
            }
        }
        return typed_.filed == nullptr;
    }

    PlannedTest test(const TestDecl& decl, resolve::ModuleIndex module) {
        PlannedTest planned{decl.name, decl.name_span, {}};
        std::vector<PlannedBalance> before;
        for (const TestStep& step : decl.steps) {
            std::visit(Overloaded{
                           [&](const TestBefore& b) {
                               if (auto balance = planned_balance(b, module)) {
                                   before.push_back(std::move(*balance));
                               }
                           },
                           [&](const TestClaim& c) {
                               planned.claims.push_back(
                                   planned_claim(c, module, planned.claims.size() + 1));
                               planned.claims.back().before = std::move(before);
                               before.clear();
                           },
                       },
                       step.node);
        }
        return planned;
    }

    PlannedClaim planned_claim(const TestClaim& c, resolve::ModuleIndex module,
                               std::size_t number) {
        PlannedClaim planned;
        planned.span = c.span;
        claims::Claim& claim = planned.claim;
        claim.line = number;
        claim.setl_id = "T" + std::to_string(number);
        claim.psn_no = "P1";
        claim.values.assign(vocabulary_.fields.size(), 0);
        claim.present.assign(vocabulary_.fields.size(), 0);
        claim.lists.resize(vocabulary_.lists.size());
        specimen(c.specimen.text, module, claim, 0);
        record(c.fields, "", claim);
        complete(claim, c);
        for (const Got& got : c.got) {
            expectation(got, planned.expectations);
        }
        return planned;
    }

    void specimen(const std::string& name, resolve::ModuleIndex module, claims::Claim& claim,
                  int depth) {
        const resolve::Symbol* found = names_.find(module, name);
        if (found == nullptr || depth > kLongestChain) {
            return;
        }
        const auto* decl = std::get_if<const SpecimenDecl*>(&found->declared);
        if (decl == nullptr) {
            return;
        }
        specimen((*decl)->base.text, found->module, claim, depth + 1);
        record((*decl)->fields, "", claim);
    }

    void record(const RecordLit& record, const std::string& path, claims::Claim& claim) {
        for (const FieldValue& field : record.fields) {
            const std::string full =
                path.empty() ? field.field.text : path + "." + field.field.text;
            std::visit(Overloaded{
                           [&](const RecordLit& r) { this->record(r, full, claim); },
                           [&](const ListLit& l) { list(l, full, claim); },
                           [&](const ExprId id) { scalar(id, full, claim); },
                       },
                       field.value.front().node);
        }
    }

    void scalar(ExprId id, const std::string& path, claims::Claim& claim) {
        for (std::size_t f = 0; f < vocabulary_.fields.size(); ++f) {
            if (vocabulary_.fields[f].name != path) {
                continue;
            }
            const auto value =
                types::constant(tree_, typed_, id, types::field_type(vocabulary_.fields[f]));
            claim.present[f] = value.has_value() ? 1 : 0;
            claim.values[f] = value.value_or(0);
        }
    }

    void list(const ListLit& list, const std::string& path, claims::Claim& claim) {
        for (std::size_t l = 0; l < vocabulary_.lists.size(); ++l) {
            if (vocabulary_.lists[l].name != path) {
                continue;
            }
            const auto& fields = vocabulary_.lists[l].fields;
            claims::ListValues& values = claim.lists[l];
            values = {};
            for (const RecordValue& element : list.elements) {
                const auto* r = std::get_if<RecordLit>(&element.node);
                if (r == nullptr) {
                    continue;
                }
                ++values.count;
                for (const abi::Field& field : fields) {
                    std::optional<std::int64_t> value;
                    for (const FieldValue& given : r->fields) {
                        const auto* id = std::get_if<ExprId>(&given.value.front().node);
                        if (given.field.text == field.name && id != nullptr) {
                            value = types::constant(tree_, typed_, *id, types::field_type(field));
                        }
                    }
                    if (!value && field.required) {
                        diagnostics_.add(Code::E0404_specimen_field_missing, element.span,
                                         {path + "." + field.name});
                    }
                    values.values.push_back(value.value_or(0));
                    values.present.push_back(value ? 1 : 0);
                }
            }
        }
    }

    // The total: what the fee lines cost, else the sum of the parts.
    std::int64_t total_of(claims::Claim& claim) const {
        const auto lines = vocabulary_.list(types::kLineList);
        if (lines && claim.lists[*lines].count > 0) {
            return cost_of(claim.lists[*lines], vocabulary_.lists[*lines].fields);
        }
        std::int64_t parts = 0;
        for (const char* part :
             {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"}) {
            if (const auto f = vocabulary_.field(part)) {
                claim.present[*f] = 1;
                parts += claim.values[*f];
            }
        }
        return parts;
    }

    static std::int64_t cost_of(const claims::ListValues& lines,
                                const std::vector<abi::Field>& fields) {
        std::int64_t cost = 0;
        for (std::size_t at = 0; at < lines.values.size(); ++at) {
            if (fields[at % fields.size()].external == "det_item_fee_sumamt") {
                cost += lines.values[at];
            }
        }
        return cost;
    }

    // Defaults and the total; what is required and not given does not compile.
    void complete(claims::Claim& claim, const TestClaim& c) {
        const std::int64_t sum = total_of(claim);
        if (const auto total = vocabulary_.field("medfee_sumamt")) {
            if (claim.present[*total] != 0 && claim.values[*total] != sum) {
                diagnostics_.add(Code::E0408_parts_differ, c.span,
                                 {format_fen(sum), format_fen(claim.values[*total])});
            }
            claim.present[*total] = 1;
            claim.values[*total] = sum;
        }
        for (std::size_t f = 0; f < vocabulary_.fields.size(); ++f) {
            const abi::Field& field = vocabulary_.fields[f];
            if (claim.present[f] != 0) {
                continue;
            }
            apply_default(field, claim, claim.values[f], claim.present[f]);
            if (claim.present[f] == 0 && field.required && field.kind != abi::Kind::text) {
                diagnostics_.add(Code::E0404_specimen_field_missing, c.specimen.span, {field.name});
            }
        }
        for (std::size_t l = 0; l < vocabulary_.lists.size(); ++l) {
            const auto& fields = vocabulary_.lists[l].fields;
            for (std::size_t at = 0; at < claim.lists[l].values.size(); ++at) {
                if (claim.lists[l].present[at] == 0) {
                    apply_default(fields[at % fields.size()], claim, claim.lists[l].values[at],
                                  claim.lists[l].present[at]);
                }
            }
        }
    }

    static void apply_default(const abi::Field& field, const claims::Claim& claim,
                              std::int64_t& value, std::uint8_t& present) {
        if (field.fallback.kind == abi::Default::Kind::value) {
            present = 1;
            value = field.fallback.value;
        }
        if (field.fallback.kind == abi::Default::Kind::field) {
            const auto other = static_cast<std::size_t>(field.fallback.value);
            present = claim.present[other];
            value = claim.values[other];
        }
    }

    void expectation(const Got& got, std::vector<Expectation>& into) {
        std::visit(
            Overloaded{
                [&](const GotAnswer& a) {
                    const bool known = std::any_of(
                        program_.answers.begin(), program_.answers.end(), [&](const ir::Answer& x) {
                            return x.code == a.code.text &&
                                   static_cast<int>(x.kind) == static_cast<int>(a.kind);
                        });
                    const bool refused = a.kind == AnswerKind::refused;
                    if (!known || (refused && a.reject != (typed_.filed != nullptr))) {
                        unknown_answer(a.code);
                    } else {
                        into.push_back(
                            {ExpectAnswer{static_cast<ir::AnswerKind>(a.kind), a.code.text},
                             got.span});
                    }
                },
                [&](const GotAccepted&) {
                    if (typed_.filed == nullptr) {
                        unknown_answer({"受理", got.span});
                        return;
                    }
                    into.push_back({ExpectAccepted{}, got.span});
                },
                [&](const GotFault& f) {
                    if (!ir::fault_named(f.code.text)) {
                        diagnostics_.add(Code::E0409_unknown_fault, f.code.span, {f.code.text});
                        return;
                    }
                    into.push_back({ExpectFault{f.code.text}, got.span});
                },
                [&](const GotValue& v) { value(v, got.span, into); },
            },
            got.node);
    }

    void unknown_answer(const Name& code) {
        std::vector<std::string> known;
        known.reserve(program_.answers.size());
        for (const ir::Answer& x : program_.answers) {
            known.push_back(x.code);
        }
        Diagnostic& d = diagnostics_.add(Code::E0407_unknown_answer, code.span, {code.text});
        if (const std::string near = nearest(code.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }

    void value(const GotValue& v, Span span, std::vector<Expectation>& into) {
        const std::string path = v.path.text();
        const bool filed = typed_.filed != nullptr && (path == "事项" || path == "filing");
        if (filed || path == "待遇" || path == "benefit") {
            const auto* name = std::get_if<NameExpr>(&tree_[v.value].node);
            const bool known =
                name != nullptr &&
                std::any_of(program_.benefits.begin(), program_.benefits.end(),
                            [&](const ir::Benefit& b) { return b.name == name->text; });
            if (!known) {
                diagnostics_.add(Code::E0406_unknown_result, tree_[v.value].span,
                                 {name == nullptr ? path : name->text});
            } else {
                into.push_back({ExpectBenefit{name->text}, span});
            }
            return;
        }
        for (std::uint32_t r = 0; r < vocabulary_.results.size(); ++r) {
            if (vocabulary_.results[r].name != path) {
                continue;
            }
            const abi::ResultField& result = vocabulary_.results[r];
            const types::Type type{result.kind == abi::Kind::money ? types::Kind::money
                                                                   : types::Kind::rate,
                                   0, false, 0};
            if (const auto amount = expected(v.value, type)) {
                into.push_back({ExpectResult{r, *amount}, span});
            }
            return;
        }
        ExpectQuantity quantity{path, {}, std::nullopt};
        ir::Type type;
        for (std::uint32_t b = 0; b < program_.benefits.size(); ++b) {
            for (const std::uint32_t q : named(program_.benefits[b], path)) {
                quantity.quantities.emplace_back(ir::BenefitId{b}, ir::QuantityId{q});
                type = program_[program_.quantities[q].expression].type;
            }
        }
        if (quantity.quantities.empty()) {
            unknown_result(v, path);
            return;
        }
        types::Type wanted{types::Kind::money, 0, false, 0};
        if (type.kind == abi::Kind::number) {
            wanted.kind = type.scale == kRateScale ? types::Kind::rate : types::Kind::integer;
        }
        if (type.kind == abi::Kind::boolean) {
            wanted.kind = types::Kind::boolean;
        }
        if (type.kind == abi::Kind::date) {
            wanted.kind = types::Kind::date;
        }
        if (type.kind == abi::Kind::code) {
            wanted = {types::Kind::enumeration, 0, false, type.enumeration};
        }
        if (std::holds_alternative<NoneLit>(tree_[v.value].node) && type.optional) {
            into.push_back({std::move(quantity), span});
        } else if (const auto amount = expected(v.value, wanted)) {
            quantity.value = amount;
            into.push_back({std::move(quantity), span});
        }
    }

    // What a benefit's test means by a path: quantities of the benefit, and those of all.
    std::vector<std::uint32_t> named(const ir::Benefit& benefit, const std::string& path) const {
        std::vector<std::uint32_t> found = quantities_.of(benefit.label() + "." + path);
        const std::vector<std::uint32_t>& common = quantities_.of(path);
        found.insert(found.end(), common.begin(), common.end());
        std::ranges::sort(found);
        return found;
    }

    void unknown_result(const GotValue& v, const std::string& path) {
        std::vector<std::string> known;
        known.reserve(vocabulary_.results.size());
        for (const abi::ResultField& r : vocabulary_.results) {
            known.push_back(r.name);
        }
        for (const ir::Benefit& b : program_.benefits) {
            for (const ir::Quantity& q : program_.quantities) {
                if (q.name.starts_with(b.label() + ".")) {
                    known.push_back(q.name.substr(b.label().size() + 1));
                }
            }
        }
        Diagnostic& d = diagnostics_.add(Code::E0406_unknown_result, v.path.span, {path});
        if (const std::string near = nearest(path, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }

    std::optional<std::int64_t> expected(ExprId id, const types::Type& type) {
        const auto value = types::constant(tree_, typed_, id, type);
        if (!value) {
            const Term found = std::holds_alternative<QuantityLit>(tree_[id].node) ||
                                       std::holds_alternative<NumberLit>(tree_[id].node)
                                   ? Term::value
                                   : Term::nothing;
            diagnostics_.add(Code::E0326_wrong_type, tree_[id].span,
                             {types::term_of(type.kind), found});
        }
        return value;
    }

    std::optional<PlannedBalance> planned_balance(const TestBefore& b,
                                                  resolve::ModuleIndex module) {
        ExprId at = b.account;
        std::vector<ExprId> keys;
        if (const auto* index = std::get_if<IndexExpr>(&tree_[at].node)) {
            keys = index->keys;
            at = index->base;
        }
        const std::string path = dotted(at);
        const auto account = account_named(program_, path, typed_.modules[module].place);
        if (!account || program_[*account].keys.size() != keys.size()) {
            std::string list;
            for (const ir::Account& known : program_.accounts) {
                list += (list.empty() ? "" : "  ") + known.name;
            }
            diagnostics_.add(Code::E0405_unknown_account, tree_[b.account].span, {path})
                .hint(Note::accounts_are, {list});
            return std::nullopt;
        }
        PlannedBalance planned{*account, {}, 0};
        for (std::size_t k = 0; k < keys.size(); ++k) {
            const ir::Type& type = program_[*account].keys[k].type;
            types::Type wanted{types::Kind::text, 0, false, type.enumeration};
            if (type.kind == abi::Kind::code) {
                wanted.kind = types::Kind::enumeration;
            }
            if (type.kind == abi::Kind::place) {
                wanted.kind = types::Kind::place;
            }
            if (type.kind == abi::Kind::boolean) {
                wanted.kind = types::Kind::boolean;
            }
            const auto value = expected(keys[k], wanted);
            if (!value) {
                return std::nullopt;
            }
            planned.keys.push_back(*value);
        }
        const auto value = expected(b.value, {types::Kind::money, 0, false, 0});
        if (!value) {
            return std::nullopt;
        }
        planned.value = *value;
        return planned;
    }

    std::string dotted(ExprId id) const {
        if (const auto* name = std::get_if<NameExpr>(&tree_[id].node)) {
            return name->text;
        }
        if (const auto* member = std::get_if<MemberExpr>(&tree_[id].node)) {
            return dotted(member->base) + "." + member->member.text;
        }
        return {};
    }

    const Tree& tree_;
    const resolve::Names& names_;
    const types::Typed& typed_;
    const ir::Program& program_;
    const abi::Vocabulary& vocabulary_;
    const QuantityNames quantities_;
    Diagnostics& diagnostics_;
    Cancel cancel_;
    std::vector<PlannedTest> tests_;
};

}  // namespace

std::vector<PlannedTest> plan_tests(const Tree& tree, const resolve::Names& names,
                                    const types::Typed& typed, const ir::Program& program,
                                    Diagnostics& diagnostics, Cancel cancel) {
    return Planner(tree, names, typed, program, diagnostics, cancel).run();
}

}  // namespace pol::driver
