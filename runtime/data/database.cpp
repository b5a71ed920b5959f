#include "runtime/data/database.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

namespace pol::data {
namespace {

std::string quoted(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        out += c;
        if (c == quote) {
            out += c;
        }
    }
    out += quote;
    return out;
}

std::string new_folder() {
    const char* said = std::getenv("TMPDIR");
    std::string name = said != nullptr && *said != '\0' ? said : "/tmp";
    name += "/pol.XXXXXX";
    return ::mkdtemp(name.data()) == nullptr ? "" : name;
}

/// Statements that were read and not run yet.
class Statements {
  public:
    Statements(const Library& library, duckdb_connection connection, const std::string& text)
        : library_(library), connection_(connection) {
        count_ = library.extract_statements(connection, text.c_str(), &all_);
    }
    ~Statements() { library_.destroy_extracted(&all_); }
    Statements(const Statements&) = delete;
    Statements& operator=(const Statements&) = delete;

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::string error() const {
        const char* why = library_.extract_statements_error(all_);
        return why == nullptr ? "" : why;
    }

    tl::expected<Result, std::string> run(std::size_t index, const Connection::GoesOn& goes_on) {
        duckdb_prepared_statement prepared = nullptr;
        tl::expected<Result, std::string> result = run(index, prepared, goes_on);
        library_.destroy_prepare(&prepared);
        return result;
    }

  private:
    tl::expected<Result, std::string> run(std::size_t index, duckdb_prepared_statement& prepared,
                                          const Connection::GoesOn& goes_on) {
        if (library_.prepare_extracted_statement(connection_, all_, index, &prepared) !=
            DuckDBSuccess) {
            return tl::unexpected(std::string(library_.prepare_error(prepared)));
        }
        duckdb_pending_result pending = nullptr;
        duckdb_result result{};
        const auto failed = [&]() -> tl::expected<Result, std::string> {
            std::string why = library_.pending_error(pending);
            library_.destroy_pending(&pending);
            return tl::unexpected(std::move(why));
        };
        if (library_.pending_prepared_streaming(prepared, &pending) != DuckDBSuccess) {
            return failed();
        }
        // The library itself waits for what other threads work on without ever giving up its own.
        constexpr std::chrono::microseconds pause(200);
        for (duckdb_pending_state state = DUCKDB_PENDING_RESULT_NOT_READY;
             !library_.pending_execution_is_finished(state);) {
            state = library_.pending_execute_task(pending);
            if (state == DUCKDB_PENDING_ERROR) {
                return failed();
            }
            if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
                std::this_thread::sleep_for(pause);
            }
            if (goes_on && !goes_on()) {
                library_.interrupt(connection_);
            }
        }
        const bool good = library_.execute_pending(pending, &result) == DuckDBSuccess;
        library_.destroy_pending(&pending);
        Result held(library_, result);
        if (!good) {
            return tl::unexpected(std::string(library_.result_error(&result)));
        }
        return held;
    }

    const Library& library_;
    duckdb_connection connection_;
    duckdb_extracted_statements all_ = nullptr;
    std::size_t count_ = 0;
};

/// What a statement does is done when its answer has been fetched to the end.
std::optional<std::string> drain(Result& result) {
    for (;;) {
        auto chunk = result.next();
        if (!chunk) {
            return std::move(chunk).error();
        }
        if (!*chunk) {
            return std::nullopt;
        }
    }
}

}  // namespace

Type::~Type() {
    if (type_ != nullptr) {
        library_->destroy_logical_type(&type_);
    }
}

Type::Type(Type&& other) noexcept
    : library_(other.library_), type_(std::exchange(other.type_, nullptr)) {}

Type& Type::operator=(Type&& other) noexcept {
    std::swap(library_, other.library_);
    std::swap(type_, other.type_);
    return *this;
}

Chunk::~Chunk() {
    if (chunk_ != nullptr) {
        library_->destroy_data_chunk(&chunk_);
    }
}

Chunk::Chunk(Chunk&& other) noexcept
    : library_(other.library_), chunk_(std::exchange(other.chunk_, nullptr)) {}

Chunk& Chunk::operator=(Chunk&& other) noexcept {
    std::swap(library_, other.library_);
    std::swap(chunk_, other.chunk_);
    return *this;
}

Result::~Result() {
    if (is_owned_) {
        library_->destroy_result(&result_);
    }
}

Result::Result(Result&& other) noexcept
    : library_(other.library_),
      result_(other.result_),
      is_owned_(std::exchange(other.is_owned_, false)) {}

std::size_t Result::columns() {
    return library_->column_count(&result_);
}

std::string Result::name(std::size_t column) {
    const char* name = library_->column_name(&result_, column);
    return name == nullptr ? "" : name;
}

Type Result::type(std::size_t column) {
    return {*library_, library_->column_logical_type(&result_, column)};
}

bool Result::is_query() {
    return library_->result_return_type(result_) == DUCKDB_RESULT_TYPE_QUERY_RESULT;
}

tl::expected<std::optional<Chunk>, std::string> Result::next() {
    duckdb_data_chunk chunk = library_->fetch_chunk(result_);
    if (chunk == nullptr) {
        const char* why = library_->result_error(&result_);
        if (why != nullptr && *why != '\0') {
            return tl::unexpected(std::string(why));
        }
        return std::optional<Chunk>();
    }
    return std::optional<Chunk>(Chunk(*library_, chunk));
}

Connection::~Connection() {
    if (connection_ != nullptr) {
        library_->disconnect(&connection_);
    }
}

Connection::Connection(Connection&& other) noexcept
    : library_(other.library_), connection_(std::exchange(other.connection_, nullptr)) {}

tl::expected<Result, std::string> Connection::query(const std::string& text) {
    Statements statements(*library_, connection_, text);
    if (statements.count() == 0) {
        return tl::unexpected(statements.error());
    }
    for (std::size_t i = 0; i + 1 < statements.count(); ++i) {
        auto result = statements.run(i, {});
        if (!result) {
            return result;
        }
        if (auto why = drain(*result)) {
            return tl::unexpected(*std::move(why));
        }
    }
    return statements.run(statements.count() - 1, {});
}

std::optional<std::string> Connection::query_all(const std::string& text, const Each& each,
                                                 const GoesOn& goes_on) {
    Statements statements(*library_, connection_, text);
    if (statements.count() == 0) {
        return statements.error();
    }
    for (std::size_t i = 0; i < statements.count(); ++i) {
        auto result = statements.run(i, goes_on);
        if (!result) {
            return std::move(result).error();
        }
        if (auto why = each(*result)) {
            return why;
        }
        if (auto why = drain(*result)) {
            return why;
        }
    }
    return std::nullopt;
}

tl::expected<std::int64_t, std::string> Connection::number(const std::string& text) {
    auto result = query(text);
    if (!result) {
        return tl::unexpected(std::move(result).error());
    }
    auto chunk = result->next();
    if (!chunk) {
        return tl::unexpected(std::move(chunk).error());
    }
    const bool is_there = *chunk && (*chunk)->rows() > 0;
    const std::int64_t number =
        is_there ? *static_cast<const std::int64_t*>(library_->vector_get_data((*chunk)->column(0)))
                 : 0;
    if (auto why = drain(*result)) {
        return tl::unexpected(*std::move(why));
    }
    return number;
}

std::uint64_t most_threads(const Limits& limits) {
    return limits.threads > 0 ? limits.threads : std::max(1U, std::thread::hardware_concurrency());
}

tl::expected<std::unique_ptr<Database>, std::string> Database::open(const Library& library,
                                                                    const Limits& limits) {
    std::unique_ptr<Database> made(new Database(library));
    made->folder_ = new_folder();
    duckdb_config config = nullptr;
    library.create_config(&config);
    // Extensions would be fetched from the network; what is needed is in the library.
    library.set_config(config, "autoinstall_known_extensions", "false");
    if (!made->folder_.empty()) {
        library.set_config(config, "temp_directory", made->folder_.c_str());
    }
    std::uint64_t threads = most_threads(limits);
    if (limits.memory != 0) {
        // Each thread holds pieces of its own that no disk can take.
        constexpr std::uint64_t of_thread = std::uint64_t{512} << 20U;
        threads = std::clamp<std::uint64_t>(limits.memory / of_thread, 1, threads);
        library.set_config(config, "memory_limit", fmt::format("{}B", limits.memory).c_str());
    }
    library.set_config(config, "threads", fmt::to_string(threads).c_str());
    char* why = nullptr;
    const bool good = library.open_ext(nullptr, &made->database_, config, &why) == DuckDBSuccess;
    library.destroy_config(&config);
    if (!good) {
        std::string text = why == nullptr ? "" : why;
        library.free(why);
        return tl::unexpected(std::move(text));
    }
    return made;
}

Database::~Database() {
    if (database_ != nullptr) {
        library_.close(&database_);
    }
    if (!folder_.empty()) {
        std::error_code failed;
        std::filesystem::remove_all(folder_, failed);
    }
}

tl::expected<Connection, std::string> Database::connect() {
    duckdb_connection connection = nullptr;
    if (library_.connect(database_, &connection) != DuckDBSuccess) {
        return tl::unexpected(std::string("connect"));
    }
    return Connection(library_, connection);
}

std::string sql_text(std::string_view text) {
    return quoted(text, '\'');
}

std::string sql_name(std::string_view name) {
    return quoted(name, '"');
}

}  // namespace pol::data
