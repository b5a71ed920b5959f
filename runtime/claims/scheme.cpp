#include "runtime/claims/scheme.h"

#include <utility>

#include "runtime/claims/words.h"
#include "runtime/value/text.h"

namespace pol::claims {

/// What one walk through an object carries along.
struct Scheme::Walk {
    const Prefix& prefix;
    Lang lang = Lang::zh;
    std::vector<ClaimFault>& faults;
    const Unknown& unknown;
    Members members;
};

Scheme::Scheme(const std::vector<abi::Field>& fields, const std::vector<abi::ListField>& lists,
               const std::vector<std::string_view>& others)
    : fields_(fields.size()), lists_(lists.size()) {
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
        add(fields[i].external, {Target::Kind::field, i});
    }
    for (std::uint32_t i = 0; i < lists.size(); ++i) {
        add(lists[i].external, {Target::Kind::list, i});
    }
    for (const std::string_view name : others) {
        add(std::string(name), {Target::Kind::other, 0});
    }
}

void Scheme::add(const std::string& external, Target target) {
    for (auto dot = external.find('.'); dot != std::string::npos;
         dot = external.find('.', dot + 1)) {
        targets_.try_emplace(external.substr(0, dot), Target{Target::Kind::group, 0});
    }
    targets_.try_emplace(external, target);
}

Members Scheme::match(const json::Value& object, const Prefix& prefix, Lang lang,
                      std::vector<ClaimFault>& faults, const Unknown& unknown) const {
    Walk state{prefix, lang, faults, unknown, {}};
    state.members.fields.resize(fields_);
    state.members.lists.resize(lists_);
    walk(state, object, "");
    return std::move(state.members);
}

void Scheme::walk(Walk& state, const json::Value& object, const std::string& group) const {
    for (std::size_t i = 0; i < object.items.size(); ++i) {
        const std::string name = group + object.keys[i];
        const auto target = targets_.find(name);
        if (target == targets_.end()) {
            state.unknown(name);
        } else {
            take(state, target->second, name, object.items[i]);
        }
    }
}

void Scheme::take(Walk& state, const Target& target, const std::string& name,
                  const json::Value& value) const {
    // Of two equal names, a fault of their own, the first is read.
    const auto keep_first = [&value](const json::Value*& slot) {
        slot = slot == nullptr ? &value : slot;
    };
    switch (target.kind) {
    case Target::Kind::field:
        keep_first(state.members.fields[target.index]);
        break;
    case Target::Kind::list:
        keep_first(state.members.lists[target.index]);
        break;
    case Target::Kind::group:
        if (value.type == json::Type::object) {
            walk(state, value, name + ".");
        } else if (value.type != json::Type::null) {
            state.faults.push_back(no_object(state.lang, state.prefix.path + name, value));
        }
        break;
    case Target::Kind::other:
        break;
    }
}

std::optional<std::string> Scheme::nearest(std::string_view name) const {
    constexpr std::size_t longest = 64;
    std::size_t least = 3;
    std::optional<std::string> nearest;
    for (const auto& [known, target] : targets_) {
        const std::size_t distance = name.size() > longest ? least : edit_distance(name, known);
        // Names come in no order: of equally near ones the first by spelling, so that runs agree.
        if (distance < least || (nearest && distance == least && known < *nearest)) {
            least = distance;
            nearest = known;
        }
    }
    return nearest;
}

}  // namespace pol::claims
