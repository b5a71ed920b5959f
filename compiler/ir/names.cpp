#include "compiler/ir/names.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace pol::ir {
namespace {

/// The words of an enumeration, in its order.
template <std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<16> kRoles{"definition", "cases",      "lookup", "condition", "base",  "standard",
                           "left",       "deductible", "rate",   "payable",   "limit", "room",
                           "paid",       "beyond",     "output", "check"};
constexpr Words<4> kAnswerKinds{"notice", "manual", "pending", "refused"};
constexpr Words<4> kModes{"half-up", "half-even", "down", "up"};
constexpr Words<7> kKinds{"bool", "number", "money", "date", "text", "place", "code"};
constexpr Words<3> kDefaults{"none", "value", "field"};

static_assert(static_cast<std::size_t>(Role::check) + 1 == kRoles.size());
static_assert(static_cast<std::size_t>(AnswerKind::refused) + 1 == kAnswerKinds.size());
static_assert(static_cast<std::size_t>(RoundingMode::up) + 1 == kModes.size());
static_assert(static_cast<std::size_t>(abi::Kind::code) + 1 == kKinds.size());
static_assert(static_cast<std::size_t>(abi::Default::Kind::field) + 1 == kDefaults.size());

template <class E, std::size_t N>
std::string_view word_of(const Words<N>& words, E value) {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? words[index] : std::string_view{"?"};
}

template <class E, std::size_t N>
std::optional<E> value_of(const Words<N>& words, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) {
            return static_cast<E>(i);
        }
    }
    return std::nullopt;
}

/// Takes a leading number off `text`.
template <class T>
std::optional<T> leading_number(std::string_view& text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// Takes `mark` and the number behind it off `text`, where it stands; false where no number follows
/// the mark.
template <class T>
bool marked_number(std::string_view& text, char mark, T& value) {
    if (!text.starts_with(mark)) {
        return true;
    }
    text.remove_prefix(1);
    const std::optional<T> read = leading_number<T>(text);
    value = read.value_or(T{});
    return read.has_value();
}

}  // namespace

std::string_view name_of(Op op) {
    return row_of(op).name;
}
std::string_view name_of(Role role) {
    return word_of(kRoles, role);
}
std::string_view name_of(AnswerKind kind) {
    return word_of(kAnswerKinds, kind);
}
std::string_view name_of(RoundingMode mode) {
    return word_of(kModes, mode);
}
std::string_view name_of(abi::Kind kind) {
    return word_of(kKinds, kind);
}
std::string_view name_of(abi::Default::Kind kind) {
    return word_of(kDefaults, kind);
}

std::optional<Op> op_named(std::string_view name) {
    for (const OpRow& row : kOps) {
        if (row.name == name) {
            return row.op;
        }
    }
    return std::nullopt;
}

std::optional<Role> role_named(std::string_view name) {
    return value_of<Role>(kRoles, name);
}

std::optional<AnswerKind> answer_kind_named(std::string_view name) {
    return value_of<AnswerKind>(kAnswerKinds, name);
}

std::optional<abi::Kind> kind_named(std::string_view name) {
    return value_of<abi::Kind>(kKinds, name);
}

std::optional<abi::Default::Kind> default_kind_named(std::string_view name) {
    return value_of<abi::Default::Kind>(kDefaults, name);
}

std::optional<FaultCode> fault_named(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(FaultCode::several_years); ++i) {
        const auto code = static_cast<FaultCode>(i);
        if (name_of(code) == name) {
            return code;
        }
    }
    return std::nullopt;
}

std::string name_of(const Type& type) {
    std::string name{name_of(type.kind)};
    if (type.scale != 0) {
        name += fmt::format(":{}", type.scale);
    }
    if (type.enumeration != 0 || type.kind == abi::Kind::code) {
        name += fmt::format("#{}", type.enumeration);
    }
    if (type.optional) {
        name += '?';
    }
    return name;
}

std::optional<Type> type_named(std::string_view name) {
    const std::size_t end = name.find_first_of(":#?");
    const std::optional<abi::Kind> kind = kind_named(name.substr(0, end));
    if (!kind) {
        return std::nullopt;
    }
    name.remove_prefix(end == std::string_view::npos ? name.size() : end);
    Type type{*kind};
    if (!marked_number(name, ':', type.scale) || !marked_number(name, '#', type.enumeration)) {
        return std::nullopt;
    }
    type.optional = name == "?";
    return name.empty() || type.optional ? std::optional{type} : std::nullopt;
}

}  // namespace pol::ir
