#include <string_view>

#include <fmt/format.h>

#include "runtime/data/session.h"

namespace pol::data {
namespace {

using claims::json::Value;

void put_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

void put_json(std::string& out, const Value& value) {
    using claims::json::Type;
    const bool is_object = value.type == Type::object;
    switch (value.type) {
    case Type::null:
        out += "null";
        return;
    case Type::boolean:
        out += value.truth ? "true" : "false";
        return;
    case Type::number:
        out += value.text;
        return;
    case Type::text:
        put_json_text(out, value.text);
        return;
    case Type::array:
    case Type::object:
        break;
    }
    out += is_object ? '{' : '[';
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        out += i == 0 ? "" : ",";
        if (is_object) {
            put_json_text(out, value.keys[i]);
            out += ':';
        }
        put_json(out, value.items[i]);
    }
    out += is_object ? '}' : ']';
}

}  // namespace

std::string json_text(const Value& value) {
    std::string out;
    put_json(out, value);
    return out;
}

}  // namespace pol::data
