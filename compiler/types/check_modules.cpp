// What a module says once for all its rules: place, dates, year, rounding.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <set>

#include "compiler/types/checker.h"
#include "runtime/value/date.h"

namespace pol::types {

using namespace syntax;

namespace {

struct RoundingWord {
    std::string_view zh, en;
    int mode;
};
constexpr std::array kModes{RoundingWord{"四舍五入", "half_up", 0},
                            RoundingWord{"四舍六入五成双", "half_even", 1},
                            RoundingWord{"舍去", "down", 2}, RoundingWord{"进一", "up", 3}};
constexpr std::array kUnits{RoundingWord{"分", "fen", 0}, RoundingWord{"角", "jiao", 1},
                            RoundingWord{"元", "yuan", 2}};

template <std::size_t N>
std::optional<int> word(const std::array<RoundingWord, N>& words, std::string_view text) {
    for (const RoundingWord& w : words) {
        if (w.zh == text || w.en == text) {
            return w.mode;
        }
    }
    return std::nullopt;
}

}  // namespace

void Checker::module_settings() {
    typed_.modules.resize(names_.modules.size());
    for (resolve::ModuleIndex m = 0; m < names_.modules.size(); ++m) {
        const resolve::Module& module = names_.modules[m];
        ModuleInfo& info = typed_.modules[m];
        if (module.jurisdiction != nullptr) {
            const std::string& code = module.jurisdiction->code;
            std::int64_t place = 0;
            std::from_chars(code.data(), code.data() + code.size(), place);
            if (code.size() != 6 || code.find('.') != std::string::npos || place < 100000) {
                diagnostics_.add(Code::E0306_bad_place, module.jurisdiction->code_span, {code});
            }
            info.place = place;
            if (module.jurisdiction->name) {
                info.place_name = module.jurisdiction->name->text;
            }
        }
        // These name fields of the claim.
        if (module.applies != nullptr && filed_ == nullptr) {
            info.applies = date_field(module.applies->field, m);
        }
        if (module.year != nullptr && filed_ == nullptr) {
            info.year = year_of(*module.year, m);
        }
        if (module.in_force != nullptr && module.in_force->to &&
            *module.in_force->to < module.in_force->from) {
            diagnostics_.add(Code::E0307_force_ends_first, module.span);
        }
        rounding(m);
    }
    if (filed_ == nullptr) {
        gaps_between_modules();
    }
}

// The versions of a place's text follow on one another: days between them on which none is in
// force are told. Modules without benefits do not count.
void Checker::gaps_between_modules() {
    std::set<resolve::ModuleIndex> pay;
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        if (std::holds_alternative<BenefitDecl>(decl.node)) {
            pay.insert(module);
        }
    });
    std::map<std::int64_t, std::vector<resolve::ModuleIndex>> places;
    for (const resolve::ModuleIndex m : pay) {
        if (typed_.modules[m].place) {
            places[*typed_.modules[m].place].push_back(m);
        }
    }
    constexpr auto kOpen = std::numeric_limits<std::int64_t>::max();
    for (auto& [place, modules] : places) {
        const bool dated = std::all_of(modules.begin(), modules.end(), [&](auto m) {
            return names_.modules[m].in_force != nullptr;
        });
        if (!dated) {
            continue;
        }
        const auto days = [&](resolve::ModuleIndex m) -> const InForceDecl& {
            return *names_.modules[m].in_force;
        };
        std::stable_sort(modules.begin(), modules.end(),
                         [&](auto a, auto b) { return days(a).from < days(b).from; });
        std::int64_t last = days(modules[0]).to.value_or(kOpen);
        for (const resolve::ModuleIndex m : modules) {
            if (last != kOpen && days(m).from > last + 1) {
                const std::string& name = typed_.modules[m].place_name;
                diagnostics_.add(Code::W0376_days_gap, names_.modules[m].span,
                                 {name.empty() ? std::to_string(place) : name,
                                  format_date(static_cast<Days>(last + 1)),
                                  format_date(static_cast<Days>(days(m).from - 1))});
            }
            last = std::max(last, days(m).to.value_or(kOpen));
        }
    }
}

YearInfo Checker::year_of(const YearDecl& decl, resolve::ModuleIndex module) {
    YearInfo info{std::nullopt, decl.month, decl.day, std::nullopt, decl.field.span};
    if (!decl.split) {
        info.field = date_field(decl.field, module);
        return info;
    }
    // A stay is split by the days of its fees: one date of the claim cannot do it.
    const auto lines = typed_.vocabulary.list(kLineList);
    const std::string text = decl.field.text();
    if (lines) {
        const auto& fields = typed_.vocabulary.lists[*lines].fields;
        for (std::uint32_t f = 0; f < fields.size(); ++f) {
            if (fields[f].name == text && fields[f].kind == abi::Kind::date) {
                info.line_field = f;
            }
        }
    }
    if (!info.line_field && !typed_.vocabulary.fields.empty() && !lost_.contains(text)) {
        diagnostics_.add(Code::E0371_split_by_no_line_date, decl.field.span, {text});
    }
    return info;
}

// 适用 and 年度 name a date of the claim, or a reading whose options do.
std::optional<std::uint32_t> Checker::date_field(const Path& path, resolve::ModuleIndex module) {
    std::string text = path.text();
    if (const resolve::Symbol* symbol = names_.find(module, text)) {
        const auto* reading = std::get_if<const ReadingDecl*>(&symbol->declared);
        if (reading != nullptr && !(*reading)->options.empty() &&
            (*reading)->options.front().value) {
            const Expr& taken = tree_[*(*reading)->options.front().value];
            if (const auto* name = std::get_if<NameExpr>(&taken.node)) {
                text = name->text;
            }
        }
    }
    const auto found = fields_by_path_.find(text);
    if (found != fields_by_path_.end() &&
        typed_.vocabulary.fields[found->second].kind == abi::Kind::date) {
        return found->second;
    }
    if (typed_.vocabulary.fields.empty() || lost_.contains(text)) {
        return std::nullopt;
    }
    diagnostics_.add(Code::E0308_no_date_field, path.span, {text});
    return std::nullopt;
}

void Checker::rounding(resolve::ModuleIndex module) {
    const RoundingDecl* decl = names_.modules[module].rounding;
    if (decl == nullptr) {
        return;
    }
    const auto mode = word(kModes, decl->mode.text);
    const auto unit = word(kUnits, decl->unit.text);
    if (!mode) {
        diagnostics_.add(Code::E0309_unknown_rounding, decl->mode.span, {decl->mode.text})
            .hint(Note::rounding_modes);
    }
    if (!unit) {
        diagnostics_.add(Code::E0309_unknown_rounding, decl->unit.span, {decl->unit.text})
            .hint(Note::rounding_units);
    }
    // A word that is not known has been reported; what needs a rounding has one all the same.
    typed_.modules[module].rounding = mode.value_or(0) + 16 * unit.value_or(0);
    typed_.modules[module].rounding_text = decl->mode.text + "到" + decl->unit.text;
}

}  // namespace pol::types
