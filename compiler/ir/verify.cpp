#include "compiler/ir/verify.h"

#include <array>

#include "compiler/ir/names.h"
#include "compiler/ir/verify_rules.h"

namespace pol::ir {
namespace {

using Rule = void (*)(const Program&, Report&);

struct RuleRow {
    int stage;
    Rule rule;
};

constexpr std::array kRules{
    RuleRow{1, check_vocabulary},      RuleRow{1, check_tables},     RuleRow{1, check_node_shapes},
    RuleRow{1, check_part_references}, RuleRow{2, check_node_types}, RuleRow{2, check_elements},
    RuleRow{2, check_cells},           RuleRow{2, check_part_types}, RuleRow{3, check_cycles},
    RuleRow{4, check_widths},
};

}  // namespace

std::vector<std::string> verify(const Program& program) {
    Report report;
    int stage = 0;
    for (const RuleRow& row : kRules) {
        if (row.stage != stage && !report.empty()) {
            break;
        }
        stage = row.stage;
        row.rule(program, report);
    }
    return report.take();
}

std::string wrong_type(const Program& program, const Type& type) {
    const bool amount = type.kind == abi::Kind::number || type.kind == abi::Kind::money;
    if (type.scale > (amount ? kWidestScale : 0)) {
        return fmt::format("type {} has scale {}, past {}", name_of(type), type.scale,
                           amount ? kWidestScale : 0);
    }
    const bool code = type.kind == abi::Kind::code;
    if (code && type.enumeration >= program.vocabulary.enums.size()) {
        return fmt::format("type {} has no enumeration", name_of(type));
    }
    if (!code && type.enumeration != 0) {
        return fmt::format("type {} cannot have an enumeration", name_of(type));
    }
    return {};
}

std::string label_of(const Program& program, NodeId id) {
    return fmt::format("node %{} ({})", id.value, name_of(program[id].op));
}

}  // namespace pol::ir
