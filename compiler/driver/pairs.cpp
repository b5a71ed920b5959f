#include "compiler/driver/pairs.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

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
    Pairing(const Compilation& compilation, check::Coverages& coverages)
        : c_(compilation), program_(*compilation.program), coverages_(coverages) {
        add_fields();
    }

    /// All pairs of a place of insurance.
    void of(const LoadedPlace& insured, const std::vector<LoadedPlace>& all,
            const std::function<void(const Pair&)>& each) {
        const auto named = coverages_.places_named(insured.division);
        const std::vector<Reads> reads = reads_at(insured);
        std::map<std::vector<bool>, Care> known;
        for (const LoadedPlace& treated : all) {
            if (insured.division == treated.division) {
                continue;
            }
            Care care;
            if (named) {
                Care& kept = known[lies(treated.division, *named)];
                kept = kept ? kept : care_of(insured, treated);
                care = kept;
            } else {
                care = care_of(insured, treated);
            }
            each(pair(insured, treated, reads, std::move(care)));
        }
    }

  private:
    using Care = std::shared_ptr<const std::vector<check::Coverage>>;

    // What a benefit's condition, answers and tiers ask for: parts of the total by their names, and
    // fields of the claim.
    struct Reads {
        std::string benefit;
        std::set<std::string> parts;
        std::set<std::uint32_t> fields;
    };

    Care care_of(const LoadedPlace& insured, const LoadedPlace& treated) {
        return std::make_shared<const std::vector<check::Coverage>>(
            coverages_.of(insured.division, treated.division));
    }

    // How a place lies to others.
    static std::vector<bool> lies(std::int64_t place, const std::vector<std::int64_t>& others) {
        std::vector<bool> how;
        how.reserve(2 * others.size());
        for (const std::int64_t other : others) {
            how.push_back(lies_within(place, other));
            how.push_back(lies_within(other, place));
        }
        return how;
    }

    [[nodiscard]] std::vector<Reads> reads_at(const LoadedPlace& insured) const {
        std::vector<Reads> list;
        for (const ir::Jurisdiction& j : program_.jurisdictions) {
            if (j.name != insured.name) {
                continue;
            }
            for (const ir::BenefitId id : j.benefits) {
                list.push_back(reads(program_[id]));
            }
        }
        return list;
    }

    [[nodiscard]] Pair pair(const LoadedPlace& insured, const LoadedPlace& treated,
                            const std::vector<Reads>& reads, Care care) const {
        Pair result{insured, treated, "", false, {}, {}, std::move(care)};
        const types::CatalogueInfo* catalogue = catalogue_at(treated.division);
        if (catalogue != nullptr) {
            result.catalogue = catalogue->decl->name.text;
            result.standard = !c_.typed.modules[catalogue->module].place.has_value();
        }
        for (const Reads& one : reads) {
            lacks(one, catalogue, result);
        }
        return result;
    }

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

    void lacks(const Reads& reads, const types::CatalogueInfo* catalogue, Pair& into) const {
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
            if (field && !set && reads.parts.contains(program_.vocabulary.fields[*field].name)) {
                add(into.parts, {reads.benefit, program_.vocabulary.fields[*field].name});
            }
        }
        const auto added = added_.find(into.insured.division);
        if (added == added_.end()) {
            return;
        }
        const auto also = added_.find(into.treated.division);
        for (const std::uint32_t f : reads.fields) {
            const abi::Field& field = program_.vocabulary.fields[f];
            if (added->second.contains(field.name) &&
                (also == added_.end() || !also->second.contains(field.name))) {
                add(into.fields, {reads.benefit, field.name});
            }
        }
    }

    [[nodiscard]] Reads reads(const ir::Benefit& benefit) const {
        Reads found{benefit.name, {}, {}};
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
                found.parts.insert(last);
                continue;
            }
            const ir::Uses uses = ir::uses_of(program_, q.expression);
            found.fields.insert(uses.fields.begin(), uses.fields.end());
            open.insert(open.end(), uses.quantities.begin(), uses.quantities.end());
        }
        return found;
    }

    void add_fields() {
        for (resolve::ModuleIndex m = 0; m < c_.names.modules.size(); ++m) {
            const auto place = c_.typed.modules[m].place;
            if (!place) {
                continue;
            }
            for (const syntax::File* file : c_.names.modules[m].files) {
                for (const syntax::Decl& decl : file->decls) {
                    const auto* record = std::get_if<syntax::RecordDecl>(&decl.node);
                    if (record == nullptr || !record->extends) {
                        continue;
                    }
                    for (const syntax::FieldDecl& field : record->fields) {
                        added_[*place].insert(field.name.text);
                    }
                }
            }
        }
    }

    const Compilation& c_;
    const ir::Program& program_;
    check::Coverages& coverages_;
    /// By place: the fields that its modules add to a claim.
    std::map<std::int64_t, std::set<std::string>> added_;
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

void for_each_pair(const Compilation& compilation, check::Coverages& coverages,
                   const std::function<void(const Pair&)>& each) {
    const std::vector<LoadedPlace> all = loaded_places(compilation);
    if (all.size() < 2) {
        return;
    }
    Pairing pairing(compilation, coverages);
    for (const LoadedPlace& insured : all) {
        if (insured.insures) {
            pairing.of(insured, all, each);
        }
    }
}

}  // namespace pol::driver
