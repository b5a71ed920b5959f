// The program around the benefits: vocabulary, tables, citations, jurisdictions.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

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
    catalogues();
    std::vector<LineAnswer> line_answers;
    for (const LoweredCatalogue& c : catalogues_) {
        add_line_answers(c, line_answers);
    }
    line_sums(line_answers, nullptr, sums_);
    jurisdictions();
    unused_definitions();
    return std::move(program_);
}

// What no benefit asks for is lowered too, so that it is checked like the rest.
void Lowering::unused_definitions() {
    for (std::uint32_t d = 0; d < typed_.defines.size(); ++d) {
        const auto known = defines_.lower_bound({d, nullptr, std::nullopt});
        if (known != defines_.end() && std::get<0>(known->first) == d) {
            continue;
        }
        // Of the other side: a filing's where claims are lowered, a claim's where filings are.
        if (typed_.defines[d].state != types::DefineInfo::State::done) {
            continue;
        }
        Context context;
        context.module = typed_.defines[d].module;
        define(d, context);
    }
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

ir::QuantityId Lowering::add(ir::Quantity quantity) {
    std::string name = quantity.name;
    for (std::size_t n = 2; !taken_.insert(name).second; ++n) {
        const LineColumn at = sources_.line_column(quantity.span.file, quantity.span.begin);
        name =
            fmt::format("{}（{}:{}）", quantity.name, sources_.name(quantity.span.file), at.line);
        if (taken_.contains(name)) {
            name += "·" + std::to_string(n);
        }
    }
    quantity.name = std::move(name);
    return build_.add(std::move(quantity));
}

std::vector<ir::CiteId> Lowering::cites(const Cites& list, resolve::ModuleIndex module) {
    std::vector<ir::CiteId> result;
    for (const Cite& cite : list) {
        const resolve::Symbol* source = names_.find_source(module, cite.source.text);
        const std::string title =
            source == nullptr ? "" : std::get<const SourceDecl*>(source->declared)->title;
        const auto [known, is_new] =
            cites_.emplace(std::tuple(cite.source.text, title, cite.clause), ir::CiteId{});
        if (is_new) {
            known->second = build_.add(ir::Citation{cite.source.text, title, cite.clause});
        }
        result.push_back(known->second);
    }
    return result;
}

void Lowering::tables() {
    for (const types::TableInfo& info : typed_.tables) {
        ir::Table table;
        table.name = info.decl->name.text;
        if (!info.checked) {
            // Of the other side, as definitions are: its place alone is kept.
            build_.add(std::move(table));
            continue;
        }
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
NodeId Lowering::text_day(resolve::ModuleIndex module, const Context& context) {
    const auto begndate = typed_.vocabulary.field("begndate");
    const auto own = context.applies ? context.applies : typed_.modules[module].applies;
    return build_.field(own.value_or(begndate.value_or(0)));
}

NodeId Lowering::in_force(resolve::ModuleIndex module, const Context& context) {
    const InForceDecl& force = *names_.modules[module].in_force;
    const NodeId day = text_day(module, context);
    NodeId node = build_.less_equal(build_.date(force.from), day);
    if (force.to) {
        node = build_.conjunction({node, build_.less_equal(day, build_.date(*force.to))});
    }
    const ir::QuantityId q = add(ir::Quantity{"施行 " + names_.modules[module].path,
                                              ir::Role::condition,
                                              node,
                                              "施行期间",
                                              {},
                                              names_.modules[module].span});
    return build_.quantity(q);
}

// A district 0, a city 1, a province 2, the nation 3.
int Lowering::width_of(const std::optional<std::int64_t>& place) {
    return !place ? 3 : *place % 10000 == 0 ? 2 : *place % 100 == 0 ? 1 : 0;
}

// The place whose benefits a claim asks: the settlement says it, else the place of insurance.
NodeId Lowering::benefit_place() {
    if (typed_.settlement != nullptr && typed_.settlement->benefits) {
        Context context;
        context.module = typed_.settlement_module;
        return expr(*typed_.settlement->benefits, context);
    }
    return build_.field(typed_.vocabulary.field("insuplc_admdvs").value_or(0));
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
    std::stable_sort(places.begin(), places.end(),
                     [&](const auto& a, const auto& b) { return width_of(a) < width_of(b); });
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
        const NodeId holds =
            place ? build_.within(benefit_place(), build_.place(*place)) : build_.boolean(true);
        j.holds = add(ir::Quantity{"参保地 " + j.name,
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
        contests();
        program_.jurisdictions.push_back(std::move(j));
    }
}

ir::Program lower(const Tree& tree, const resolve::Names& names, const types::Typed& typed,
                  const SourceMap& sources) {
    return Lowering(tree, names, typed, sources).run();
}

}  // namespace pol::lower
