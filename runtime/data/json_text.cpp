// A value of SQL as JSON.
#include "runtime/data/session.h"
#include "runtime/value/text.h"

namespace pol::data {
namespace {

using claims::json::Value;

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
        if (value.text.back() >= '0' && value.text.back() <= '9') {
            out += value.text;
        } else {
            put_json_text(out, value.text);  // nan, inf
        }
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
