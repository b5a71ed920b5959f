#include "compiler/driver/explain.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "runtime/batch/settle.h"
#include "runtime/trace/render.h"

namespace pol::driver {
namespace {

std::string words_of(const syntax::Cites& cites) {
    std::string text;
    for (const syntax::Cite& cite : cites) {
        text += (text.empty() ? "" : "；") + cite.source.text;
        text += cite.clause.empty() ? "" : " " + cite.clause;
    }
    return text;
}

// What was settled of a claim: the whole, or what lies in one year.
struct Part {
    claims::Claim claim;
    trace::TapeBuffer tape;
};

// A tape of our own with what another holds.
void copy(const abi::Tape& from, std::size_t steps, abi::Tape to) {
    std::copy_n(from.values, 2 * steps, to.values);
    std::copy_n(from.states, steps, to.states);
}

}  // namespace

std::vector<statement::Assumed> assumed(const Compilation& compilation, const ir::Program& program,
                                        std::string_view benefit) {
    std::vector<statement::Assumed> list;
    const auto at = std::find_if(program.benefits.begin(), program.benefits.end(),
                                 [&](const ir::Benefit& b) { return b.name == benefit; });
    if (at == program.benefits.end()) {
        return list;
    }
    const resolve::Names& names = compilation.names;
    const resolve::ModuleIndex home = names.home(at->span, resolve::Names::kNoModule);
    if (home == resolve::Names::kNoModule) {
        return list;
    }
    for (const syntax::File* file : names.modules[home].files) {
        for (const syntax::Decl& decl : file->decls) {
            const auto* reading = std::get_if<syntax::ReadingDecl>(&decl.node);
            if (reading == nullptr || reading->options.empty()) {
                continue;
            }
            const syntax::ReadingOption& taken = reading->options.front();
            list.push_back({reading->name.text, taken.name.text, reading->question,
                            words_of(reading->cites), taken.adopted});
        }
    }
    return list;
}

Explained explain(const Explainable& of, const std::vector<claims::Claim>& claims,
                  std::size_t index, account::Store& accounts, claims::TextTable& texts,
                  claims::Lang lang) {
    const std::size_t steps = of.manifest.steps.size();
    const std::string& person = claims[index].psn_no;
    std::deque<Part> parts;
    Explained explained;
    explained.before = accounts.all(person);
    std::vector<account::Posting> after = explained.before;
    batch::Options how;
    how.lang = lang;
    how.on_tape = [&](std::size_t i, const claims::Claim& claim, const abi::Tape& filled) {
        if (i == index) {
            parts.push_back({claim, trace::TapeBuffer(steps)});
            copy(filled, steps, parts.back().tape.view());
        }
    };
    // What the accounts held when the turn of the one came is what the turn before it left.
    std::vector<account::Posting> last = explained.before;
    how.on_settled = [&](std::size_t i) {
        if (i == index) {
            explained.before = last;
            after = accounts.all(person);
        }
        last = accounts.all(person);
    };
    explained.settled =
        batch::settle(claims, of.manifest, of.engine, accounts, texts, how).at(index);
    std::vector<statement::Part> views;
    views.reserve(parts.size());
    for (Part& part : parts) {
        views.push_back({part.claim, part.tape.view()});
    }
    explained.statement =
        statement::make({of.manifest, claims[index], explained.settled, texts, std::move(views),
                         explained.before, std::move(after)},
                        assumed(of.compilation, of.program, explained.settled.benefit), lang);
    return explained;
}

}  // namespace pol::driver
