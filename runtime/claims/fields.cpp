#include "runtime/claims/fields.h"

#include <utility>

#include "runtime/claims/words.h"

namespace pol::claims {

FieldFaults FieldReader::read(const std::vector<abi::Field>& fields, const Members& members,
                              std::string_view prefix, Sign sign, Slots slots) {
    FieldFaults faults(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (members.fields[i] == nullptr) {
            continue;
        }
        Scalar scalar = scalars_.read(*members.fields[i], fields[i], prefix, sign);
        slots.values[i] = scalar.value.value_or(0);
        slots.present[i] = scalar.value ? 1 : 0;
        faults[i] = std::move(scalar.fault);
    }
    return faults;
}

void FieldReader::complete(const std::vector<abi::Field>& fields, const std::string& prefix,
                           const Claim& claim, Slots slots, FieldFaults& faults) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (slots.present[i] != 0 || faults[i]) {
            continue;
        }
        if (const auto value = default_of(fields[i], claim)) {
            slots.values[i] = *value;
            slots.present[i] = 1;
        } else if (fields[i].required && !is_reported_elsewhere(fields[i])) {
            faults[i] = missing(lang_, {prefix + fields[i].external, fields[i].name});
        }
    }
}

std::optional<std::int64_t> FieldReader::default_of(const abi::Field& field,
                                                    const Claim& claim) const {
    const abi::Field* current = &field;
    // A default may be a field that is itself left to its default; a circle of them ends too.
    for (std::size_t hops = 0; hops <= vocabulary_.fields.size(); ++hops) {
        if (current->fallback.kind != abi::Default::Kind::field) {
            break;
        }
        const auto index = static_cast<std::size_t>(current->fallback.value);
        if (claim.present[index] != 0) {
            return claim.values[index];
        }
        current = &vocabulary_.fields[index];
    }
    return current->fallback.kind == abi::Default::Kind::value
               ? std::optional(current->fallback.value)
               : std::nullopt;
}

/// A field that takes the value of a required one: that one is what the user has to give.
bool FieldReader::is_reported_elsewhere(const abi::Field& field) const {
    return field.fallback.kind == abi::Default::Kind::field &&
           vocabulary_.fields[static_cast<std::size_t>(field.fallback.value)].required;
}

}  // namespace pol::claims
