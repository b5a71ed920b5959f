#include "runtime/data/claim_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/column_rows.h"
#include "runtime/data/database.h"
#include "runtime/data/direct.h"
#include "runtime/data/gathered_rows.h"
#include "runtime/data/people.h"
#include "runtime/data/rows.h"

namespace pol::data {
namespace {

using claims::Claim;
using claims::Lang;

/// A claim's number, its row, and whose accounts it belongs to.
constexpr const char* kRow = "\"pol.row\"";

const Shape kText{DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};

std::string as_text(std::string_view column) {
    return fmt::format("NULLIF(CAST({} AS VARCHAR), '')", sql_name(column));
}

class Table final : public ClaimTable {
  public:
    Table(const Database& database, Connection connection, const abi::Manifest& manifest, Lang lang,
          const How& how)
        : database_(database),
          connection_(std::move(connection)),
          vocabulary_(manifest.vocabulary),
          lang_(lang),
          by_person_(how.by_person),
          how_(how),
          manifest_(manifest) {}

    std::optional<std::string> open(const Source& source, bool all_numbers) {
        if (auto why = make_view(source)) {
            return why;
        }
        if (all_numbers) {
            if (auto why = find_twice()) {
                return why;
            }
        }
        auto why = find_reversed();
        // A reversal is settled with its original.
        by_person_ = by_person_ || has_reversals_;
        return why;
    }

    tl::expected<std::size_t, std::string> count() override {
        return connection_.number("SELECT count(*) FROM pol_input");
    }

    tl::expected<Share, std::string> take() override {
        if (!is_begun_) {
            is_begun_ = true;
            if (auto why = begin()) {
                return tl::unexpected(*std::move(why));
            }
        }
        if (gathered_) {
            return gathered_->take();
        }
        auto taken = std::make_shared<People>();
        person_.reset();
        for (;;) {
            if (!held_ || at_ == held_->rows) {
                auto more = fetch();
                if (!more) {
                    return tl::unexpected(std::move(more).error());
                }
                if (!*more) {
                    break;
                }
            }
            if (!take_some(*taken)) {
                break;
            }
        }
        return Share{taken->rows(), [taken] { return std::move(*taken); }};
    }

    [[nodiscard]] std::unique_ptr<RowReader> reader() const override {
        return std::make_unique<RowReader>(manifest_, columns_, first_, lang_);
    }

    [[nodiscard]] const std::vector<claims::Notice>& notices() const override { return notices_; }
    [[nodiscard]] bool is_by_person() const override { return by_person_; }
    [[nodiscard]] Connection& connection() override { return connection_; }
    [[nodiscard]] const Columns& columns() const override { return columns_; }
    [[nodiscard]] const FirstRows& first_rows() const override { return first_; }
    [[nodiscard]] std::string_view number() const override { return vocabulary_.number(); }
    [[nodiscard]] const std::string& folder() const override { return database_.folder(); }
    [[nodiscard]] tl::expected<std::size_t, std::string> rows_of_group() override {
        if (file_.empty()) {
            return 0;
        }
        return connection_.number(
            fmt::format("SELECT coalesce(max(row_group_num_rows), 0) FROM parquet_metadata({})",
                        sql_text(file_)));
    }
    [[nodiscard]] std::string columns_and_row() const override {
        return fmt::format("{}, {}", names(), kRow);
    }

  private:
    [[nodiscard]] bool has(std::string_view column) const {
        return std::ranges::find(columns_.names, column) != columns_.names.end();
    }

    std::optional<std::string> make_view(const Source& source) {
        if (!source.file.empty() && number_in_file(source.file)) {
            file_ = source.file;
            return find_columns();
        }
        std::string query = source.query;
        const std::size_t last = query.find_last_not_of("; \t\r\n");
        query.resize(last == std::string::npos ? 0 : last + 1);
        const auto why =
            view(fmt::format("SELECT *, row_number() OVER () AS {} FROM (\n{}\n)", kRow, query));
        return why ? why : find_columns();
    }

    /// `pol_input` is what a query answers.
    std::optional<std::string> view(const std::string& query) {
        auto made =
            connection_.query(fmt::format("CREATE OR REPLACE TEMP VIEW pol_input AS {}", query));
        rows_query_ = query;
        return made ? std::nullopt : std::optional(std::move(made).error());
    }

    /// Rows of one file are numbered where they are read, which several threads may do. False where
    /// the file cannot be read so: it is several, or not there, or has a column of that name.
    bool number_in_file(const std::string& file) {
        constexpr std::string_view patterns = "*?[{";
        return file.find_first_of(patterns) == std::string::npos &&
               !view(fmt::format("SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS {} "
                                 "FROM read_parquet({}, file_row_number = true)",
                                 kRow, sql_text(file)));
    }

    /// Moments in seconds, milli- and nanoseconds, also inside of structs and lists, are read as
    /// those in microseconds.
    std::optional<std::string> cast_moments() {
        auto types = connection_.query(
            "SELECT column_name, regexp_replace(column_type, '\\bTIMESTAMP_(S|MS|NS)\\b', "
            "'TIMESTAMP', 'g') AS type FROM (DESCRIBE pol_input) WHERE type <> column_type");
        if (!types) {
            return std::move(types).error();
        }
        std::string casts;
        for (;;) {
            auto chunk = types->next();
            if (!chunk) {
                return std::move(chunk).error();
            }
            if (!*chunk) {
                break;
            }
            const View names(connection_.library(), kText, (*chunk)->column(0));
            const View to(connection_.library(), kText, (*chunk)->column(1));
            for (std::size_t i = 0; i < (*chunk)->rows(); ++i) {
                casts += fmt::format("{0}CAST({1} AS {2}) AS {1}", casts.empty() ? "" : ", ",
                                     sql_name(names.text(i)), to.text(i));
            }
        }
        return casts.empty()
                   ? std::nullopt
                   : view(fmt::format("SELECT * REPLACE ({}) FROM ({})", casts, rows_query_));
    }

    std::optional<std::string> find_columns() {
        if (auto why = cast_moments()) {
            return why;
        }
        auto described = connection_.query("SELECT * EXCLUDE (\"pol.row\") FROM pol_input LIMIT 0");
        if (!described) {
            return std::move(described).error();
        }
        Columns all = columns_of(*described, connection_.library());
        match_names(all, vocabulary_);
        // Fetched to its end: functions could not be added while it is open.
        if (auto end = described->next(); !end) {
            return std::move(end).error();
        }
        if (auto why = wrong_columns(all, vocabulary_, lang_)) {
            return why;
        }
        columns_ = known_columns(all, vocabulary_);
        notices_ = unknown_columns(all, vocabulary_, lang_);
        return std::nullopt;
    }

    /// Numbers that more rows have than one, anywhere in the table; of each the row to settle.
    std::optional<std::string> find_twice() {
        const std::string number = as_text(vocabulary_.number());
        auto twice = connection_.number(fmt::format(
            "CREATE TEMP TABLE pol_twice AS SELECT {0} AS id FROM pol_input WHERE {0} IS NOT NULL "
            "GROUP BY 1 HAVING count(*) > 1; SELECT count(*) FROM pol_twice",
            number));
        if (!twice || *twice == 0) {
            return twice ? std::nullopt : std::optional(std::move(twice).error());
        }
        auto rows = connection_.query(
            fmt::format("SELECT {}, {} FROM pol_input WHERE {} IN (SELECT id FROM "
                        "pol_twice) ORDER BY {}",
                        names(), kRow, number, kRow));
        if (!rows) {
            return std::move(rows).error();
        }
        for (;;) {
            auto chunk = rows->next();
            if (!chunk) {
                return std::move(chunk).error();
            }
            if (!*chunk) {
                return std::nullopt;
            }
            note_firsts(held_rows(connection_.library(), columns_, **std::move(chunk)));
        }
    }

    void note_firsts(const HeldRows& rows) {
        const FirstRows none;
        RowReader reader(manifest_, columns_, none, lang_);
        for (std::size_t i = 0; i < rows.rows; ++i) {
            const Claim claim = reader.claim(rows, i);
            if (claim.faults.empty()) {
                first_.try_emplace(claim.setl_id, claim.line);
            }
        }
    }

    /// Whose accounts a reversal is settled in: its original's, or where that is a reversal too the
    /// one that is settled in.
    std::optional<std::string> find_reversed() {
        if (!vocabulary_.filed.empty() || !has("refd_setl_flag") || !has("init_setl_id")) {
            return std::nullopt;
        }
        constexpr int longest = 8;  // of reversals of reversals, which are faults anyway
        auto found = connection_.number(fmt::format(
            "CREATE TEMP TABLE pol_back AS SELECT {0} AS line, {1} AS id, {2} AS init, {3} AS "
            "person FROM pol_input WHERE upper(CAST(refd_setl_flag AS VARCHAR)) IN ('TRUE', '1');"
            "CREATE TEMP TABLE pol_paid AS SELECT {1} AS id, arg_min({{'person': {3}}}, "
            "{0}).person "
            "AS person FROM pol_input WHERE {1} IN (SELECT init FROM pol_back) GROUP BY 1;"
            "CREATE TEMP TABLE pol_whose AS WITH RECURSIVE chain(line, init, person, depth) AS ("
            "SELECT b.line, b.init, p.person, 1 FROM pol_back b JOIN pol_paid p ON p.id = b.init "
            "UNION ALL "
            "SELECT c.line, b.init, p.person, c.depth + 1 FROM chain c JOIN pol_back b ON b.id = "
            "c.init JOIN pol_paid p ON p.id = b.init WHERE c.depth < {4}) "
            "SELECT line, arg_max({{'person': person}}, depth).person AS person FROM chain GROUP "
            "BY line; SELECT count(*) FROM pol_whose",
            kRow, as_text("setl_id"), as_text("init_setl_id"), as_text("psn_no"), longest));
        if (!found) {
            return std::move(found).error();
        }
        has_reversals_ = *found > 0;
        return std::nullopt;
    }

    [[nodiscard]] std::string names() const {
        std::string all;
        for (const std::string& name : columns_.names) {
            all += fmt::format("{}{}", all.empty() ? "" : ", ", sql_name(name));
        }
        return all;
    }

    /// The rows brought together here, or asked for in order, where no record holds them.
    std::optional<std::string> begin() {
        if (by_person_) {
            auto gathered = gather();
            if (!gathered) {
                return std::move(gathered).error();
            }
            gathered_ = *std::move(gathered);
        }
        if (gathered_) {
            return std::nullopt;
        }
        const std::string order =
            by_person_
                ? fmt::format(" ORDER BY {}, {}", place_of_person() + 1, columns_.names.size() + 1)
                : "";
        auto rows =
            connection_.query(fmt::format("SELECT {} FROM {}{}", values(), rows_from(), order));
        if (!rows) {
            return std::move(rows).error();
        }
        rows_.emplace(*std::move(rows));
        return std::nullopt;
    }

    tl::expected<std::unique_ptr<GatheredRows>, std::string> gather() {
        // Codes and places have few different texts.
        std::vector<bool> few;
        few.reserve(columns_.names.size());
        for (const std::string& name : columns_.names) {
            const auto field = vocabulary_.field(name);
            const abi::Kind kind = field ? vocabulary_.fields[*field].kind : abi::Kind::text;
            few.push_back(kind == abi::Kind::code || kind == abi::Kind::place);
        }
        RowSource source{columns_, std::move(few), own_person(), names(),
                         kRow,     person(),       rows_from()};
        if (!file_.empty()) {
            auto rows = count();
            if (!rows) {
                return tl::unexpected(std::move(rows).error());
            }
            source.rows = *rows;
        }
        return GatheredRows::gather(
            connection_, source,
            {how_.memory, how_.rows, how_.threads, database_.folder(), how_.is_ended});
    }

    /// Of each row the columns, its number, and whose it is where no column says so as it stands.
    /// Records without a person have no accounts and come one by one.
    [[nodiscard]] std::string values() const {
        if (own_person() < columns_.names.size()) {
            return columns_and_row();
        }
        return fmt::format("{}, {}", columns_and_row(), person());
    }

    [[nodiscard]] std::string person() const {
        const std::string named = has("psn_no") ? as_text("psn_no") : "NULL::VARCHAR";
        return has_reversals_
                   ? fmt::format("CASE WHEN w.line IS NULL THEN {} ELSE w.person END", named)
                   : named;
    }

    [[nodiscard]] std::string rows_from() const {
        return has_reversals_ ? "pol_input LEFT JOIN pol_whose w ON w.line = \"pol.row\""
                              : "pol_input";
    }

    /// Among `values`.
    [[nodiscard]] std::size_t place_of_person() const {
        const std::size_t own = own_person();
        return own < columns_.names.size() ? own : columns_.names.size() + 1;
    }

    /// The column that says whose accounts a row belongs to, where it does so as it stands.
    [[nodiscard]] std::size_t own_person() const {
        const auto at = std::ranges::find(columns_.names, "psn_no") - columns_.names.begin();
        const auto index = static_cast<std::size_t>(at);
        const bool is_text =
            index < columns_.names.size() && columns_.shapes[index].id == DUCKDB_TYPE_VARCHAR;
        return is_text && !has_reversals_ ? index : columns_.names.size();
    }

    tl::expected<bool, std::string> fetch() {
        auto chunk = rows_->next();
        if (!chunk) {
            return tl::unexpected(std::move(chunk).error());
        }
        at_ = 0;
        held_.reset();
        if (!*chunk) {
            return false;
        }
        whose_.emplace(connection_.library(), kText, (*chunk)->column(place_of_person()));
        held_ = std::make_shared<const HeldRows>(
            held_rows(connection_.library(), columns_, **std::move(chunk)));
        return true;
    }

    /// Takes rows of the chunk at hand; false where the rows taken are enough and a person ends.
    bool take_some(People& taken) {
        People::Part part{held_, at_, at_, taken.person.size()};
        bool goes_on = true;
        for (; at_ < held_->rows && goes_on; ++at_) {
            const bool is_other = is_other_person(taken.person.size() < how_.rows);
            goes_on = taken.person.size() < how_.rows || !is_other;
            if (!goes_on) {
                break;
            }
            const std::int32_t last = taken.person.empty() ? 0 : taken.person.back();
            taken.person.push_back(is_other && !taken.person.empty() ? last + 1 : last);
        }
        part.to = at_;
        if (part.to > part.from) {
            taken.parts.push_back(std::move(part));
        }
        return goes_on;
    }

    /// Whether the row's person is another one than the row's before; notes who it is where the row
    /// is taken.
    bool is_other_person(bool is_taken) {
        const View& person = *whose_;
        if (!by_person_ || person.is_null(at_) || person.text(at_).empty()) {
            person_.reset();
            return true;
        }
        if (person_ && *person_ == person.text(at_)) {
            return false;
        }
        if (is_taken) {
            person_ = person.text(at_);
        }
        return true;
    }

    const Database& database_;
    Connection connection_;
    const abi::Vocabulary& vocabulary_;
    Lang lang_;
    Columns columns_;
    std::vector<claims::Notice> notices_;
    FirstRows first_;
    bool has_reversals_ = false;
    bool by_person_;
    How how_;
    const abi::Manifest& manifest_;
    std::string rows_query_;
    std::string file_;  ///< Parquet, whose rows are quickly counted; empty: a query
    bool is_begun_ = false;
    std::unique_ptr<GatheredRows> gathered_;
    std::optional<Result> rows_;  ///< as the database brings them, where no record holds them
    std::shared_ptr<const HeldRows> held_;  ///< the chunk at hand
    std::optional<View> whose_;             ///< of the chunk at hand
    std::optional<std::string> person_;     ///< of the last row taken
    std::size_t at_ = 0;                    ///< in the chunk at hand
};

/// Behind blanks, brackets and comments, which may have comments in them.
std::string_view behind_comments(std::string_view text) {
    for (std::size_t depth = 0; !text.empty();) {
        const bool is_line = depth == 0 && text.starts_with("--");
        const bool opens = text.starts_with("/*");
        const bool closes = depth > 0 && text.starts_with("*/");
        constexpr std::string_view blanks = " \t\r\n(";
        if (is_line) {
            text.remove_prefix(std::min(text.find('\n'), text.size()));
        } else if (opens || closes) {
            depth = opens ? depth + 1 : depth - 1;
            text.remove_prefix(2);
        } else if (depth > 0 || blanks.find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        } else {
            break;
        }
    }
    return text;
}

}  // namespace

std::string parquet_query(const std::string& file) {
    return fmt::format("SELECT * FROM read_parquet({})", sql_text(file));
}

bool looks_like_query(std::string_view text) {
    text = behind_comments(text);
    constexpr std::array<std::string_view, 5> words{"select", "from", "with", "values", "table"};
    return std::ranges::any_of(words, [text](std::string_view word) {
        const auto same = [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
        };
        // What else follows a word of SQL than of a file's name.
        constexpr std::string_view behind = " \t\r\n*'\"($";
        if (text.size() <= word.size() ||
            !std::ranges::equal(text.substr(0, word.size()), word, same)) {
            return false;
        }
        const std::string_view rest = text.substr(word.size());
        return behind.find(rest.front()) != std::string_view::npos || rest.starts_with("/*") ||
               rest.starts_with("--");
    });
}

tl::expected<std::unique_ptr<ClaimTable>, std::string>
ClaimTable::open(Database& database, const Source& source, const abi::Manifest& manifest, Lang lang,
                 const How& how) {
    auto connection = database.connect();
    if (!connection) {
        return tl::unexpected(std::move(connection).error());
    }
    auto table = std::make_unique<Table>(database, *std::move(connection), manifest, lang, how);
    if (auto why = table->open(source, how.all_numbers)) {
        return tl::unexpected(*std::move(why));
    }
    return table;
}

}  // namespace pol::data
