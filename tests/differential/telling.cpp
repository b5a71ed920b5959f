#include "tests/differential/telling.h"

#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "compiler/driver/engine.h"
#include "runtime/batch/settle.h"
#include "tests/differential/given.h"

namespace pol::differential {
namespace {

// Refused by the nation, which has a benefit for whom there is no other, or settled by nobody.
bool is_for_no_benefit(const claims::Settled& settled) {
    return settled.benefit == "无适用待遇" ||
           (!settled.faults.empty() && settled.faults.front().code == FaultCode::no_benefit);
}

}  // namespace

std::string telling(const ir::Program& program, const SourceMap& sources, const std::string& lines,
                    std::size_t count) {
    Given given(program, sources, lines);
    const auto engine = driver::load_engine(program, driver::EngineKind::interpreter, true, false);
    REQUIRE(engine.has_value());
    account::Store store;
    const auto settled =
        batch::settle(given.claims, given.manifest, engine->engine, store, given.texts, {});
    std::istringstream all(lines);
    std::string some;
    std::set<std::string> taken;
    std::size_t alike = 0;
    std::size_t faults = 0;
    std::string line;
    for (std::size_t i = 0; taken.size() < count && i < settled.size() && std::getline(all, line);
         ++i) {
        const bool takes_back = given.claims[i].reversal && settled[i].faults.empty();
        if ((is_for_no_benefit(settled[i]) && ++alike * 8 > count) ||
            (!settled[i].faults.empty() && ++faults * 4 > count) ||
            (takes_back && !taken.contains(given.claims[i].init_setl_id))) {
            continue;
        }
        some += line + "\n";
        taken.insert(settled[i].setl_id);
    }
    return some;
}

}  // namespace pol::differential
