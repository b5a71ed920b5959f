#include "compiler/driver/pairs.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "compiler/ir/walk.h"
#include "runtime/value/place.h"

namespace pol::driver {
namespace {

struct Part {
    std::string_view external;
    types::LineAmount amount;
};
constexpr std::array kParts{Part{"fulamt_ownpay_amt", types::LineAmount::own},
                            Part{"overlmt_selfpay", types::LineAmount::over_limit},
                            Part{"preselfpay_amt", types::LineAmount::self_paid}};

class Pairing {
  public:
    explicit Pairing(const Compilation& compilation)
        : c_(compilation), program_(*compilation.program) {}

    Pair pair(const LoadedPlace& insured, const LoadedPlace& treated) {
        Pair result{insured, treated, "", false, {}, {}, {}};
        const types::CatalogueInfo* catalogue = catalogue_at(treated.division);
        if (catalogue != nullptr) {
            result.catalogue = catalogue->decl->name.text;
            result.standard = !c_.typed.modules[catalogue->module].place.has_value();
        }
        for (const ir::Jurisdiction& j : program_.jurisdictions) {
            if (j.name != insured.name) {
                continue;
            }
            for (const ir::BenefitId id : j.benefits) {
                lacks(program_[id], catalogue, result);
            }
        }
        result.care = check::coverage(program_, insured.division, treated.division);
        return result;
    }

  private:
    // The narrowest that the place lies in; the nation's is the last.
    [[nodiscard]] const types::CatalogueInfo* catalogue_at(std::int64_t place) const {
        const types::CatalogueInfo* best = nullptr;
        for (const types::CatalogueInfo& one : c_.typed.catalogues) {
            const auto own = c_.typed.modules[one.module].place;
            if (own && !lies_within(place, *own)) {
                continue;
            }
            const auto held = best == nullptr ? std::nullopt : c_.typed.modules[best->module].place;
            if (best == nullptr || (own && (!held || lies_within(*own, *held)))) {
                best = &one;
            }
        }
        return best;
    }

    void lacks(const ir::Benefit& benefit, const types::CatalogueInfo* catalogue, Pair& into) {
        std::set<std::string> parts;
        std::set<std::uint32_t> fields;
        reads(benefit, parts, fields);
        const std::string& name = benefit.name;
        const auto add = [](std::vector<Lack>& list, Lack lack) {
            const bool known = std::ranges::any_of(list, [&](const Lack& l) {
                return l.benefit == lack.benefit && l.what == lack.what;
            });
            if (!known) {
                list.push_back(std::move(lack));
            }
        };
        for (const Part& part : kParts) {
            const auto field = program_.vocabulary.field(part.external);
            const bool set =
                catalogue == nullptr ||
                std::ranges::find(catalogue->parts, part.amount) != catalogue->parts.end();
            if (field && !set && parts.contains(program_.vocabulary.fields[*field].name)) {
                add(into.parts, {name, program_.vocabulary.fields[*field].name});
            }
        }
        const std::set<std::string> added = added_at(into.insured.division);
        const std::set<std::string> also = added_at(into.treated.division);
        for (const std::uint32_t f : fields) {
            const abi::Field& field = program_.vocabulary.fields[f];
            if (added.contains(field.name) && !also.contains(field.name)) {
                add(into.fields, {name, field.name});
            }
        }
    }

    // What a benefit's condition, answers and tiers ask for: parts of the total by their names, and
    // fields of the claim.
    void reads(const ir::Benefit& benefit, std::set<std::string>& parts,
               std::set<std::uint32_t>& fields) const {
        std::vector<ir::QuantityId> open{benefit.holds};
        for (const ir::AnswerId a : benefit.answers) {
            open.push_back(program_[a].holds);
        }
        for (const ir::Step& step : benefit.steps) {
            if (const auto* compute = std::get_if<ir::Compute>(&step)) {
                open.push_back(compute->quantity);
            }
        }
        std::set<ir::QuantityId> seen;
        while (!open.empty()) {
            const ir::QuantityId id = open.back();
            open.pop_back();
            if (!seen.insert(id).second) {
                continue;
            }
            const ir::Quantity& q = program_[id];
            const std::size_t dot = q.name.rfind('.');
            const std::string last = dot == std::string::npos ? q.name : q.name.substr(dot + 1);
            if (q.formula == "各明细合计") {
                parts.insert(last);
                continue;
            }
            const ir::Uses uses = ir::uses_of(program_, q.expression);
            fields.insert(uses.fields.begin(), uses.fields.end());
            open.insert(open.end(), uses.quantities.begin(), uses.quantities.end());
        }
    }

    // The fields that modules of a place add to a claim.
    [[nodiscard]] std::set<std::string> added_at(std::int64_t division) const {
        std::set<std::string> names;
        for (resolve::ModuleIndex m = 0; m < c_.names.modules.size(); ++m) {
            if (c_.typed.modules[m].place != division) {
                continue;
            }
            for (const syntax::File* file : c_.names.modules[m].files) {
                for (const syntax::Decl& decl : file->decls) {
                    const auto* record = std::get_if<syntax::RecordDecl>(&decl.node);
                    if (record == nullptr || !record->extends) {
                        continue;
                    }
                    for (const syntax::FieldDecl& field : record->fields) {
                        names.insert(field.name.text);
                    }
                }
            }
        }
        return names;
    }

    const Compilation& c_;
    const ir::Program& program_;
};

}  // namespace

std::vector<LoadedPlace> loaded_places(const Compilation& compilation) {
    std::vector<LoadedPlace> list;
    if (!compilation.program) {
        return list;
    }
    const auto at = [&](std::int64_t division) -> LoadedPlace& {
        const auto known = std::ranges::find(list, division, &LoadedPlace::division);
        return known != list.end()
                   ? *known
                   : list.emplace_back(LoadedPlace{std::to_string(division), division});
    };
    for (const check::InsuredPlace& place : check::insured_places(*compilation.program)) {
        LoadedPlace& loaded = at(place.division);
        loaded.name = place.name;
        loaded.insures = true;
    }
    for (const types::CatalogueInfo& catalogue : compilation.typed.catalogues) {
        const types::ModuleInfo& module = compilation.typed.modules[catalogue.module];
        if (module.place) {
            LoadedPlace& loaded = at(*module.place);
            loaded.catalogues = true;
            if (!module.place_name.empty() && !loaded.insures) {
                loaded.name = module.place_name;
            }
        }
    }
    return list;
}

std::vector<Pair> pairs(const Compilation& compilation) {
    std::vector<Pair> list;
    const std::vector<LoadedPlace> all = loaded_places(compilation);
    if (all.size() < 2) {
        return list;
    }
    Pairing pairing(compilation);
    for (const LoadedPlace& insured : all) {
        for (const LoadedPlace& treated : all) {
            if (insured.insures && insured.division != treated.division) {
                list.push_back(pairing.pair(insured, treated));
            }
        }
    }
    return list;
}

}  // namespace pol::driver
