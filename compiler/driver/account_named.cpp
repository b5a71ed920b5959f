#include "compiler/driver/account_named.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ir/slice.h"

namespace pol::driver {
namespace {

bool posts_to(const ir::Benefit& benefit, ir::AccountId account) {
    return std::any_of(benefit.steps.begin(), benefit.steps.end(), [&](const ir::Step& step) {
        const auto* post = std::get_if<ir::Post>(&step);
        return post != nullptr && post->account == account;
    });
}

bool is_of(const ir::Program& program, ir::AccountId account, std::optional<Place> place) {
    return std::any_of(
        program.jurisdictions.begin(), program.jurisdictions.end(), [&](const auto& one) {
            return ir::place_of(program, one) == place &&
                   std::any_of(one.benefits.begin(), one.benefits.end(),
                               [&](ir::BenefitId id) { return posts_to(program[id], account); });
        });
}

}  // namespace

std::optional<ir::AccountId> account_named(const ir::Program& program, std::string_view path,
                                           std::optional<Place> place) {
    std::optional<ir::AccountId> found;
    bool is_own = false;
    const std::string end = "." + std::string(path);
    for (std::uint32_t a = 0; a < program.accounts.size(); ++a) {
        const std::string& name = program.accounts[a].name;
        if (name != path && !name.ends_with(end)) {
            continue;
        }
        const bool own = is_of(program, {a}, place);
        if (own || !is_own) {
            found = ir::AccountId{a};
            is_own = own;
        }
    }
    return found;
}

}  // namespace pol::driver
