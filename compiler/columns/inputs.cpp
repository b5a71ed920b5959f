#include "compiler/columns/inputs.h"

#include "runtime/fault/assert.h"

namespace pol::columns {
namespace {

abi::ColumnType type_of(const abi::Field& field, const abi::Vocabulary& vocabulary) {
    switch (field.kind) {
    case abi::Kind::boolean:
        return abi::ColumnType::u8;
    case abi::Kind::number:
    case abi::Kind::money:
        return abi::ColumnType::i64;
    case abi::Kind::date:
    case abi::Kind::text:
    case abi::Kind::place:
        return abi::ColumnType::i32;
    case abi::Kind::code: {
        const abi::Enum& codes = vocabulary.enums[field.enumeration];
        return codes.open                  ? abi::ColumnType::i32
               : codes.values.size() > 256 ? abi::ColumnType::u16
                                           : abi::ColumnType::u8;
    }
    }
    unreachable_state("a kind out of range");
}

}  // namespace

std::vector<Input> inputs_of(const abi::Vocabulary& vocabulary) {
    std::vector<Input> inputs;
    inputs.reserve(vocabulary.fields.size());
    for (std::uint32_t f = 0; f < vocabulary.fields.size(); ++f) {
        const abi::Field& field = vocabulary.fields[f];
        inputs.push_back({f, type_of(field, vocabulary), !field.required});
    }
    return inputs;
}

}  // namespace pol::columns
