#include "compiler/driver/archive.h"

#include <exception>
#include <istream>
#include <ostream>
#include <sstream>
#include <streambuf>

#include <cereal/archives/binary.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>

// What a structure consists of, for the library. Texts that only explanations show are left out: a
// formula, the places of expressions.

namespace pol::abi {

template <class A>
void serialize(A& a, EnumValue& x) {
    a(x.name, x.code, x.wider);
}
template <class A>
void serialize(A& a, Enum& x) {
    a(x.name, x.open, x.prefix, x.values);
}
template <class A>
void serialize(A& a, Default& x) {
    a(x.kind, x.value);
}
template <class A>
void serialize(A& a, Field& x) {
    a(x.name, x.external, x.kind, x.scale, x.enumeration, x.pieces, x.required, x.fallback);
}
template <class A>
void serialize(A& a, ListField& x) {
    a(x.name, x.external, x.fields);
}
template <class A>
void serialize(A& a, ResultField& x) {
    a(x.name, x.external, x.kind, x.scale);
}
template <class A>
void serialize(A& a, Vocabulary& x) {
    a(x.enums, x.fields, x.lists, x.results, x.filed);
}
template <class A>
void serialize(A& a, Cite& x) {
    a(x.source, x.document, x.clause);
}
template <class A>
void serialize(A& a, StepRow& x) {
    a(x.name, x.kind, x.scale, x.enumeration, x.cites, x.place);
}
template <class A>
void serialize(A& a, AnswerRow& x) {
    a(x.kind, x.code, x.text, x.cites, x.condition);
}
template <class A>
void serialize(A& a, YearSplit& x) {
    a(x.list, x.date, x.month, x.day);
}
template <class A>
void serialize(A& a, BenefitRow& x) {
    a(x.name, x.cites, x.years);
}
template <class A>
void serialize(A& a, AccountRow& x) {
    a(x.name, x.period, x.keys, x.key_enums, x.of_claim);
}
template <class A>
void serialize(A& a, Manifest& x) {
    a(x.vocabulary, x.texts, x.steps, x.answers, x.benefits, x.accounts);
}
template <class A>
void serialize(A& a, InsuredPlaces& x) {
    a(x.field, x.places);
}

}  // namespace pol::abi

namespace pol::ir {

template <class A, class Tag>
void serialize(A& a, Id<Tag>& x) {
    a(x.value);
}
template <class A>
void serialize(A& a, Type& x) {
    a(x.kind, x.scale, x.optional, x.enumeration);
}
template <class A>
void serialize(A& a, Node& x) {
    a(x.op, x.type, x.args, x.ref, x.ref2, x.value);
}
template <class A>
void serialize(A& a, Quantity& x) {
    a(x.name, x.role, x.expression);
}
template <class A>
void serialize(A& a, KeyRange& x) {
    a(x.low, x.high);
}
template <class A>
void serialize(A& a, RowKey& x) {
    a(x.any, x.ranges);
}
template <class A>
void serialize(A& a, Cell& x) {
    a(x.present, x.value);
}
template <class A>
void serialize(A& a, Row& x) {
    a(x.keys, x.cells);
}
template <class A>
void serialize(A& a, Column& x) {
    a(x.name, x.type);
}
template <class A>
void serialize(A& a, Table& x) {
    a(x.name, x.keys, x.columns, x.rows, x.miss, x.misses);
}
template <class A>
void serialize(A& a, Account& x) {
    a(x.name, x.period, x.keys);
}
template <class A>
void serialize(A& a, Answer& x) {
    a(x.kind, x.code, x.holds, x.no_calc, x.counts);
}
template <class A>
void serialize(A& a, Compute& x) {
    a(x.quantity);
}
template <class A>
void serialize(A& a, Require& x) {
    a(x.condition, x.fault);
}
template <class A>
void serialize(A& a, Post& x) {
    a(x.account, x.period, x.keys, x.amount);
}
template <class A>
void serialize(A& a, Output& x) {
    a(x.result, x.quantity);
}
template <class A>
void serialize(A& a, YearSplit& x) {
    a(x.list, x.date, x.month, x.day);
}
template <class A>
void serialize(A& a, Benefit& x) {
    a(x.name, x.root, x.version, x.holds, x.opening, x.years, x.answers, x.steps, x.outputs,
      x.outputs_skipped);
}
template <class A>
void serialize(A& a, Jurisdiction& x) {
    a(x.name, x.holds, x.benefits);
}
template <class A>
void serialize(A& a, Program& x) {
    a(x.vocabulary, x.texts, x.tables, x.accounts, x.nodes, x.quantities, x.answers, x.benefits,
      x.jurisdictions);
}
template <class A>
void serialize(A& a, Numbers& x) {
    a(x.quantities, x.accounts, x.answers, x.benefits);
}
template <class A>
void serialize(A& a, Slice& x) {
    a(x.program, x.whole);
}

}  // namespace pol::ir

namespace pol::driver {

template <class A>
void serialize(A& a, KeptFile& x) {
    a(x.name, x.hash);
}
template <class A>
void serialize(A& a, Slices& x) {
    a(x.places, x.is_given, x.names, x.lists, x.reads_accounts);
}
template <class A>
void serialize(A& a, Kept& x) {
    a(x.files, x.filings, x.slices, x.manifest);
}

namespace {

/// Reads bytes where they are.
class Bytes : public std::streambuf {
  public:
    explicit Bytes(std::string_view bytes) {
        char* first = const_cast<char*>(bytes.data());  // which a get area is not written through
        setg(first, first, first + bytes.size());
    }
};

template <class T>
std::string bytes_of(const T& value) {
    std::ostringstream out;
    cereal::BinaryOutputArchive archive(out);
    archive(value);
    return std::move(out).str();
}

/// The library throws at the end of the bytes.
template <class T>
std::optional<T> value_of(std::string_view bytes) {
    Bytes buffer(bytes);
    std::istream in(&buffer);
    try {
        cereal::BinaryInputArchive archive(in);
        T value;
        archive(value);
        return value;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::string to_bytes(const Kept& kept) {
    return bytes_of(kept);
}

std::string to_bytes(const ir::Slice& slice) {
    return bytes_of(slice);
}

std::optional<Kept> kept_of(std::string_view bytes) {
    return value_of<Kept>(bytes);
}

std::optional<ir::Slice> slice_of(std::string_view bytes) {
    return value_of<ir::Slice>(bytes);
}

}  // namespace pol::driver
