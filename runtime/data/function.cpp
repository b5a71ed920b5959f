#include "runtime/data/function.h"

#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/account/store.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/words.h"

namespace pol::data {
namespace {

/// The parts of the argument, as columns of claims.
struct Argument {
    Shape shape;
    Columns parts;
};
using Held = std::shared_ptr<const Argument>;

void drop(void* held) {
    delete static_cast<Held*>(held);
}

void* copy(void* held) {
    return new Held(*static_cast<Held*>(held));
}

Shape argument_shape(const Library& library, duckdb_bind_info info) {
    duckdb_expression argument = library.scalar_function_bind_get_argument(info, 0);
    const Type type(library, library.expression_return_type(argument));
    library.destroy_expression(&argument);
    return shape_of(library, type.get());
}

std::optional<std::string> wrong(const Argument& argument, const SettleFunction& function) {
    if (argument.shape.id != DUCKDB_TYPE_STRUCT) {
        return claims::say(function.lang,
                           "{} 的参数应是一笔就诊的 STRUCT，如 SELECT {}(c) FROM claims c",
                           "{} takes a STRUCT of one claim, as in SELECT {}(c) FROM claims c",
                           function.name, function.name);
    }
    return wrong_columns(argument.parts, function.manifest.vocabulary, function.lang);
}

void bind(duckdb_bind_info info) {
    const Library& library = opened_library();
    const auto& function =
        *static_cast<SettleFunction*>(library.scalar_function_bind_get_extra_info(info));
    Argument argument;
    argument.shape = argument_shape(library, info);
    argument.parts = {argument.shape.names, argument.shape.parts};
    if (const auto why = wrong(argument, function)) {
        library.scalar_function_bind_set_error(info, why->c_str());
        return;
    }
    library.scalar_function_set_bind_data(
        info, new Held(std::make_shared<const Argument>(std::move(argument))), drop);
    library.scalar_function_set_bind_data_copy(info, copy);
}

/// Names that nobody knows are no fault here: a row may have any columns beside a claim's.
claims::Settled settle(const SettleFunction& function, const Columns& parts,
                       const std::vector<View>& views, std::size_t row) {
    claims::TextTable texts(function.manifest.texts);
    std::vector<claims::Notice> notices;
    claims::FieldReader fields(function.manifest.vocabulary, texts, function.lang);
    claims::ClaimBuilder builder(function.manifest.vocabulary, fields, function.lang, notices,
                                 nullptr);
    std::vector<claims::Claim> claims;
    claims.push_back(builder.build(record_of(parts, views, row, row + 1)));
    account::Store accounts;
    batch::Options options;
    options.lang = function.lang;
    return std::move(
        batch::settle(claims, function.manifest, function.engine, accounts, texts, options)
            .front());
}

void settle_all(const SettleFunction& function, const Argument& argument, duckdb_data_chunk input,
                duckdb_vector output) {
    const Library& library = opened_library();
    const View whole(library, argument.shape, library.data_chunk_get_vector(input, 0));
    const std::size_t rows = library.data_chunk_get_size(input);
    const SettlementColumns::Vectors vectors = function.columns.of_struct(output);
    for (std::size_t row = 0; row < rows; ++row) {
        function.columns.put(vectors, row, settle(function, argument.parts, whole.parts(), row));
    }
}

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
    const Library& library = opened_library();
    const auto& function =
        *static_cast<SettleFunction*>(library.scalar_function_get_extra_info(info));
    const auto& argument = **static_cast<const Held*>(library.scalar_function_get_bind_data(info));
    try {
        settle_all(function, argument, input, output);
    } catch (const std::exception& e) {
        library.scalar_function_set_error(info, e.what());
    }
}

}  // namespace

void register_function(const Connection& connection, SettleFunction& function) {
    const Library& library = connection.library();
    duckdb_scalar_function made = library.create_scalar_function();
    const Type any(library, library.create_logical_type(DUCKDB_TYPE_ANY));
    library.scalar_function_set_name(made, function.name.c_str());
    library.scalar_function_add_parameter(made, any.get());
    library.scalar_function_set_return_type(made, function.columns.whole().get());
    library.scalar_function_set_extra_info(made, &function, nullptr);
    library.scalar_function_set_bind(made, bind);
    library.scalar_function_set_function(made, call);
    library.register_scalar_function(connection.get(), made);
    library.destroy_scalar_function(&made);
}

}  // namespace pol::data
