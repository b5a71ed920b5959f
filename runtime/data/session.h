// The door to DuckDB for whoever has claims in tables.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"
#include "runtime/data/claim_table.h"
#include "runtime/data/limits.h"
#include "runtime/data/write.h"

namespace pol::data {

class Database;

/// What a statement of SQL answers, row after row.
struct Answer {
    std::vector<std::string> names;
    using Row = std::vector<claims::json::Value>;
    std::function<tl::expected<std::optional<Row>, std::string>()> next;  ///< nothing at the end
};

/// A table or view of another file.
struct AttachedTable {
    std::string name;
    std::string full_name;  ///< with its schema: main.claims
    std::string query;      ///< that answers its rows
};

/// A value as JSON text.
[[nodiscard]] std::string json_text(const claims::json::Value& value);

/// A database in memory for one run. Every error is a text for people: DuckDB's own in English,
/// ours in the language of the session.
class Session {
  public:
    /// Opens the library too. The error says where it was looked for, or what version was found.
    [[nodiscard]] static tl::expected<std::unique_ptr<Session>, std::string>
    open(claims::Lang lang, const Limits& limits);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// `ClaimTable::open`.
    [[nodiscard]] tl::expected<std::unique_ptr<ClaimTable>, std::string>
    claims(const ClaimTable::Source& source, const abi::Manifest& manifest,
           const ClaimTable::How& how);
    /// How many rows a query has.
    [[nodiscard]] tl::expected<std::int64_t, std::string> count(const std::string& query);
    /// Opens a DuckDB file to read; its tables and views by their names. Once.
    [[nodiscard]] tl::expected<std::vector<AttachedTable>, std::string>
    attach(const std::string& file);
    /// `data::write`.
    [[nodiscard]] std::optional<std::string>
    write(const Target& target, const abi::Vocabulary& vocabulary, const NextBatch& next);

    /// Adds a function of SQL: a STRUCT with the fields of one claim in, the settlement as a STRUCT
    /// out. It keeps no accounts: each claim is settled as its person's first. It is called from
    /// several threads, so the engine must bear that. What is given must outlive the session.
    /// `kernel` is asked for a column engine when a statement first uses the function, once; null
    /// where there is none.
    void add_function(const std::string& name, const abi::Manifest& manifest,
                      const abi::Engine& engine, std::function<const abi::ColumnEngine*()> kernel);
    /// Runs the statements of a text one after the other; `each` is given the answer of each that
    /// has rows, and may end it all by an error of its own. `goes_on` is asked now and then; false
    /// ends what is running, and is an error.
    using Each = std::function<std::optional<std::string>(Answer&)>;
    [[nodiscard]] std::optional<std::string> run(const std::string& text, const Each& each,
                                                 const std::function<bool()>& goes_on = {});

  private:
    class Inside;
    explicit Session(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace pol::data
