#include "runtime/data/function.h"

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "runtime/claims/words.h"
#include "runtime/data/chunk_settling.h"

namespace pol::data {
namespace {

/// The parts of the argument, as columns of claims, and who settles them.
class Argument {
  public:
    Argument(Shape shape, const SettleFunction& function)
        : shape_(std::move(shape)),
          parts_{shape_.names, shape_.parts},
          function_(function),
          is_claim_(shape_.id == DUCKDB_TYPE_STRUCT) {
        match_names(parts_, function.manifest.vocabulary);
        shape_.names = parts_.names;
        shape_.parts = parts_.shapes;
    }

    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] std::optional<std::string> wrong() const {
        if (!is_claim_) {
            return claims::say(function_.lang,
                               "{} 的参数应是一笔就诊的 STRUCT，如 SELECT {}(c) FROM claims c",
                               "{} takes a STRUCT of one claim, as in SELECT {}(c) FROM claims c",
                               function_.name, function_.name);
        }
        return wrong_columns(parts_, function_.manifest.vocabulary, function_.lang);
    }

    /// Made when a row is there to settle, since a kernel takes its time.
    [[nodiscard]] ChunkSettlers& settlers() {
        std::call_once(is_made_, [this] {
            all_.emplace(ChunkSettling{{function_.manifest, function_.engine, function_.kernel()},
                                       parts_,
                                       no_firsts_,
                                       function_.lang,
                                       function_.columns});
            settlers_.emplace(*all_);
        });
        return *settlers_;
    }

  private:
    Shape shape_;
    Columns parts_;
    const SettleFunction& function_;
    bool is_claim_;
    FirstRows no_firsts_;
    std::once_flag is_made_;
    std::optional<ChunkSettling> all_;
    std::optional<ChunkSettlers> settlers_;
};
using Held = std::shared_ptr<Argument>;

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

void bind(duckdb_bind_info info) {
    const Library& library = opened_library();
    const auto& function =
        *static_cast<SettleFunction*>(library.scalar_function_bind_get_extra_info(info));
    auto argument = std::make_shared<Argument>(argument_shape(library, info), function);
    if (const auto why = argument->wrong()) {
        library.scalar_function_bind_set_error(info, why->c_str());
        return;
    }
    library.scalar_function_set_bind_data(info, new Held(std::move(argument)), drop);
    library.scalar_function_set_bind_data_copy(info, copy);
}

/// Names that nobody knows are no fault here: a row may have any columns beside a claim's.
void settle_all(const SettleFunction& function, Argument& argument, duckdb_data_chunk input,
                duckdb_vector output) {
    const Library& library = opened_library();
    const View whole(library, argument.shape(), library.data_chunk_get_vector(input, 0));
    std::unique_ptr<ChunkSettler> settler = argument.settlers().take();
    settler->settle(whole.parts(), library.data_chunk_get_size(input), nullptr,
                    function.columns.of_struct(output), nullptr);
    argument.settlers().give_back(std::move(settler));
}

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
    const Library& library = opened_library();
    const auto& function =
        *static_cast<SettleFunction*>(library.scalar_function_get_extra_info(info));
    auto& argument = **static_cast<const Held*>(library.scalar_function_get_bind_data(info));
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
