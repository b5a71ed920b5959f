#include "tools/repl/save.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/syntax/tree.h"
#include "compiler/types/types.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

// No chain of specimens is longer; one that is goes round in a circle.
constexpr int kLongestChain = 64;

const syntax::SpecimenDecl* find_specimen(const driver::Compilation& c, std::string_view name) {
    for (const syntax::File& file : c.tree.files) {
        for (const syntax::Decl& decl : file.decls) {
            const auto* specimen = std::get_if<syntax::SpecimenDecl>(&decl.node);
            if (specimen != nullptr && specimen->name.text == name) {
                return specimen;
            }
        }
    }
    return nullptr;
}

// The record that a specimen is made from, over whatever others.
std::string record_of(const driver::Compilation& c, const syntax::SpecimenDecl& specimen) {
    std::string base = specimen.base.text;
    for (int depth = 0; depth < kLongestChain; ++depth) {
        const syntax::SpecimenDecl* below = find_specimen(c, base);
        if (below == nullptr) {
            break;
        }
        base = below->base.text;
    }
    return base == types::kClaimRecord ? "" : base;
}

void take_fields(const State& state, const syntax::RecordLit& record, const std::string& path,
                 ClaimForm& form) {
    const Policies& p = *state.policies;
    for (const syntax::FieldValue& field : record.fields) {
        const std::string name = path.empty() ? field.field.text : path + "." + field.field.text;
        const syntax::RecordValue& value = field.value.front();
        if (const auto* nested = std::get_if<syntax::RecordLit>(&value.node)) {
            take_fields(state, *nested, name, form);
            continue;
        }
        Span span = value.span;
        if (const auto* expression = std::get_if<syntax::ExprId>(&value.node)) {
            span = p.compilation->tree[*expression].span;
        }
        const std::string text(p.compilation->sources.text(span));
        // What a specimen says in a way that the prompt does not read is left out.
        static_cast<void>(form.set(name, folded(text), p.vocabulary(), state.lang));
    }
}

bool take(const State& state, std::string_view name, ClaimForm& form, int depth) {
    const syntax::SpecimenDecl* decl = find_specimen(*state.policies->compilation, name);
    if (decl == nullptr || depth > kLongestChain) {
        return false;
    }
    static_cast<void>(take(state, decl->base.text, form, depth + 1));
    take_fields(state, decl->fields, "", form);
    return true;
}

std::string module_of(const State& state, const Settlement& one) {
    const driver::Compilation& c = *state.policies->compilation;
    std::string otherwise;
    for (const ir::Benefit& b : state.policies->program().benefits) {
        const auto home = c.names.home(b.span, resolve::Names::kNoModule);
        if (home == resolve::Names::kNoModule) {
            continue;
        }
        const resolve::Module& module = c.names.modules[home];
        if (b.name == one.settled.benefit && module.jurisdiction != nullptr) {
            return module.path;
        }
        if (otherwise.empty() && module.jurisdiction != nullptr) {
            otherwise = module.path;
        }
    }
    return otherwise;
}

// The answers, as a test of filings says them.
std::string expectations_of_filing(const Settlement& one) {
    constexpr std::string_view kKinds[] = {"提示", "", "需补材料", "不予受理"};
    std::string text = fmt::format("事项 = {}", one.settled.benefit);
    for (const claims::Reason& r : one.settled.reasons) {
        text += fmt::format(", {} {}", kKinds[static_cast<std::size_t>(r.kind)], r.code);
    }
    text += one.settled.status == abi::Status::paid ? ", 受理" : "";
    return text;
}

// What a settlement came to, as a test says it.
std::string expectations(const Settlement& one, const abi::Vocabulary& v) {
    constexpr std::string_view kKinds[] = {"提示", "转手工报销", "需补材料", "不予支付"};
    if (!v.filed.empty()) {
        return expectations_of_filing(one);
    }
    std::string text = "待遇 = " + one.settled.benefit;
    for (const claims::Reason& r : one.settled.reasons) {
        text += fmt::format(", {} {}", kKinds[static_cast<std::size_t>(r.kind)], r.code);
    }
    for (std::size_t r = 0; r < v.results.size(); ++r) {
        const abi::ResultField& field = v.results[r];
        const bool wanted = field.external == "fund_pay_sumamt" ||
                            field.external == "psn_part_amt" || field.external == "act_pay_dedc" ||
                            (field.external.ends_with("_pay") && one.settled.outputs[r] != 0);
        if (wanted && field.kind == abi::Kind::money) {
            text += fmt::format(", {} = {}元", field.name, format_fen(one.settled.outputs[r]));
        }
    }
    return text;
}

}  // namespace

std::optional<std::string> specimen_record(const State& state, std::string_view name) {
    const syntax::SpecimenDecl* decl = find_specimen(*state.policies->compilation, name);
    return decl == nullptr ? std::nullopt
                           : std::optional(record_of(*state.policies->compilation, *decl));
}

bool take_specimen(const State& state, std::string_view name, ClaimForm& form) {
    return take(state, name, form, 0);
}

std::vector<std::string> specimen_names(const State& state) {
    std::vector<std::string> names;
    for (const syntax::File& file : state.policies->compilation->tree.files) {
        for (const syntax::Decl& decl : file.decls) {
            const auto* specimen = std::get_if<syntax::SpecimenDecl>(&decl.node);
            if (specimen != nullptr &&
                record_of(*state.policies->compilation, *specimen) == state.policies->record()) {
                names.push_back(specimen->name.text);
            }
        }
    }
    return names;
}

tl::expected<std::string, std::string> to_policy(const State& state) {
    std::vector<Settlement> all;
    if (state.policies->record().empty()) {
        all = state.posted;
    }
    if (all.empty() && state.last) {
        all.push_back(*state.last);
    }
    std::erase_if(all, [](const Settlement& s) {
        return s.statement.number.empty() || s.settled.status == abi::Status::fault;
    });
    if (all.empty()) {
        return tl::unexpected(
            std::string(state.say("还没有可保存的结算", "there is no settlement to save yet")));
    }
    const abi::Vocabulary& v = state.policies->vocabulary();
    std::string specimens;
    std::vector<std::pair<std::string, std::string>> people;  ///< and the steps of their test
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string name = fmt::format("会话{}", i + 1);
        specimens += fmt::format("样例 {} = {} {{\n{}}}\n", name,
                                 v.filed.empty() ? types::kClaimRecord : v.filed,
                                 all[i].form.as_record(v, "    "));
        auto at = std::find_if(people.begin(), people.end(), [&](const auto& person) {
            return person.first == all[i].claim.psn_no;
        });
        if (at == people.end()) {
            people.emplace_back(all[i].claim.psn_no, "");
            at = std::prev(people.end());
        }
        at->second += fmt::format("    {} {{}} 得 {}\n", name, expectations(all[i], v));
    }
    std::string text = fmt::format("模块 {}\n\n{}", module_of(state, all.front()), specimens);
    for (const auto& [person, steps] : people) {
        text += fmt::format("\n测例 \"会话 {}\" {{ 依次 {{\n{}}} }}\n", person, steps);
    }
    return text;
}

}  // namespace pol::repl
