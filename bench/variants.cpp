#include "bench/variants.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "bench/duckdb_rival.h"
#include "bench/hand/hand.h"
#include "bench/pol_kernel.h"

namespace pol::bench {
namespace {

using Type = Loaded::Type;

template <class Fen>
std::uint64_t sum_of(const Figures<Fen>& figures) {
    std::uint64_t sum = 0;
    const auto add = [&](const Line<Fen>& line, std::uint64_t by) {
        for (std::int64_t i = 0; i < line.size(); ++i) {
            sum +=
                static_cast<std::uint64_t>(line[i]) * (by + static_cast<std::uint64_t>(i % 1021));
        }
    };
    add(figures.ded, 3);
    add(figures.fund, 5);
    add(figures.second, 7);
    add(figures.person, 11);
    return sum;
}

template <class Fen>
std::shared_ptr<Figures<Fen>> figures_for(std::int64_t rows, bool second) {
    return std::make_shared<Figures<Fen>>(Figures<Fen>{
        Line<Fen>(rows), Line<Fen>(rows), second ? Line<Fen>(rows) : Line<Fen>(), Line<Fen>(rows)});
}

using Part = std::function<void(std::int64_t, std::int64_t)>;

void add(
    Workload& workload, const char* name, double bytes, Part run,
    std::function<void()> reset = [] {}) {
    Variant made;
    made.name = name;
    made.run = std::move(run);
    made.reset = std::move(reset);
    made.bytes = bytes;
    workload.variants.push_back(std::move(made));
}

/// What memory allows the same columns of amounts; the columns of codes are left out.
void add_memory(Workload& workload, std::vector<const std::int64_t*> in,
                std::vector<std::int64_t*> out) {
    const double bytes = static_cast<double>(in.size() + out.size()) * sizeof(std::int64_t);
    const auto add_one = [&](const char* name, auto copy) {
        add(workload, name, bytes, [=](std::int64_t begin, std::int64_t end) {
            copy(in.data(), static_cast<int>(in.size()), out.data(), static_cast<int>(out.size()),
                 begin, end);
        });
        workload.variants.back().has_figures = false;
    };
    add_one("memory", hand::copy);
    add_one("memory streaming", hand::copy_streaming);
}

/// `columns` of what the query makes go to `into`.
void add_duckdb(Workload& workload, const std::vector<Loaded>& claims, const std::string& query,
                const std::string& columns, const std::string& order,
                std::vector<const Line<std::int64_t>*> into) {
    auto rival = std::make_shared<DuckdbRival>(claims, workload.rows);
    Variant made;
    made.name = "duckdb";
    made.bytes = workload.variants.front().bytes;
    made.run_all = [rival, query](int threads) {
        rival->set_threads(threads);
        rival->settle(query);
    };
    made.collect = [=, targets = std::move(into)] { rival->collect(columns, order, targets); };
    workload.variants.push_back(std::move(made));
}

}  // namespace

Workload chronic(std::int64_t rows, const Rivals& rivals, int /*threads*/) {
    constexpr double kBytes = 50;
    auto in = std::make_shared<hand::Chronic64>(make_chronic<std::int64_t>(rows));
    auto out = figures_for<std::int64_t>(rows, false);
    Workload made{"W1 chronic", rows, {}, [out] { return sum_of(*out); }};
    const auto add_hand = [&](const char* name, auto function) {
        add(made, name, kBytes, [in, out, function](std::int64_t begin, std::int64_t end) {
            function(*in, *out, begin, end);
        });
    };
    add_hand("plain", hand::chronic_plain);
    add_hand("portable", hand::chronic_portable);
    if (hand::has_best()) {
        add_hand("best", hand::chronic_best);
    }
    auto kernel = std::make_shared<Kernel>(Kernel::make("w1.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i64},
                                                         {"ytd_deductible", abi::ColumnType::i64},
                                                         {"ytd_fund", abi::ColumnType::i64}},
                                                        {{"act_pay_dedc", abi::ColumnType::i64},
                                                         {"hifp_pay", abi::ColumnType::i64},
                                                         {"psn_part_amt", abi::ColumnType::i64}}));
    add(made, "pol", kBytes, [in, out, kernel](std::int64_t begin, std::int64_t end) {
        kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data(),
                     in->ytd_deductible.data(), in->ytd_fund.data()},
                    {out->ded.data(), out->fund.data(), out->person.data()}, begin, end);
    });
    if (rivals.duckdb) {
        add_duckdb(made,
                   {{"insured", Type::u8, in->insured.data()},
                    {"disease", Type::u8, in->disease.data()},
                    {"in_scope", Type::i64, in->in_scope.data()},
                    {"ytd_deductible", Type::i64, in->ytd_deductible.data()},
                    {"ytd_fund", Type::i64, in->ytd_fund.data()}},
                   chronic_sql(), "ded, fund, person", "", {&out->ded, &out->fund, &out->person});
    }
    add_memory(made, {in->in_scope.data(), in->ytd_deductible.data(), in->ytd_fund.data()},
               {out->ded.data(), out->fund.data(), out->person.data()});
    return made;
}

Workload narrow(std::int64_t rows, const Rivals& /*rivals*/, int /*threads*/) {
    auto in = std::make_shared<Chronic<std::int32_t>>(make_chronic<std::int32_t>(rows));
    auto wide = std::make_shared<hand::Chronic64>(make_chronic<std::int64_t>(rows));
    auto out = figures_for<std::int32_t>(rows, false);
    auto wide_out = figures_for<std::int64_t>(rows, false);
    auto is_wide = std::make_shared<bool>(false);
    Workload made{
        "W1 narrow", rows, {}, [=] { return *is_wide ? sum_of(*wide_out) : sum_of(*out); }};
    add(
        made, hand::has_best() ? "best" : "portable", 50,
        [=](std::int64_t begin, std::int64_t end) {
            (hand::has_best() ? hand::chronic_best : hand::chronic_portable)(*wide, *wide_out,
                                                                             begin, end);
        },
        [=] { *is_wide = true; });
    auto kernel = std::make_shared<Kernel>(Kernel::make("w1.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i32},
                                                         {"ytd_deductible", abi::ColumnType::i32},
                                                         {"ytd_fund", abi::ColumnType::i32}},
                                                        {{"act_pay_dedc", abi::ColumnType::i32},
                                                         {"hifp_pay", abi::ColumnType::i32},
                                                         {"psn_part_amt", abi::ColumnType::i32}}));
    add(
        made, "pol", 26,
        [=](std::int64_t begin, std::int64_t end) {
            kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data(),
                         in->ytd_deductible.data(), in->ytd_fund.data()},
                        {out->ded.data(), out->fund.data(), out->person.data()}, begin, end);
        },
        [=] { *is_wide = false; });
    return made;
}

Workload stays(std::int64_t rows, const Rivals& rivals, int /*threads*/) {
    constexpr double kBytes = 63;
    auto in = std::make_shared<Stay>(make_stays(rows));
    auto out = figures_for<std::int64_t>(rows, true);
    Workload made{"W2 stay", rows, {}, [out] { return sum_of(*out); }};
    const auto add_hand = [&](const char* name, auto function) {
        add(made, name, kBytes, [in, out, function](std::int64_t begin, std::int64_t end) {
            function(*in, *out, begin, end);
        });
    };
    add_hand("plain", hand::stay_plain);
    add_hand("portable", hand::stay_portable);
    if (hand::has_best()) {
        add_hand("best", hand::stay_best);
    }
    const auto code = abi::ColumnType::u8;
    const auto money = abi::ColumnType::i64;
    auto kernel = std::make_shared<Kernel>(Kernel::make("w2.pol",
                                                        {{"psn_type", code},
                                                         {"dedc_hosp_lv", code},
                                                         {"travel", code},
                                                         {"capital", code},
                                                         {"papers", code},
                                                         {"urgent", code},
                                                         {"treated_home", code},
                                                         {"medfee_sumamt", money},
                                                         {"ytd_basic", money},
                                                         {"ytd_large", money}},
                                                        {{"act_pay_dedc", money},
                                                         {"hifp_pay", money},
                                                         {"hifob_pay", money},
                                                         {"psn_part_amt", money}}));
    add(made, "pol", kBytes, [in, out, kernel](std::int64_t begin, std::int64_t end) {
        kernel->run({in->type.data(), in->level.data(), in->travel.data(), in->capital.data(),
                     in->papers.data(), in->urgent.data(), in->home.data(), in->in_scope.data(),
                     in->ytd_basic.data(), in->ytd_large.data()},
                    {out->ded.data(), out->fund.data(), out->second.data(), out->person.data()},
                    begin, end);
    });
    if (rivals.duckdb) {
        add_duckdb(made,
                   {{"type", Type::u8, in->type.data()},
                    {"level", Type::u8, in->level.data()},
                    {"travel", Type::u8, in->travel.data()},
                    {"capital", Type::u8, in->capital.data()},
                    {"papers", Type::u8, in->papers.data()},
                    {"urgent", Type::u8, in->urgent.data()},
                    {"home", Type::u8, in->home.data()},
                    {"in_scope", Type::i64, in->in_scope.data()},
                    {"ytd_basic", Type::i64, in->ytd_basic.data()},
                    {"ytd_large", Type::i64, in->ytd_large.data()}},
                   stay_sql(), "ded, fund, second, person", "",
                   {&out->ded, &out->fund, &out->second, &out->person});
    }
    add_memory(made, {in->in_scope.data(), in->ytd_basic.data(), in->ytd_large.data()},
               {out->ded.data(), out->fund.data(), out->second.data(), out->person.data()});
    return made;
}

Workload year(std::int64_t rows, const Rivals& rivals, int threads) {
    constexpr double kBytes = 38;
    const std::int64_t people = std::max<std::int64_t>(2, rows / 10);
    auto in =
        std::make_shared<Year>(make_year(rows, people, threads == 1 ? 0 : part_of(rows, threads)));
    auto out = figures_for<std::int64_t>(rows, false);
    auto sums = std::make_shared<Line<hand::Sums>>(people);
    Workload made{"W3 year", rows, {}, [out] { return sum_of(*out); }, true};
    const auto forget = [sums, people] {
        std::memset(static_cast<void*>(sums->data()), 0,
                    static_cast<std::size_t>(people) * sizeof(hand::Sums));
    };
    const auto add_hand = [&](const char* name, auto function) {
        add(
            made, name, kBytes,
            [=](std::int64_t begin, std::int64_t end) {
                function(*in, *out, sums->data(), begin, end);
            },
            forget);
    };
    add_hand("plain", hand::year_plain);
    add_hand("portable", hand::year_portable);
    if (hand::has_best()) {
        add_hand("best", hand::year_best);
    }
    auto kernel = std::make_shared<Kernel>(Kernel::make("w3.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i64}},
                                                        {{"act_pay_dedc", abi::ColumnType::i64},
                                                         {"hifp_pay", abi::ColumnType::i64},
                                                         {"psn_part_amt", abi::ColumnType::i64}}));
    auto blocks = std::make_shared<Line<std::byte>>(people * kernel->block_size());
    add(
        made, "pol", kBytes,
        [=](std::int64_t begin, std::int64_t end) {
            abi::ColumnState state{blocks->data(), in->person.data() + begin, nullptr, nullptr};
            kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data()},
                        {out->ded.data(), out->fund.data(), out->person.data()}, begin, end,
                        &state);
        },
        [=] { std::memset(blocks->data(), 0, static_cast<std::size_t>(blocks->size())); });
    if (rivals.duckdb) {
        add_duckdb(made,
                   {{"seq", Type::i64, nullptr},
                    {"insured", Type::u8, in->insured.data()},
                    {"disease", Type::u8, in->disease.data()},
                    {"person", Type::i32, in->person.data()},
                    {"in_scope", Type::i64, in->in_scope.data()}},
                   year_sql(), "ded, fund, person", "ORDER BY seq",
                   {&out->ded, &out->fund, &out->person});
    }
    add_memory(made, {in->in_scope.data()},
               {out->ded.data(), out->fund.data(), out->person.data()});
    return made;
}

}  // namespace pol::bench
