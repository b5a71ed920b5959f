#include "runtime/data/session.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/database.h"
#include "runtime/data/function.h"
#include "runtime/data/rows.h"

namespace pol::data {

namespace {

/// Asks but the first time, whoever asks.
std::function<const abi::ColumnEngine*()> once(std::function<const abi::ColumnEngine*()> ask) {
    struct State {
        std::once_flag asked;
        const abi::ColumnEngine* answer = nullptr;
    };
    return [own = std::move(ask), state = std::make_shared<State>()] {
        std::call_once(state->asked, [&] { state->answer = own(); });
        return state->answer;
    };
}

}  // namespace

class Session::Inside {
  public:
    Inside(claims::Lang lang, std::unique_ptr<Database> database, Connection connection)
        : lang_(lang), database_(std::move(database)), connection_(std::move(connection)) {}

    [[nodiscard]] claims::Lang lang() const { return lang_; }
    [[nodiscard]] Database& database() { return *database_; }
    [[nodiscard]] Connection& connection() { return connection_; }

    void keep(std::unique_ptr<SettleFunction> function) {
        register_function(connection_, *functions_.emplace_back(std::move(function)));
    }

  private:
    claims::Lang lang_;
    std::vector<std::unique_ptr<SettleFunction>> functions_;
    std::unique_ptr<Database> database_;
    Connection connection_;
};

Session::Session(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Session::~Session() = default;

tl::expected<std::unique_ptr<Session>, std::string> Session::open(claims::Lang lang,
                                                                  const Limits& limits) {
    const auto opened = library(lang);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    auto database = Database::open(**opened, limits);
    if (!database) {
        return tl::unexpected(std::move(database).error());
    }
    auto connection = (*database)->connect();
    if (!connection) {
        return tl::unexpected(std::move(connection).error());
    }
    auto inside = std::make_unique<Inside>(lang, *std::move(database), *std::move(connection));
    return std::unique_ptr<Session>(new Session(std::move(inside)));
}

tl::expected<std::unique_ptr<ClaimTable>, std::string>
Session::claims(const ClaimTable::Source& source, const abi::Manifest& manifest,
                const ClaimTable::How& how) {
    return ClaimTable::open(inside_->database(), source, manifest, inside_->lang(), how);
}

tl::expected<std::int64_t, std::string> Session::count(const std::string& query) {
    std::string own = query;
    const std::size_t last = own.find_last_not_of("; \t\r\n");
    own.resize(last == std::string::npos ? 0 : last + 1);
    return inside_->connection().number("SELECT count(*) FROM (\n" + own + "\n)");
}

std::optional<std::string> Session::write(const Target& target, const abi::Vocabulary& vocabulary,
                                          const NextBatch& next) {
    return data::write(inside_->database(), target, vocabulary, next);
}

void Session::add_function(const std::string& name, const abi::Manifest& manifest,
                           const abi::Engine& engine,
                           std::function<const abi::ColumnEngine*()> kernel) {
    const Library& library = inside_->connection().library();
    inside_->keep(std::unique_ptr<SettleFunction>(
        new SettleFunction{name, manifest, engine, once(std::move(kernel)), inside_->lang(),
                           SettlementColumns(library, manifest.vocabulary)}));
}

tl::expected<std::vector<AttachedTable>, std::string> Session::attach(const std::string& file) {
    const Library& library = inside_->connection().library();
    // Views of the file may call it by its own name.
    std::string own = std::filesystem::path(file).stem().string();
    if (own.empty() || own == "memory" || own == "temp" || own == "system") {
        own = "pol_in";
    }
    auto rows = inside_->connection().query(fmt::format(
        "ATTACH {0} AS {1} (READ_ONLY); SELECT schema_name, table_name FROM (SELECT "
        "database_name, schema_name, table_name, internal FROM duckdb_tables() UNION ALL SELECT "
        "database_name, schema_name, view_name, internal FROM duckdb_views()) WHERE database_name "
        "= {2} AND NOT internal ORDER BY ALL",
        sql_text(file), sql_name(own), sql_text(own)));
    if (!rows) {
        return tl::unexpected(std::move(rows).error());
    }
    const Columns columns = columns_of(*rows, library);
    std::vector<AttachedTable> tables;
    for (;;) {
        auto chunk = rows->next();
        if (!chunk) {
            return tl::unexpected(std::move(chunk).error());
        }
        if (!*chunk) {
            return tables;
        }
        const std::vector<View> views = views_of(library, columns, **chunk);
        for (std::size_t i = 0; i < (*chunk)->rows(); ++i) {
            const std::string schema(views[0].text(i));
            const std::string name(views[1].text(i));
            tables.push_back({name, fmt::format("{}.{}", schema, name),
                              fmt::format("SELECT * FROM {}.{}.{}", sql_name(own), sql_name(schema),
                                          sql_name(name))});
        }
    }
}

std::optional<std::string> Session::run(const std::string& text, const Each& each,
                                        const std::function<bool()>& goes_on) {
    const Library& library = inside_->connection().library();
    const auto take = [&](Result& result) -> std::optional<std::string> {
        if (!result.is_query()) {
            return std::nullopt;
        }
        const Columns columns = columns_of(result, library);
        std::optional<Chunk> chunk;
        std::vector<View> views;
        std::size_t at = 0;
        Answer answer;
        answer.names = columns.names;
        answer.next = [&]() -> tl::expected<std::optional<Answer::Row>, std::string> {
            while (!chunk || at == chunk->rows()) {
                auto more = result.next();
                if (!more) {
                    return tl::unexpected(std::move(more).error());
                }
                if (!*more) {
                    return std::optional<Answer::Row>();
                }
                chunk = *std::move(more);
                views = views_of(library, columns, *chunk);
                at = 0;
            }
            Answer::Row row;
            row.reserve(views.size());
            for (const View& view : views) {
                row.push_back(view.tree(at));
            }
            ++at;
            return std::optional<Answer::Row>(std::move(row));
        };
        return each(answer);
    };
    return inside_->connection().query_all(text, take, goes_on);
}

}  // namespace pol::data
