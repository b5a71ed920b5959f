// A database and its statements. Nothing here knows claims.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/data/library.h"
#include "runtime/data/limits.h"

namespace pol::data {

/// A column's type, freed with this object.
class Type {
  public:
    Type(const Library& library, duckdb_logical_type type) : library_(&library), type_(type) {}
    ~Type();
    Type(Type&& other) noexcept;
    Type& operator=(Type&& other) noexcept;
    Type(const Type&) = delete;
    Type& operator=(const Type&) = delete;
    [[nodiscard]] duckdb_logical_type get() const { return type_; }
    [[nodiscard]] duckdb_type id() const { return library_->get_type_id(type_); }

  private:
    const Library* library_;
    duckdb_logical_type type_;
};

/// Some thousand rows.
class Chunk {
  public:
    Chunk(const Library& library, duckdb_data_chunk chunk) : library_(&library), chunk_(chunk) {}
    ~Chunk();
    Chunk(Chunk&& other) noexcept;
    Chunk& operator=(Chunk&& other) noexcept;
    Chunk(const Chunk&) = delete;
    Chunk& operator=(const Chunk&) = delete;
    [[nodiscard]] std::size_t rows() const { return library_->data_chunk_get_size(chunk_); }
    [[nodiscard]] duckdb_vector column(std::size_t index) const {
        return library_->data_chunk_get_vector(chunk_, index);
    }

  private:
    const Library* library_;
    duckdb_data_chunk chunk_;
};

/// What a statement answers, computed as it is fetched.
class Result {
  public:
    Result(const Library& library, duckdb_result result) : library_(&library), result_(result) {}
    ~Result();
    Result(Result&& other) noexcept;
    Result& operator=(Result&& other) = delete;
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;

    [[nodiscard]] std::size_t columns();
    [[nodiscard]] std::string name(std::size_t column);
    [[nodiscard]] Type type(std::size_t column);
    /// It is rows that were asked for, not only that something was done.
    [[nodiscard]] bool is_query();
    /// Nothing at the end. The error is the database's text.
    [[nodiscard]] tl::expected<std::optional<Chunk>, std::string> next();

  private:
    const Library* library_;
    duckdb_result result_;
    bool is_owned_ = true;
};

class Connection {
  public:
    Connection(const Library& library, duckdb_connection connection)
        : library_(&library), connection_(connection) {}
    ~Connection();
    Connection(Connection&& other) noexcept;
    Connection& operator=(Connection&& other) = delete;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs all statements of a text; the answer is the last one's. The error is the database's
    /// text.
    [[nodiscard]] tl::expected<Result, std::string> query(const std::string& text);
    /// The same, with every answer but the last given to `each` first, which may end it all by an
    /// error of its own. `goes_on` is asked now and then while a statement runs; false ends it.
    using Each = std::function<std::optional<std::string>(Result&)>;
    using GoesOn = std::function<bool()>;
    [[nodiscard]] std::optional<std::string> query_all(const std::string& text, const Each& each,
                                                       const GoesOn& goes_on = {});
    /// The number in the first row and column of an answer.
    [[nodiscard]] tl::expected<std::int64_t, std::string> number(const std::string& text);
    [[nodiscard]] duckdb_connection get() const { return connection_; }
    [[nodiscard]] const Library& library() const { return *library_; }
    /// Ends what is running, from any thread.
    void interrupt() { library_->interrupt(connection_); }

  private:
    const Library* library_;
    duckdb_connection connection_;
};

/// The threads that are allowed, however little memory there is.
[[nodiscard]] std::uint64_t most_threads(const Limits& limits);

/// A database in memory. What does not fit goes to a folder of its own below TMPDIR, gone with this
/// object.
class Database {
  public:
    [[nodiscard]] static tl::expected<std::unique_ptr<Database>, std::string>
    open(const Library& library, const Limits& limits);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] tl::expected<Connection, std::string> connect();
    [[nodiscard]] const Library& library() const { return library_; }
    /// For what has no room in memory; empty: none could be made.
    [[nodiscard]] const std::string& folder() const { return folder_; }

  private:
    explicit Database(const Library& library) : library_(library) {}
    const Library& library_;
    duckdb_database database_ = nullptr;
    std::string folder_;
};

/// A text as SQL writes it: it's -> 'it''s'; a name: "a""b".
[[nodiscard]] std::string sql_text(std::string_view text);
[[nodiscard]] std::string sql_name(std::string_view name);

}  // namespace pol::data
