#include "runtime/data/settlement_columns.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/claims/write.h"
#include "runtime/data/values.h"
#include "runtime/data/write.h"
#include "runtime/value/text.h"

namespace pol::data {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

Type plain(const Library& library, duckdb_type id) {
    return {library, library.create_logical_type(id)};
}

Type struct_of(const Library& library, const std::vector<const char*>& names,
               const std::vector<Type>& types) {
    std::vector<duckdb_logical_type> inner;
    inner.reserve(types.size());
    for (const Type& type : types) {
        inner.push_back(type.get());
    }
    // The interface takes pointers to what it does not change.
    std::vector<const char*> copied = names;
    return {library, library.create_struct_type(inner.data(), copied.data(), names.size())};
}

Type list_of_texts(const Library& library, const std::vector<const char*>& names) {
    std::vector<Type> types;
    types.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        types.push_back(plain(library, DUCKDB_TYPE_VARCHAR));
    }
    const Type element = struct_of(library, names, types);
    return {library, library.create_list_type(element.get())};
}

Type type_of(const Library& library, const abi::ResultField& field) {
    constexpr std::uint8_t widest = 18;  // digits of 64 bits
    constexpr std::uint8_t of_money = 16;
    switch (field.kind) {
    case abi::Kind::money:
        return {library, library.create_decimal_type(field.scale == 0 ? of_money : widest,
                                                     static_cast<std::uint8_t>(2 + field.scale))};
    case abi::Kind::boolean:
        return plain(library, DUCKDB_TYPE_BOOLEAN);
    case abi::Kind::date:
        return plain(library, DUCKDB_TYPE_DATE);
    case abi::Kind::number:
        if (field.scale > 0) {
            return {library, library.create_decimal_type(widest, field.scale)};
        }
        break;
    case abi::Kind::text:
    case abi::Kind::place:
    case abi::Kind::code:
        break;
    }
    return plain(library, DUCKDB_TYPE_BIGINT);
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 128; });
}

duckdb_string_t inlined(std::string_view text) {
    duckdb_string_t made{};
    made.value.inlined.length = static_cast<std::uint32_t>(text.size());
    std::memcpy(made.value.inlined.inlined, text.data(), text.size());
    return made;
}

}  // namespace

std::vector<std::string> result_names(const abi::Vocabulary& vocabulary) {
    std::vector<std::string> names{std::string(vocabulary.number()),
                                   "psn_no",
                                   "status",
                                   std::string(claims::answered_by(vocabulary)),
                                   "reasons",
                                   "faults"};
    names.reserve(names.size() + vocabulary.results.size());
    for (const abi::ResultField& field : vocabulary.results) {
        names.push_back(field.external);
    }
    return names;
}

UnknownResults unknown_results(const abi::Vocabulary& vocabulary,
                               const std::vector<std::string>& select) {
    UnknownResults unknown;
    const std::vector<std::string> all = result_names(vocabulary);
    std::copy_if(select.begin(), select.end(), std::back_inserter(unknown.names),
                 [&](const std::string& name) {
                     return std::find(all.begin(), all.end(), name) == all.end();
                 });
    if (!unknown.names.empty()) {
        unknown.known = all;
    }
    return unknown;
}

SettlementColumns::SettlementColumns(const Library& library, const abi::Vocabulary& vocabulary,
                                     const std::vector<std::string>& select)
    : library_(library), vocabulary_(vocabulary) {
    const std::vector<std::string> all = result_names(vocabulary);
    for (const std::string& name : select.empty() ? all : select) {
        const auto at = std::find(all.begin(), all.end(), name);
        if (at == all.end()) {
            continue;
        }
        const auto what = static_cast<std::uint32_t>(at - all.begin());
        what_.push_back(what);
        names_.push_back(name);
        switch (what) {
        case kNumber:
        case kPerson:
        case kStatus:
        case kBenefit:
            types_.push_back(plain(library, DUCKDB_TYPE_VARCHAR));
            break;
        case kReasons:
            types_.push_back(list_of_texts(library, {"kind", "code", "text", "cite"}));
            break;
        case kFaults:
            types_.push_back(list_of_texts(library, {"code", "field", "text"}));
            break;
        default:
            types_.push_back(type_of(library, vocabulary.results[what - kResults]));
        }
    }
}

Type SettlementColumns::whole() const {
    std::vector<const char*> names;
    names.reserve(names_.size());
    for (const std::string& name : names_) {
        names.push_back(name.c_str());
    }
    return struct_of(library_, names, types_);
}

SettlementColumns::Vectors SettlementColumns::of_chunk(duckdb_data_chunk chunk) const {
    Vectors vectors;
    vectors.reserve(count());
    for (std::size_t i = 0; i < count(); ++i) {
        vectors.push_back(library_.data_chunk_get_vector(chunk, i));
    }
    return vectors;
}

SettlementColumns::Vectors SettlementColumns::of_struct(duckdb_vector vector) const {
    Vectors vectors;
    vectors.reserve(count());
    for (std::size_t i = 0; i < count(); ++i) {
        vectors.push_back(library_.struct_vector_get_child(vector, i));
    }
    return vectors;
}

void SettlementColumns::put(const Vectors& vectors, std::size_t row,
                            const claims::Settled& settled) const {
    for (std::size_t c = 0; c < what_.size(); ++c) {
        duckdb_vector vector = vectors[c];
        switch (what_[c]) {
        case kNumber:
            put_text(vector, row, settled.setl_id);
            break;
        case kPerson:
            put_text(vector, row, settled.psn_no);
            break;
        case kStatus:
            put_text(vector, row, claims::word(settled.status, !vocabulary_.filed.empty()));
            break;
        case kBenefit:
            put_text(vector, row, settled.benefit);
            break;
        case kReasons:
            put_reasons(vector, row, settled.reasons);
            break;
        case kFaults:
            put_faults(vector, row, settled.faults);
            break;
        default: {
            const std::size_t result = what_[c] - kResults;
            put_result(vector, row, vocabulary_.results[result], settled.outputs[result]);
        }
        }
    }
}

void SettlementColumns::put(const Vectors& vectors, std::size_t row,
                            const batch::ColumnBatch& batch, std::size_t from,
                            std::size_t count) const {
    const Rows rows{batch, row, from, count};
    for (std::size_t c = 0; c < what_.size(); ++c) {
        switch (what_[c]) {
        case kNumber:
        case kPerson:
            put_names(vectors[c], rows, what_[c] == kPerson);
            break;
        case kStatus:
        case kBenefit:
            put_words(vectors[c], rows, what_[c] == kBenefit);
            break;
        case kReasons:
            put_reasons(vectors[c], rows);
            break;
        case kFaults:
            put_no_elements(vectors[c], row, count);
            break;
        default:
            put_results(vectors[c], rows, what_[c] - kResults);
        }
    }
}

/// They are the database's own texts.
void SettlementColumns::put_names(duckdb_vector vector, const Rows& rows, bool of_people) const {
    auto* texts = static_cast<duckdb_string_t*>(library_.vector_get_data(vector));
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::string_view name =
            of_people ? rows.batch.psn_no(rows.from + i) : rows.batch.setl_id(rows.from + i);
        if (name.empty()) {
            put_null(vector, rows.row + i);
        } else if (name.size() <= kInlined) {
            texts[rows.row + i] = inlined(name);
        } else {
            library_.vector_assign_string_element_len(vector, rows.row + i, name.data(),
                                                      name.size());
        }
    }
}

/// Rows with one word share its text.
void SettlementColumns::put_words(duckdb_vector vector, const Rows& rows, bool of_benefits) const {
    auto* texts = static_cast<duckdb_string_t*>(library_.vector_get_data(vector));
    const auto& benefits = rows.batch.manifest().benefits;
    std::optional<std::int64_t> last;
    std::size_t shown = 0;  // the row that has it
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::int64_t now = of_benefits
                                     ? rows.batch.benefit(rows.from + i)
                                     : static_cast<std::int64_t>(rows.batch.status(rows.from + i));
        const std::size_t row = rows.row + i;
        if (now < 0) {
            put_null(vector, row);
        } else if (last == now) {
            texts[row] = texts[shown];
        } else {
            put_text(vector, row,
                     of_benefits
                         ? std::string_view(benefits[static_cast<std::size_t>(now)].name)
                         : claims::word(static_cast<abi::Status>(now), !vocabulary_.filed.empty()));
            last = now;
            shown = row;
        }
    }
}

void SettlementColumns::put_reasons(duckdb_vector vector, const Rows& rows) const {
    for (std::size_t i = 0; i < rows.count;) {
        std::size_t end = i;
        while (end < rows.count && !rows.batch.answered_any(rows.from + end)) {
            ++end;
        }
        put_no_elements(vector, rows.row + i, end - i);
        if (end < rows.count) {
            put_reasons(vector, rows.row + end, rows.batch.settled(rows.from + end).reasons);
        }
        i = end + 1;
    }
}

void SettlementColumns::put_results(duckdb_vector vector, const Rows& rows,
                                    std::size_t result) const {
    const abi::ResultField& field = vocabulary_.results[result];
    if (field.kind != abi::Kind::boolean && field.kind != abi::Kind::date) {
        auto* into = static_cast<std::int64_t*>(library_.vector_get_data(vector));
        rows.batch.copy_result(result, rows.from, rows.count, into + rows.row);
        return;
    }
    for (std::size_t i = 0; i < rows.count; ++i) {
        put_result(vector, rows.row + i, field, rows.batch.result(result, rows.from + i));
    }
}

void SettlementColumns::put_text(duckdb_vector vector, std::size_t row,
                                 std::string_view text) const {
    if (text.empty()) {
        put_null(vector, row);
        return;
    }
    if (is_ascii(text)) {
        library_.vector_assign_string_element_len(vector, row, text.data(), text.size());
        return;
    }
    const std::string valid = valid_utf8(text);
    library_.vector_assign_string_element_len(vector, row, valid.data(), valid.size());
}

void SettlementColumns::put_reasons(duckdb_vector vector, std::size_t row,
                                    const std::vector<claims::Reason>& reasons) const {
    Elements rows;
    rows.reserve(reasons.size());
    for (const claims::Reason& reason : reasons) {
        rows.push_back({claims::word(reason.kind), reason.code, reason.text, reason.cite});
    }
    put_list(vector, row, rows, kNone);
}

void SettlementColumns::put_faults(duckdb_vector vector, std::size_t row,
                                   const std::vector<claims::ClaimFault>& faults) const {
    Elements rows;
    rows.reserve(faults.size());
    for (const claims::ClaimFault& fault : faults) {
        rows.push_back({name_of(fault.code), fault.field, fault.text});
    }
    put_list(vector, row, rows, 1);
}

void SettlementColumns::put_null(duckdb_vector vector, std::size_t row) const {
    library_.vector_ensure_validity_writable(vector);
    library_.vector_get_validity(vector)[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

void SettlementColumns::put_no_elements(duckdb_vector vector, std::size_t row,
                                        std::size_t count) const {
    const std::size_t first = row == 0 ? 0 : library_.list_vector_get_size(vector);
    auto* entries = static_cast<duckdb_list_entry*>(library_.vector_get_data(vector));
    std::fill_n(entries + row, count, duckdb_list_entry{first, 0});
    library_.list_vector_set_size(vector, first);
}

void SettlementColumns::put_list(duckdb_vector vector, std::size_t row, const Elements& rows,
                                 std::size_t optional) const {
    const std::size_t first = row == 0 ? 0 : library_.list_vector_get_size(vector);
    auto* entries = static_cast<duckdb_list_entry*>(library_.vector_get_data(vector));
    entries[row] = {first, rows.size()};
    library_.list_vector_reserve(vector, first + rows.size());
    library_.list_vector_set_size(vector, first + rows.size());
    if (rows.empty()) {
        return;
    }
    duckdb_vector element = library_.list_vector_get_child(vector);
    for (std::size_t part = 0; part < rows.front().size(); ++part) {
        duckdb_vector texts = library_.struct_vector_get_child(element, part);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::string_view text = rows[i][part];
            if (part == optional && text.empty()) {
                put_null(texts, first + i);
            } else {
                const std::string valid = valid_utf8(text);
                library_.vector_assign_string_element_len(texts, first + i, valid.data(),
                                                          valid.size());
            }
        }
    }
}

void SettlementColumns::put_result(duckdb_vector vector, std::size_t row,
                                   const abi::ResultField& field, std::int64_t value) const {
    void* data = library_.vector_get_data(vector);
    if (field.kind == abi::Kind::boolean) {
        static_cast<bool*>(data)[row] = value != 0;
    } else if (field.kind == abi::Kind::date) {
        static_cast<std::int32_t*>(data)[row] = static_cast<std::int32_t>(value);
    } else {
        static_cast<std::int64_t*>(data)[row] = value;
    }
}

}  // namespace pol::data
