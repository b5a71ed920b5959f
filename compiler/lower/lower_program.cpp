// The program around the benefits: vocabulary, tables, citations, jurisdictions.
#include <algorithm>
#include <cctype>

#include "compiler/lower/lowering.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;

ir::Program Lowering::run() {
    program_.vocabulary = typed_.vocabulary;
    program_.texts = typed_.texts;
    for (std::uint32_t f = 0; f < sources_.size(); ++f) {
        program_.files.push_back(sources_.name({f}));
    }
    tables();
    jurisdictions();
    return std::move(program_);
}

// The text of a span on one line.
std::string Lowering::text(Span span) const {
    std::string out;
    for (const char c : sources_.text(span)) {
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (blank && (out.empty() || out.back() == ' ')) {
            continue;
        }
        out += blank ? ' ' : c;
    }
    return out;
}

std::vector<ir::CiteId> Lowering::cites(const Cites& list, resolve::ModuleIndex module) {
    std::vector<ir::CiteId> result;
    for (const Cite& cite : list) {
        const resolve::Symbol* source = names_.find_source(module, cite.source.text);
        const std::string title =
            source == nullptr ? "" : std::get<const SourceDecl*>(source->declared)->title;
        const ir::Citation citation{cite.source.text, title, cite.clause};
        const auto known = std::find(program_.cites.begin(), program_.cites.end(), citation);
        if (known != program_.cites.end()) {
            result.push_back({static_cast<std::uint32_t>(known - program_.cites.begin())});
        } else {
            result.push_back(build_.add(citation));
        }
    }
    return result;
}

void Lowering::tables() {
    for (const types::TableInfo& info : typed_.tables) {
        ir::Table table;
        table.name = info.decl->name.text;
        for (const types::ColumnInfo& c : info.keys) {
            table.keys.push_back({c.name, type(c.type)});
        }
        for (const types::ColumnInfo& c : info.columns) {
            table.columns.push_back({c.name, type(c.type)});
        }
        for (const types::RowInfo& r : info.rows) {
            ir::Row row;
            for (const types::RowKeyInfo& k : r.keys) {
                ir::RowKey key{k.any, {}};
                for (const types::Interval& i : k.ranges) {
                    key.ranges.push_back({i.low, i.high});
                }
                row.keys.push_back(std::move(key));
            }
            for (const types::CellInfo& c : r.cells) {
                row.cells.push_back({c.present, c.value});
            }
            row.cites = cites(r.row->cites, info.module);
            row.span = r.row->span;
            table.rows.push_back(std::move(row));
        }
        for (const types::CellInfo& c : info.miss) {
            table.miss.push_back({c.present, c.value});
        }
        build_.add(std::move(table));
    }
}

// The day that picks the text: 适用, or the first day of the claim.
NodeId Lowering::text_day(resolve::ModuleIndex module) {
    const auto begndate = typed_.vocabulary.field("begndate");
    return build_.field(typed_.modules[module].applies.value_or(begndate.value_or(0)));
}

NodeId Lowering::in_force(resolve::ModuleIndex module) {
    const InForceDecl& force = *names_.modules[module].in_force;
    const NodeId day = text_day(module);
    NodeId node = build_.less_equal(build_.date(force.from), day);
    if (force.to) {
        node = build_.conjunction({node, build_.less_equal(day, build_.date(*force.to))});
    }
    const ir::QuantityId q = build_.add(ir::Quantity{"施行 " + names_.modules[module].path,
                                                     ir::Role::condition,
                                                     node,
                                                     "施行期间",
                                                     {},
                                                     names_.modules[module].span});
    return build_.quantity(q);
}

void Lowering::jurisdictions() {
    // Modules of one place are one jurisdiction.
    std::vector<std::optional<std::int64_t>> places;
    for (const types::BenefitInfo& b : typed_.benefits) {
        const auto& place = typed_.modules[b.module].place;
        if (std::find(places.begin(), places.end(), place) == places.end()) {
            places.push_back(place);
        }
    }
    const auto width = [](const std::optional<std::int64_t>& p) {
        return !p ? 3 : *p % 10000 == 0 ? 2 : *p % 100 == 0 ? 1 : 0;
    };
    std::stable_sort(places.begin(), places.end(),
                     [&](const auto& a, const auto& b) { return width(a) < width(b); });
    const auto insured = typed_.vocabulary.field("insuplc_admdvs");
    for (const auto& place : places) {
        ir::Jurisdiction j;
        Span span;
        for (resolve::ModuleIndex m = 0; m < names_.modules.size(); ++m) {
            if (typed_.modules[m].place != place) {
                continue;
            }
            if (j.name.empty()) {
                j.name = typed_.modules[m].place_name;
            }
            span = place ? names_.modules[m].jurisdiction_span : names_.modules[m].span;
        }
        if (j.name.empty()) {
            j.name = place ? std::to_string(*place) : "全国";
        }
        build_.at(span);
        const NodeId holds = place && insured
                                 ? build_.within(build_.field(*insured), build_.place(*place))
                                 : build_.boolean(true);
        j.holds = build_.add(ir::Quantity{"参保地 " + j.name,
                                          ir::Role::condition,
                                          holds,
                                          place ? "参保地 属于 " + std::to_string(*place) : "是",
                                          {},
                                          span});
        for (std::uint32_t b = 0; b < typed_.benefits.size(); ++b) {
            if (typed_.modules[typed_.benefits[b].module].place == place) {
                j.benefits.push_back(benefit(b));
            }
        }
        program_.jurisdictions.push_back(std::move(j));
    }
}

ir::Program lower(const Tree& tree, const resolve::Names& names, const types::Typed& typed,
                  const SourceMap& sources) {
    return Lowering(tree, names, typed, sources).run();
}

}  // namespace pol::lower
