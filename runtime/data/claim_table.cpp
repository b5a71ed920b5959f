#include "runtime/data/claim_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "runtime/batch/words.h"
#include "runtime/data/column_rows.h"
#include "runtime/data/database.h"
#include "runtime/data/direct.h"
#include "runtime/data/rows.h"

namespace pol::data {
namespace {

using claims::Claim;
using claims::Lang;

/// Rows that are held at once, but for a person with more.
constexpr std::size_t kBatch = 4096;

/// A claim's number, its row, and whose accounts it belongs to.
constexpr const char* kRow = "\"pol.row\"";

std::string as_text(std::string_view column) {
    return fmt::format("NULLIF(CAST({} AS VARCHAR), '')", sql_name(column));
}

/// Builds claims one after the other.
class Builder {
  public:
    Builder(const abi::Vocabulary& vocabulary, claims::TextTable& texts, Lang lang)
        : fields_(vocabulary, texts, lang),
          builder_(vocabulary, fields_, lang, notices_, nullptr) {}
    [[nodiscard]] Claim build(claims::Record record) { return builder_.build(std::move(record)); }
    /// The same, straight from the columns where nothing is unusual about the row.
    [[nodiscard]] Claim build(const DirectRows& direct, const Columns& columns,
                              const std::vector<View>& views, std::size_t row, std::size_t line) {
        Claim claim = builder_.empty_claim(line);
        return direct.read(views, row, fields_, builder_, claim)
                   ? claim
                   : build(record_of(columns, views, row, line));
    }
    [[nodiscard]] claims::FieldReader& fields() { return fields_; }

  private:
    std::vector<claims::Notice> notices_;  // those of the columns are told when the table is opened
    claims::FieldReader fields_;
    claims::ClaimBuilder builder_;
};

/// A chunk that is held while its rows are settled.
struct Held {
    Chunk chunk;
    std::vector<View> views;
    const std::int64_t* lines = nullptr;
    View person;
};

class Table final : public ClaimTable {
  public:
    Table(Connection connection, const abi::Manifest& manifest, Lang lang, bool by_person)
        : connection_(std::move(connection)),
          vocabulary_(manifest.vocabulary),
          lang_(lang),
          by_person_(by_person),
          texts_(manifest.texts),
          constants_(texts_.size()),
          builder_(vocabulary_, texts_, lang) {}

    std::optional<std::string> open(const std::string& query, bool all_numbers) {
        if (auto why = make_view(query)) {
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

    tl::expected<std::size_t, std::string> take() override {
        if (!rows_) {
            auto rows = connection_.query(in_order());
            if (!rows) {
                return tl::unexpected(std::move(rows).error());
            }
            rows_.emplace(*std::move(rows));
        }
        texts_.keep(constants_);
        if (column_rows_) {
            column_rows_->forget_codes();
        }
        taken_.clear();
        people_.clear();
        person_.reset();
        // The last chunk of the time before is held where it has more.
        held_.erase(held_.begin(), held_.end() - (is_over_last() ? 0 : 1));
        for (;;) {
            if (is_over_last()) {
                auto more = fetch();
                if (!more) {
                    return tl::unexpected(std::move(more).error());
                }
                if (!*more) {
                    return people_.size();
                }
            }
            if (!take_some()) {
                return people_.size();
            }
        }
    }

    [[nodiscard]] const std::vector<std::int32_t>& people() const override { return people_; }
    [[nodiscard]] bool is_by_person() const override { return by_person_; }

    [[nodiscard]] Claim claim(std::size_t row) override {
        const auto after = std::ranges::upper_bound(taken_, row, {}, &Taken::base);
        const Taken& part = *std::prev(after);
        const Held& held = held_[part.chunk];
        return claim_at(held, part.from + row - part.base);
    }

    void fill(batch::ColumnBatch& batch) override {
        if (!column_rows_) {
            column_rows_.emplace(direct_->places(), vocabulary_);
        }
        for (const Taken& part : taken_) {
            const Held& held = held_[part.chunk];
            const std::size_t base = batch.rows();
            column_rows_->add(held.views, part.from, part.to, builder_.fields(), batch);
            for (std::size_t row = base; row < batch.rows(); ++row) {
                batch.set_person(row, people_[row]);
            }
            for (std::size_t i = part.from; !first_.empty() && i < part.to; ++i) {
                const auto line = static_cast<std::size_t>(held.lines[i]);
                const auto first = first_.find(std::string(batch.setl_id(base + i - part.from)));
                if (first != first_.end() && first->second != line) {
                    batch.set_alone(base + i - part.from);
                }
            }
        }
    }

    [[nodiscard]] const std::vector<claims::Notice>& notices() const override { return notices_; }

  private:
    [[nodiscard]] bool has(std::string_view column) const {
        return std::ranges::find(columns_.names, column) != columns_.names.end();
    }

    std::optional<std::string> make_view(std::string query) {
        const std::size_t last = query.find_last_not_of("; \t\r\n");
        query.resize(last == std::string::npos ? 0 : last + 1);
        auto made = connection_.query(fmt::format(
            "CREATE TEMP VIEW pol_input AS SELECT *, row_number() OVER () AS {} FROM (\n{}\n)",
            kRow, query));
        if (!made) {
            return std::move(made).error();
        }
        auto described = connection_.query("SELECT * EXCLUDE (\"pol.row\") FROM pol_input LIMIT 0");
        if (!described) {
            return std::move(described).error();
        }
        const Columns all = columns_of(*described, connection_.library());
        if (auto why = wrong_columns(all, vocabulary_, lang_)) {
            return why;
        }
        columns_ = known_columns(all, vocabulary_);
        direct_.emplace(columns_, vocabulary_);
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
            fmt::format("SELECT {}, {} FROM pol_input WHERE {} IN (SELECT id FROM pol_twice) "
                        "ORDER BY {}",
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
            note_firsts(**chunk);
        }
    }

    void note_firsts(const Chunk& chunk) {
        const std::vector<View> views = views_of(connection_.library(), columns_, chunk);
        const auto* lines = numbers(chunk, columns_.names.size());
        for (std::size_t i = 0; i < chunk.rows(); ++i) {
            const auto line = static_cast<std::size_t>(lines[i]);
            const Claim claim = builder_.build(record_of(columns_, views, i, line));
            if (claim.faults.empty()) {
                first_.try_emplace(claim.setl_id, line);
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

    /// All rows, those of one person together. Records without a person have no accounts and come
    /// one by one.
    [[nodiscard]] std::string in_order() const {
        const std::string own = has("psn_no") ? as_text("psn_no") : "NULL";
        const std::string person =
            has_reversals_ ? fmt::format("CASE WHEN w.line IS NULL THEN {} ELSE w.person END", own)
                           : own;
        return fmt::format("SELECT {}, {}, {} FROM pol_input{}{}", names(), kRow, person,
                           has_reversals_ ? " LEFT JOIN pol_whose w ON w.line = \"pol.row\"" : "",
                           by_person_ ? fmt::format(" ORDER BY {}, {}", columns_.names.size() + 2,
                                                    columns_.names.size() + 1)
                                      : "");
    }

    [[nodiscard]] bool is_over_last() const { return held_.empty() || at_ == size_; }

    tl::expected<bool, std::string> fetch() {
        auto chunk = rows_->next();
        if (!chunk) {
            return tl::unexpected(std::move(chunk).error());
        }
        at_ = 0;
        size_ = 0;
        if (!*chunk) {
            return false;
        }
        const Library& library = connection_.library();
        Chunk own = **std::move(chunk);
        size_ = own.rows();
        std::vector<View> views = views_of(library, columns_, own);
        const auto* lines = numbers(own, columns_.names.size());
        const View person(library, text_shape_, own.column(columns_.names.size() + 1));
        held_.push_back({std::move(own), std::move(views), lines, person});
        return true;
    }

    /// Takes rows of the last chunk; false where the rows at hand are enough and a person ends.
    bool take_some() {
        Taken part{held_.size() - 1, at_, at_, people_.size()};
        const View& person = held_.back().person;
        bool goes_on = true;
        for (; at_ < size_ && goes_on; ++at_) {
            const bool is_other = is_other_person(person);
            goes_on = people_.size() < kBatch || !is_other;
            if (!goes_on) {
                break;
            }
            if (is_other && !people_.empty()) {
                people_.push_back(people_.back() + 1);
            } else {
                people_.push_back(people_.empty() ? 0 : people_.back());
            }
        }
        part.to = at_;
        if (part.to > part.from) {
            taken_.push_back(part);
        }
        return goes_on;
    }

    /// Whether the row's person is another one than the row's before; notes who it is.
    bool is_other_person(const View& person) {
        if (!by_person_ || person.is_null(at_)) {
            person_.reset();
            return true;
        }
        if (person_ && *person_ == person.text(at_)) {
            return false;
        }
        // Noted when the row is taken: the first of the next batch is asked about again.
        if (people_.size() < kBatch) {
            person_ = person.text(at_);
        }
        return true;
    }

    [[nodiscard]] const std::int64_t* numbers(const Chunk& chunk, std::size_t column) const {
        return static_cast<const std::int64_t*>(
            connection_.library().vector_get_data(chunk.column(column)));
    }

    [[nodiscard]] Claim claim_at(const Held& held, std::size_t row) {
        const auto line = static_cast<std::size_t>(held.lines[row]);
        Claim claim = builder_.build(*direct_, columns_, held.views, row, line);
        if (!first_.empty() && claim.faults.empty()) {
            const auto first = first_.find(claim.setl_id);
            if (first != first_.end() && first->second != line) {
                claim.faults.push_back(
                    batch::duplicate(lang_, vocabulary_.number(), claim.setl_id, first->second));
            }
        }
        return claim;
    }

    Connection connection_;
    const abi::Vocabulary& vocabulary_;
    Lang lang_;
    Columns columns_;
    std::optional<DirectRows> direct_;
    Shape text_shape_ = {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};
    std::vector<claims::Notice> notices_;
    std::unordered_map<std::string, std::size_t> first_;  ///< of numbers that come twice: the row
    bool has_reversals_ = false;
    bool by_person_;
    claims::TextTable texts_;
    std::size_t constants_;
    Builder builder_;
    std::optional<ColumnRows> column_rows_;
    std::optional<Result> rows_;
    /// Rows of a held chunk that are taken, and the first one's number among all.
    struct Taken {
        std::size_t chunk = 0;
        std::size_t from = 0;
        std::size_t to = 0;
        std::size_t base = 0;
    };
    std::vector<Held> held_;
    std::vector<Taken> taken_;
    std::vector<std::int32_t> people_;   ///< by row taken
    std::optional<std::string> person_;  ///< of the last row taken
    std::size_t at_ = 0;                 ///< in the last chunk held
    std::size_t size_ = 0;
};

}  // namespace

std::string parquet_query(const std::string& file) {
    return fmt::format("SELECT * FROM read_parquet({})", sql_text(file));
}

bool looks_like_query(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n(");
    if (first == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(first);
    return std::ranges::any_of(
        std::array<std::string_view, 3>{"select", "from", "with"}, [text](std::string_view word) {
            const auto same = [](char a, char b) {
                return std::tolower(static_cast<unsigned char>(a)) == b;
            };
            return text.size() > word.size() &&
                   std::ranges::equal(text.substr(0, word.size()), word, same) &&
                   std::isspace(static_cast<unsigned char>(text[word.size()])) != 0;
        });
}

tl::expected<std::unique_ptr<ClaimTable>, std::string>
ClaimTable::open(Database& database, const std::string& query, const abi::Manifest& manifest,
                 Lang lang, const How& how) {
    auto connection = database.connect();
    if (!connection) {
        return tl::unexpected(std::move(connection).error());
    }
    auto table = std::make_unique<Table>(*std::move(connection), manifest, lang, how.by_person);
    if (auto why = table->open(query, how.all_numbers)) {
        return tl::unexpected(*std::move(why));
    }
    return table;
}

}  // namespace pol::data
