#include "runtime/data/function.h"

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/account/store.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/words.h"
#include "runtime/data/people.h"

namespace pol::data {
namespace {

/// What one thread settles with.
struct Worker {
    RowReader reader;
    std::optional<batch::ColumnBatch> batch;
};

/// The parts of the argument, as columns of claims, and who settles them.
class Argument {
  public:
    Argument(Shape shape, const SettleFunction& function)
        : shape_(std::move(shape)),
          parts_{shape_.names, shape_.parts},
          function_(function),
          is_claim_(shape_.id == DUCKDB_TYPE_STRUCT) {}

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

    /// A worker that nobody else has; to be given back.
    [[nodiscard]] std::unique_ptr<Worker> take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) {
            return make();
        }
        std::unique_ptr<Worker> worker = std::move(free_.back());
        free_.pop_back();
        return worker;
    }
    void give_back(std::unique_ptr<Worker> worker) {
        const std::scoped_lock lock(mutex_);
        free_.push_back(std::move(worker));
    }

  private:
    [[nodiscard]] std::unique_ptr<Worker> make() {
        auto worker = std::unique_ptr<Worker>(new Worker{
            RowReader(function_.manifest, parts_, no_firsts_, function_.lang), std::nullopt});
        if (const abi::ColumnEngine* kernel = function_.kernel()) {
            worker->batch.emplace(*kernel, function_.manifest, true);
        }
        return worker;
    }

    Shape shape_;
    Columns parts_;
    const SettleFunction& function_;
    bool is_claim_;
    FirstRows no_firsts_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Worker>> free_;
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
claims::Settled settle(const SettleFunction& function, Worker& worker,
                       const std::vector<View>& views, std::size_t row) {
    std::vector<claims::Claim> claims;
    claims.push_back(worker.reader.claim(views, row, row + 1));
    account::Store accounts;
    batch::Options options;
    options.lang = function.lang;
    return std::move(batch::settle(claims, function.manifest, function.engine, accounts,
                                   worker.reader.texts(), options)
                         .front());
}

void settle_all(const SettleFunction& function, Argument& argument, duckdb_data_chunk input,
                duckdb_vector output) {
    const Library& library = opened_library();
    const View whole(library, argument.shape(), library.data_chunk_get_vector(input, 0));
    const std::size_t rows = library.data_chunk_get_size(input);
    const SettlementColumns::Vectors vectors = function.columns.of_struct(output);
    std::unique_ptr<Worker> worker = argument.take();
    worker->reader.begin();
    if (worker->batch) {
        worker->batch->clear();
        worker->reader.fill(whole.parts(), rows, *worker->batch);
        worker->batch->settle();
    }
    for (std::size_t row = 0; row < rows;) {
        std::size_t end = row;
        while (end < rows && worker->batch && !worker->batch->is_alone(end)) {
            ++end;
        }
        if (end > row) {
            function.columns.put(vectors, row, *worker->batch, row, end - row);
            row = end;
            continue;
        }
        function.columns.put(vectors, row, settle(function, *worker, whole.parts(), row));
        ++row;
    }
    argument.give_back(std::move(worker));
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
