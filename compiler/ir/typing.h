// The type of each operation from its operands: what the builder computes and the verifier holds a
// program to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "compiler/ir/program.h"

namespace pol::ir {

/// The type that `node` must have. Where the operation leaves a choice (a constant, the scale that
/// `rescale`, `round` and `quotient` go to, the field of an `element`, whose list only its
/// quantifier knows) it is taken from `node.type`. An error says in words what is wrong with the
/// operands. Operands and references must exist.
[[nodiscard]] tl::expected<Type, std::string> type_of(const Program& program, const Node& node);

/// What a field yields: absent is excluded where it is required or has a default that cannot be
/// absent. A default that is a field is one of the claim, for a list's element too.
[[nodiscard]] Type type_of(const abi::Vocabulary& vocabulary, const abi::Field& field);

/// Whether a condition that holds says that `node` is present: it is `present node`, or a
/// conjunction that has it, and the same for the operand of a `rescale`.
[[nodiscard]] bool excludes_absence(const Program& program, NodeId condition, NodeId node);

/// Why `value` is no value of this type; nothing where it is one.
[[nodiscard]] std::optional<std::string> misfit(const Program& program, const Type& type,
                                                std::int64_t value);

/// Equal but for being optional.
[[nodiscard]] bool same_kind(const Type& a, const Type& b);

}  // namespace pol::ir
