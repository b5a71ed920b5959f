#include "compiler/driver/slices.h"

#include <algorithm>

namespace pol::driver {
namespace {

bool is_of_list(ir::Op op) {
    return op == ir::Op::exists || op == ir::Op::count || op == ir::Op::total ||
           op == ir::Op::ranked;
}

}  // namespace

Slices slices_of(const ir::Program& program) {
    Slices slices;
    slices.places = ir::places_of_insurance(program);
    slices.is_given =
        !slices.places.places.empty() && program.vocabulary.fields[slices.places.field].required;
    slices.names.resize(slices.places.count());
    for (const ir::Jurisdiction& one : program.jurisdictions) {
        if (const auto place = ir::place_of(program, one); place && !slices.places.places.empty()) {
            slices.names[slices.places.of(place)] = one.name;
        }
    }
    for (const ir::Node& node : program.nodes) {
        slices.reads_accounts = slices.reads_accounts || node.op == ir::Op::balance;
        const bool is_new =
            is_of_list(node.op) &&
            std::find(slices.lists.begin(), slices.lists.end(), node.ref) == slices.lists.end();
        if (is_new) {
            slices.lists.push_back(node.ref);
        }
    }
    std::sort(slices.lists.begin(), slices.lists.end());
    slices.of = [&program, places = slices.places](std::size_t which) {
        return ir::slice(program, places, which);
    };
    return slices;
}

}  // namespace pol::driver
