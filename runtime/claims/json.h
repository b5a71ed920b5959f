// JSON as a plain tree in which a number is the text of its digits: no value ever passes through a
// binary float.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pol::claims::json {

/// Arrays and objects may lie this deep in one another; a claim needs three.
inline constexpr std::size_t kDeepest = 64;

enum class Type : std::uint8_t { null, boolean, number, text, array, object };

struct Value {
    Type type = Type::null;
    bool truth = false;             ///< of a boolean
    std::string text;               ///< of a text, or a number as it was written
    std::vector<std::string> keys;  ///< of an object: the name of each item
    std::vector<Value> items;       ///< of an array or an object
};

/// The object's member of that name; null pointer where it has none. Of two equal names the first.
[[nodiscard]] const Value* member(const Value& object, std::string_view key);

enum class Wrong : std::uint8_t {
    syntax,     ///< what `near` ends with does not belong there
    ended,      ///< the text ends before the value does
    too_deep,   ///< more than kDeepest brackets are open
    zero_byte,  ///< a byte 0, which no text may have
    too_large,  ///< a number no computer's float could hold
};

/// Why a text is no JSON value.
struct Failure {
    Wrong wrong = Wrong::syntax;
    std::size_t offset = 0;  ///< the byte at which it shows
    std::string near;        ///< what stands before that byte, and it
};

struct Document {
    Value root;  ///< after a failure: as much as was read, the last key perhaps without its item
    std::optional<Failure> failure;
    std::vector<std::string>
        duplicates;  ///< paths of names that one object has twice: filing.begndate
};

/// Parses one whole value.
[[nodiscard]] Document parse(std::string_view text);

}  // namespace pol::claims::json
