// The words of the IR's enumerations and types, as printed and read, and as a step table names
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/ir/program.h"

namespace pol::ir {

[[nodiscard]] std::string_view name_of(Op op);
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::string_view name_of(AnswerKind kind);
[[nodiscard]] std::string_view name_of(RoundingMode mode);
[[nodiscard]] std::string_view name_of(abi::Kind kind);
[[nodiscard]] std::string_view name_of(abi::Default::Kind kind);

[[nodiscard]] std::optional<Op> op_named(std::string_view name);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);
[[nodiscard]] std::optional<AnswerKind> answer_kind_named(std::string_view name);
[[nodiscard]] std::optional<abi::Kind> kind_named(std::string_view name);
[[nodiscard]] std::optional<abi::Default::Kind> default_kind_named(std::string_view name);
[[nodiscard]] std::optional<FaultCode> fault_named(std::string_view name);

/// `money`, `number:4?`, `code#2`: the scale, the enumeration, and `?` where it may be absent.
[[nodiscard]] std::string name_of(const Type& type);
[[nodiscard]] std::optional<Type> type_named(std::string_view name);

}  // namespace pol::ir
