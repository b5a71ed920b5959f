#include "compiler/driver/evaluate.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/interpret/evaluate.h"
#include "compiler/ir/walk.h"
#include "runtime/trace/render.h"

namespace pol::driver {
namespace {

// Names that no policy is likely to have. The notice asks for the definition, which would not be
// computed otherwise.
constexpr std::string_view kName = "此处所求";
constexpr std::string_view kFile = "此处.pol";

std::string of_claim(const Asking& asking) {
    return fmt::format("模块 {0}\n定义 {1} = ({2})\n提示 {1} 当 {1} 为 {1}\n", asking.module, kName,
                       asking.expression);
}

// The date by which a filing of our own picks the text: any that must be given.
std::string date_of(const Filings& filings) {
    for (const abi::Field& field : filings.typed.vocabulary.fields) {
        if (field.kind == abi::Kind::date && field.required) {
            return fmt::format("    适用 按 {}\n", field.name);
        }
    }
    return "";
}

// Two filings over one record cannot stand in one place, so it is one of no place: of a module of
// its own, which has the names of the other.
std::string of_filing(const Asking& asking, const Filings& filings) {
    const std::vector<resolve::Module>& modules = asking.compiled.names.modules;
    std::string imports;
    for (const resolve::Module& m : modules) {
        if (m.path == asking.module) {
            for (const resolve::ModuleIndex import : m.imports) {
                imports += modules[import].path + ", ";
            }
        }
    }
    return fmt::format("模块 此处\n引用 {0}{1}\n定义 {2} = ({3})\n"
                       "事项 此处事项 ({4}) {{\n{5}    提示 {2} 当 {2} 为 {2}\n}}\n",
                       imports, asking.module, kName, asking.expression, asking.record,
                       date_of(filings));
}

std::string text_of(const Asking& asking) {
    const Filings* filings =
        asking.record.empty() ? nullptr : filings_named(asking.compiled, asking.record);
    return filings == nullptr ? of_claim(asking) : of_filing(asking, *filings);
}

const ir::Program* program_of(const Compilation& c, const std::string& record) {
    if (!record.empty()) {
        const Filings* filings = filings_named(c, record);
        return filings == nullptr ? nullptr : &*filings->program;
    }
    return c.program ? &*c.program : nullptr;
}

}  // namespace

tl::expected<CompiledExpression, WrongExpression>
compile_expression(std::vector<PolicyFile> files, std::vector<PolicyFile> national,
                   const resolve::Selection& selection, const Asking& asking, claims::Lang lang,
                   Cancel cancel) {
    const std::string text = text_of(asking);
    const std::size_t begin = text.find("= (") + 3;
    files.push_back({std::string(kFile), text});
    CompiledExpression compiled;
    compiled.compilation =
        compile_texts(std::move(files), std::move(national), selection, Untaken::skip, cancel);
    const Compilation& c = *compiled.compilation;
    if (c.is_cancelled) {
        return tl::unexpected(WrongExpression{"", 0, true});
    }
    for (const Diagnostic& d : c.diagnostics.all()) {
        if (severity_of(d.code) == Severity::error) {
            const std::size_t end = begin + asking.expression.size();
            // There stand the brackets of our own.
            if (c.sources.name(d.span.file) == kFile &&
                (d.span.begin == end || d.span.begin + 1 == begin)) {
                return tl::unexpected(WrongExpression{lang == claims::Lang::zh
                                                          ? "式子到这里还没有写完"
                                                          : "the expression is not complete here",
                                                      asking.expression.size()});
            }
            const bool own =
                c.sources.name(d.span.file) == kFile && d.span.begin >= begin && d.span.begin < end;
            return tl::unexpected(
                WrongExpression{headline(d, lang == claims::Lang::zh ? Language::zh : Language::en),
                                own ? d.span.begin - begin : 0});
        }
    }
    compiled.program = program_of(c, asking.record);
    if (compiled.program != nullptr) {
        const auto& quantities = compiled.program->quantities;
        const auto at = std::find_if(quantities.begin(), quantities.end(), [](const auto& q) {
            return q.name == kName || q.name.ends_with("." + std::string(kName));
        });
        if (at != quantities.end()) {
            compiled.quantity = {static_cast<std::uint32_t>(at - quantities.begin())};
            return compiled;
        }
    }
    return tl::unexpected(WrongExpression{lang == claims::Lang::zh
                                              ? "这里求不出它的值：没有待遇用得到它"
                                              : "cannot be evaluated here: no benefit asks for it",
                                          0});
}

std::vector<std::string> missing_fields(const CompiledExpression& expression,
                                        const claims::Claim& claim) {
    const ir::Program& program = *expression.program;
    std::set<ir::QuantityId> seen{expression.quantity};
    std::vector<ir::QuantityId> open{expression.quantity};
    std::set<std::uint32_t> missing;
    while (!open.empty()) {
        const ir::Uses uses = ir::uses_of(program, program[open.back()].expression);
        open.pop_back();
        for (const ir::QuantityId q : uses.quantities) {
            if (seen.insert(q).second) {
                open.push_back(q);
            }
        }
        for (const std::uint32_t f : uses.fields) {
            // The parts of the total are given or computed, but not all of them missing.
            const abi::Field& field = program.vocabulary.fields[f];
            const bool is_part =
                std::ranges::find(abi::kPartFields, field.external) != abi::kPartFields.end();
            if (claim.present[f] == 0 && (field.required || is_part)) {
                missing.insert(f);
            }
        }
    }
    std::vector<std::string> names;
    names.reserve(missing.size());
    for (const std::uint32_t f : missing) {
        names.push_back(program.vocabulary.fields[f].name);
    }
    return names;
}

tl::expected<std::string, std::string> evaluate(const CompiledExpression& expression,
                                                const claims::Claim& claim,
                                                account::Store& accounts,
                                                const claims::TextTable& texts) {
    const ir::Program& program = *expression.program;
    const std::vector<abi::ListView> lists = claims::views_of(claim.lists);
    const abi::ClaimView view{claim.values.data(), claim.present.data(), lists.data()};
    account::Store::Session session(accounts, claim.psn_no);
    abi::Accounts own = session.view();
    trace::TapeBuffer buffer(program.quantities.size());
    abi::Tape tape = buffer.view();
    interpret::Evaluator evaluator(program, view, own, &tape);
    evaluator.quantity(expression.quantity);
    if (evaluator.fault()) {
        return tl::unexpected(std::string(name_of(evaluator.fault().code)));
    }
    const std::size_t q = expression.quantity.value;
    if (static_cast<abi::Slot>(tape.states[q]) != abi::Slot::value) {
        return "无";
    }
    const ir::Type& type = program[program[expression.quantity].expression].type;
    return trace::show(tape.values[2 * q], tape.values[2 * q + 1], type.kind, type.scale,
                       type.enumeration, program.vocabulary, texts);
}

std::string type_words(const CompiledExpression& expression, claims::Lang lang) {
    const ir::Program& program = *expression.program;
    const ir::Type& type = program[program[expression.quantity].expression].type;
    const bool zh = lang == claims::Lang::zh;
    std::string words;
    switch (type.kind) {
    case abi::Kind::boolean:
        words = zh ? "是否" : "Bool";
        break;
    case abi::Kind::number:
        words = type.scale == 0                          ? (zh ? "整数" : "Int")
                : type.scale == 4 /* of 1/10000 units */ ? (zh ? "比例或倍数" : "Rate or Factor")
                                                         : (zh ? "数" : "Number");
        break;
    case abi::Kind::money:
        words = zh ? "金额" : "Money";
        break;
    case abi::Kind::date:
        words = zh ? "日期" : "Date";
        break;
    case abi::Kind::text:
        words = zh ? "文本" : "Text";
        break;
    case abi::Kind::place:
        words = zh ? "区划" : "Place";
        break;
    case abi::Kind::code:
        words = fmt::format("{} {}", zh ? "枚举" : "enum",
                            type.enumeration < program.vocabulary.enums.size()
                                ? program.vocabulary.enums[type.enumeration].name
                                : "");
        break;
    }
    return words + (type.optional ? "?" : "");
}

}  // namespace pol::driver
