#include "tools/pol/settle_table.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/driver/column_engine.h"
#include "runtime/batch/settle.h"
#include "runtime/data/session.h"
#include "runtime/data/settle.h"
#include "runtime/data/write_rows.h"
#include "tools/pol/fault_report.h"
#include "tools/pol/output.h"
#include "tools/pol/plan.h"
#include "tools/pol/settle_write.h"
#include "tools/pol/source.h"
#include "tools/pol/table.h"
#include "tools/pol/table_source.h"

namespace pol::tool {
namespace {

using claims::Settled;

/// What the program takes beside the database, and the share of the rest that the database is
/// given: its limit is not for everything that it takes.
constexpr std::uint64_t kOwnMemory = std::uint64_t{96} << 20U;
constexpr std::uint64_t kLeastMemory = std::uint64_t{64} << 20U;

data::Limits limits(const SettleOptions& options) {
    data::Limits limits;
    limits.threads = static_cast<unsigned>(options.threads);
    if (options.memory != 0) {
        const std::uint64_t rest = options.memory > kOwnMemory ? options.memory - kOwnMemory : 0;
        limits.memory = std::max(rest / 16 * 13, kLeastMemory);
    }
    return limits;
}

int say_error(const std::string& why) {
    fmt::print(stderr, "pol: {}\n", why);
    return kWrongCall;
}

/// What the database says, and what to do where its memory was too little.
std::string explained(const SettleOptions& options, const std::string& why) {
    if (options.memory == 0 || why.find("Out of Memory Error") == std::string::npos) {
        return why;
    }
    return fmt::format(
        fmt::runtime(say(options.common,
                         "--memory：这张表所需内存多于此值；请加大，或把 Parquet "
                         "文件写成每组行数更少的（数据库：{}）",
                         "--memory: the table needs more than this; give it more, or write its "
                         "Parquet file with fewer rows to a group (the database: {})")),
        why.substr(0, why.find('\n')));
}

batch::Options how(const SettleOptions& options) {
    batch::Options how;
    how.in_order = options.in_order;
    how.lang = claims_language(options.common);
    return how;
}

/// How far a table is: its rows counted, their faults told as they come, or where all may be for
/// nothing when it has come to its end.
class Run {
  public:
    Run(const SettleOptions& options, data::ClaimTable& table, bool tells_at_end = false)
        : options_(options),
          faults_(options.common, name_of_claims(options)),
          total_(progress_.is_watched() ? table.count().value_or(0) : 0),
          tells_at_end_(tells_at_end) {}

    void note(const data::Batch& batch) {
        count(batch.rows());
        for (std::size_t i = 0; i < batch.settled.size(); ++i) {
            if (batch.settled[i].status == abi::Status::fault) {
                note_fault(batch.claims[i].line, batch.settled[i]);
            }
        }
    }
    void note(const data::SettledRows& settled) {
        count(settled.rows);
        for (const data::FaultedRow& row : settled.faulted) {
            note_fault(row.line, row.settled);
        }
    }

    int finish() {
        progress_.clear();
        return faults_.finish(done_);
    }
    void clear() { progress_.clear(); }

  private:
    void count(std::size_t rows) {
        done_ += rows;
        progress_.rows(say(options_.common, "已结算", "settled"), done_, total_,
                       say(options_.common, "笔/秒", "a second"));
    }

    void note_fault(std::size_t line, const Settled& settled) {
        faults_.add(line, settled);
        if (!tells_at_end_) {
            progress_.clear();
            faults_.print();
        }
    }

    const SettleOptions& options_;
    Progress progress_;
    FaultReport faults_;
    std::size_t total_;
    bool tells_at_end_;
    std::size_t done_ = 0;
};

/// The batches of a table, as they are noted.
class Batches {
  public:
    Batches(const SettleOptions& options, data::ClaimTable& table, const data::Engines& engines,
            Run& run)
        : settling_(table, engines, how(options), static_cast<int>(options.threads_used())),
          run_(run) {}

    tl::expected<data::Batch, std::string> next() {
        auto batch = settling_.next();
        if (batch) {
            run_.note(*batch);
        }
        return batch;
    }

  private:
    data::TableSettling settling_;
    Run& run_;
};

/// Rows that come by no person will not do: all again, with those that do.
constexpr int kAgain = -1;

/// Writes settlements; `is_ended` says that a signal asked the run to end. The error says why it
/// failed; an empty one is `kAgain`.
using IsEnded = std::function<bool()>;
using Write = std::function<std::optional<std::string>(const data::Target&, const IsEnded&)>;

/// The database writes the file itself: a Parquet file under the temporary name of `output`; a
/// DuckDB file that is there in a transaction of its own.
int write_whole(const SettleOptions& options, const std::string& format,
                const abi::Manifest& manifest, const Write& write) {
    std::error_code failed;
    const bool is_database = format == "duckdb";
    const bool in_place = is_database && std::filesystem::exists(options.out, failed) && !failed;
    const auto unknown = data::unknown_results(manifest.vocabulary, options.columns);
    if (!unknown.names.empty()) {
        const char* comma = say(options.common, "、", ", ");
        return say_error(
            fmt::format(fmt::runtime(say(options.common, "--columns：结算没有 {}；有的是 {}",
                                         "--columns: a settlement has no {}; it has {}")),
                        fmt::join(unknown.names, comma), fmt::join(unknown.known, comma)));
    }
    data::Target target{options.out, is_database ? options.table : "", options.columns,
                        limits(options)};
    std::unique_ptr<Output> output;
    if (!in_place) {
        auto opened = Output::open(options.out, options.common);
        if (!opened) {
            return say_error(opened.error());
        }
        output = *std::move(opened);
        if (output->temporary().empty()) {
            return say_error(options.out + ": " +
                             say(options.common, "不是普通文件", "is no ordinary file"));
        }
        target.file = output->temporary();
        if (is_database) {
            std::filesystem::remove(target.file, failed);
        }
    }
    const IsEnded is_ended = [&] { return output && output->is_ended(); };
    if (const auto why = write(target, is_ended)) {
        if (output && output->is_ended()) {
            return output->finish();
        }
        if (why->empty()) {
            return kAgain;
        }
        return say_error(
            fmt::format(fmt::runtime(say(options.common, "{} 写到 {}：{}", "{} to {}: {}")),
                        reads_table(options.input) ? name_of_claims(options) : options.input.claims,
                        options.out, explained(options, *why)));
    }
    return output ? output->finish() : kGood;
}

/// Batches that the database pulls.
Write by_batches(const SettleOptions& options, const abi::Manifest& manifest,
                 data::Session& session, const data::NextBatch& next) {
    return [&](const data::Target& target, const IsEnded& is_ended) {
        const auto going = [&]() -> tl::expected<data::Batch, std::string> {
            if (is_ended()) {
                return tl::unexpected(std::string(say(options.common, "已中断", "interrupted")));
            }
            return next();
        };
        return session.write(target, manifest.vocabulary, going);
    };
}

/// Claims of which none depends on another.
Write by_rows(const SettleOptions& options, data::ClaimTable& table, const data::Engines& engines,
              bool looks_twice, Run& run) {
    return [&options, &table, &engines, looks_twice, &run](
               const data::Target& target, const IsEnded& is_ended) -> std::optional<std::string> {
        const auto watch = [&](const data::SettledRows& settled) {
            run.note(settled);
            return !is_ended();
        };
        const auto wrote = data::write_rows(table, engines, claims_language(options.common), target,
                                            looks_twice, watch);
        if (!wrote) {
            return wrote.error();
        }
        return *wrote == data::Wrote::twice ? std::optional<std::string>("") : std::nullopt;
    };
}

/// Whether a person has a number twice is looked for while a Parquet file is written, which gets
/// its name only then; before anything else is written. --unique looks for more.
bool looks_on_the_way(const SettleOptions& options, const std::string& format) {
    return format == "parquet" && !options.all_numbers;
}

int to_database(const SettleOptions& options, const std::string& format, data::Session& session,
                data::ClaimTable& table, const data::Engines& engines) {
    const bool is_by_rows = engines.columns != nullptr && !table.is_by_person();
    const bool looks_twice = looks_on_the_way(options, format);
    Run run(options, table, is_by_rows && looks_twice);
    int wrote = kGood;
    if (is_by_rows) {
        wrote = write_whole(options, format, engines.manifest,
                            by_rows(options, table, engines, looks_twice, run));
    } else {
        Batches batches(options, table, engines, run);
        wrote = write_whole(
            options, format, engines.manifest,
            by_batches(options, engines.manifest, session, [&] { return batches.next(); }));
    }
    return wrote == kGood ? run.finish() : wrote;
}

int to_text(const SettleOptions& options, const std::string& format, data::ClaimTable& table,
            const data::Engines& engines) {
    Run run(options, table);
    Batches batches(options, table, engines, run);
    auto output = Output::open(options.out, options.common);
    if (!output) {
        return say_error(output.error());
    }
    const bool is_grid = format == "table";
    std::vector<Settled> all;  // of a grid, whose columns are as wide as their widest cell
    std::vector<claims::Claim> claims;
    std::optional<SettlementWriter> writer;
    if (!is_grid) {
        writer.emplace(**output, TextForm{format, options.bom}, engines.manifest);
    }
    for (bool going = true; going;) {
        auto batch = batches.next();
        if (!batch) {
            run.clear();
            return say_error(explained(options, batch.error()));
        }
        if (is_grid) {
            std::ranges::move(batch->claims, std::back_inserter(claims));
        }
        std::vector<Settled> settled = (*std::move(batch)).all();
        going = !settled.empty() && (is_grid || writer->put(settled));
        if (is_grid) {
            std::ranges::move(settled, std::back_inserter(all));
        }
    }
    run.clear();
    if (is_grid) {
        (*output)->write(settlement_table(claims, all, engines.manifest, language(options.common)));
    } else {
        writer->end();
    }
    const int wrote = (*output)->finish();
    return wrote == kGood ? run.finish() : wrote;
}

/// Rows that are held at once where memory is short.
constexpr std::size_t kFewRows = 2'048;

/// Rows from which on a kernel is worth its compilation.
constexpr std::int64_t kManyRows = 20'000;
/// Of each place so many are settled one by one first, since a table may have few of many places.
constexpr std::size_t kFirstRows = 500;
/// Rows of a place from which on its kernel is made with all care.
constexpr std::int64_t kRowsForCare = 500'000;

/// 银川市 and a blank; the rest has no name.
std::string named(const driver::Slices& slices, std::size_t which) {
    const std::string& name = slices.names[which];
    return name.empty() ? name : name + " ";
}

/// What settles in columns, if something does; the error is why some place has no kernel though
/// columns were asked for.
tl::expected<std::optional<driver::LoadedColumns>, std::string>
columns_for(const SettleOptions& options, const std::string& format, const Settler& settler,
            const data::ClaimTable::Source& source, data::Session& session) {
    const bool is_asked = options.engine == "columns";
    const bool is_open = options.engine == "auto" && format != "table";
    std::optional<driver::LoadedColumns> columns;
    if (!is_asked && !is_open) {
        return columns;
    }
    const auto rows = session.count(source.query).value_or(0);
    if (!is_asked && rows < kManyRows) {
        return columns;  // what is wrong with the query is said when it is opened
    }
    driver::ColumnsHow how;
    how.rows_before = is_asked ? 0 : kFirstRows;
    const auto places = static_cast<std::int64_t>(settler.slices.places.count());
    how.care = rows / places < kRowsForCare ? codegen::Care::quick : codegen::Care::best;
    columns = driver::load_columns(settler.slices, settler.manifest.vocabulary, how);
    for (std::size_t i = 0; is_asked && i < columns->engine.places.count(); ++i) {
        if (!columns->place(i).kernel) {
            return tl::unexpected(named(settler.slices, i) +
                                  why_no_columns(columns->place(i).why, options.common));
        }
    }
    return columns;
}

/// The places whose claims were settled one by one though they are many.
void tell_without(const driver::LoadedColumns& columns, const SettleOptions& options,
                  const driver::Slices& slices) {
    for (const std::size_t which : columns.without()) {
        fmt::print(stderr, "{}{}{}\n", named(slices, which),
                   say(options.common, "逐笔结算：", "settled one by one: "),
                   why_no_columns(columns.place(which).why, options.common));
    }
}

/// A table, and how it is settled.
struct Rows {
    const data::ClaimTable::Source& source;
    const data::Engines& engines;
    const data::ClaimTable::How& how;
};

int settle_rows(const SettleOptions& options, const std::string& format, data::Session& session,
                const Rows& rows) {
    auto table = session.claims(rows.source, rows.engines.manifest, rows.how);
    if (!table) {
        return say_error(name_of_claims(options) + ": " + explained(options, table.error()));
    }
    if (!(*table)->is_by_person() && !options.all_numbers && !looks_on_the_way(options, format)) {
        const auto twice = data::may_be_twice(**table, limits(options));
        if (!twice) {
            return say_error(name_of_claims(options) + ": " + explained(options, twice.error()));
        }
        if (*twice) {
            return kAgain;
        }
    }
    for (const claims::Notice& notice : (*table)->notices()) {
        fmt::print(stderr, "{}: {}\n", name_of_claims(options), notice.text);
    }
    return is_table_form(format) ? to_database(options, format, session, **table, rows.engines)
                                 : to_text(options, format, **table, rows.engines);
}

}  // namespace

bool is_table_form(const std::string& format) {
    return format == "parquet" || format == "duckdb";
}

int settle_table(const SettleOptions& options, const std::string& format, const Settler& settler) {
    auto session = data::Session::open(claims_language(options.common), limits(options));
    if (!session) {
        return say_error(session.error());
    }
    const auto source = source_of(options, **session);
    if (!source) {
        return say_error(name_of_claims(options) + ": " + source.error());
    }
    auto columns = columns_for(options, format, settler, *source, **session);
    if (!columns) {
        return say_error(columns.error());
    }
    const abi::ColumnEngine* kernel = *columns ? &(*columns)->engine : nullptr;
    data::ClaimTable::How how;
    how.by_person = kernel == nullptr || kernel->by_person;
    how.all_numbers = options.all_numbers;
    how.threads = static_cast<int>(options.threads_used());
    how.is_ended = [] { return Signals::ended_by() != 0; };
    if (options.memory != 0) {
        how.rows = kFewRows;
        how.memory = options.memory / 8;
    }
    const data::Engines engines{settler.manifest, settler.engine, kernel};
    int exit = settle_rows(options, format, **session, {*source, engines, how});
    if (exit == kAgain) {
        how.by_person = true;
        exit = settle_rows(options, format, **session, {*source, engines, how});
    }
    if (*columns) {
        tell_without(**columns, options, settler.slices);
    }
    return exit;
}

int write_table(const SettleOptions& options, const std::string& format,
                const abi::Manifest& manifest, const std::vector<Settled>& settled) {
    auto session = data::Session::open(claims_language(options.common), limits(options));
    if (!session) {
        return say_error(session.error());
    }
    const data::NextBatch next =
        [all = &settled]() mutable -> tl::expected<data::Batch, std::string> {
        data::Batch batch;
        if (const auto* given = std::exchange(all, nullptr)) {
            batch.settled = *given;
        }
        return batch;
    };
    return write_whole(options, format, manifest, by_batches(options, manifest, **session, next));
}

}  // namespace pol::tool
