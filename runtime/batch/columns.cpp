#include "runtime/batch/columns.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <optional>

#include "runtime/account/blocks.h"
#include "runtime/fault/assert.h"
#include "runtime/trace/render.h"

namespace pol::batch {
namespace {

using Source = abi::ColumnInput::Source;

std::size_t padded(std::size_t rows) {
    constexpr auto block = static_cast<std::size_t>(abi::kBlockRows);
    return (rows + block - 1) / block * block;
}

}  // namespace

ColumnBatch::ColumnBatch(const abi::ColumnEngine& engine, const abi::Manifest& manifest,
                         bool in_order)
    : engine_(engine),
      manifest_(manifest),
      in_order_(in_order),
      day_(manifest.vocabulary.field("setl_date")) {
    for (const abi::ColumnInput& input : engine.inputs) {
        if (input.source == Source::field) {
            fields_.push_back(input);
        }
    }
    fields_.insert(fields_.end(), engine.others.begin(), engine.others.end());
    for (const std::string_view name : abi::kPartFields) {
        if (const auto part = manifest.vocabulary.field(name)) {
            parts_.push_back(*part);
        }
    }
    if (!manifest.vocabulary.field("medfee_sumamt") || parts_.size() < abi::kPartFields.size()) {
        parts_.clear();
    }
    values_.reserve(fields_.size());
    column_of_.resize(manifest.vocabulary.fields.size());
    for (std::size_t f = 0; f < fields_.size(); ++f) {
        column_of_[fields_[f].index] = f;
    }
    for (const abi::ColumnInput& one : fields_) {
        values_.emplace_back(one.type);
    }
    if (engine.lists) {
        for (const abi::ListFigure& figure : engine.lists->figures) {
            figures_.emplace_back(figure.type);
        }
        lists_.resize(engine.lists->lists.size());
    }
    for (const abi::ColumnInput& input : engine.inputs) {
        ordered_.emplace_back(input.type);
        if (input.source == Source::slot) {
            slots_.push_back({input.index, ColumnValues(input.type)});
        }
    }
    for (const abi::ColumnOutput& output : engine.outputs) {
        written_.emplace_back(output.type);
    }
}

void ColumnBatch::clear() {
    rows_ = 0;
    for (auto* columns : {&values_, &figures_, &ordered_, &written_}) {
        for (ColumnValues& column : *columns) {
            column.clear();
        }
    }
    fee_lines_.clear();
    person_.clear();
    alone_.clear();
    place_.clear();
    name_of_.clear();
    for (List& list : lists_) {
        list.values.clear();
        list.present.clear();
        list.of_row.clear();
    }
}

void ColumnBatch::add_rows(std::size_t count) {
    // What a column holds past its rows is empty already, but a column is not told so until it
    // grows.
    const std::size_t now = rows_ + count;
    if (padded(now) > padded(rows_)) {
        for (auto* columns : {&values_, &figures_}) {
            for (ColumnValues& column : *columns) {
                column.grow(now);
            }
        }
        fee_lines_.grow(now);
    }
    rows_ = now;
    person_.resize(rows_);
    alone_.resize(rows_);
    name_of_.resize(rows_);
    for (List& list : lists_) {
        list.of_row.resize(rows_);
    }
}

std::size_t ColumnBatch::next_alone(std::size_t row) const {
    const auto first = alone_.begin() + static_cast<std::ptrdiff_t>(row);
    return static_cast<std::size_t>(std::find(first, alone_.end(), 1) - alone_.begin());
}

std::optional<std::int64_t> ColumnBatch::value_of(std::size_t field, std::size_t row) const {
    const std::size_t column = column_of_[field];
    if (values_[column].has(row)) {
        return values_[column].at(row);
    }
    const abi::Default& fallback = manifest_.vocabulary.fields[field].fallback;
    switch (fallback.kind) {
    case abi::Default::Kind::none:
        return std::nullopt;
    case abi::Default::Kind::value:
        return fallback.value;
    case abi::Default::Kind::field:
        return value_of(static_cast<std::size_t>(fallback.value), row);
    }
    unreachable_state("a default out of range");
}

const std::vector<std::uint32_t>& ColumnBatch::lists() const {
    static const std::vector<std::uint32_t> kNone;
    return engine_.lists ? engine_.lists->lists : kNone;
}

void ColumnBatch::set_list(std::size_t row, std::size_t index, const claims::ListValues& list) {
    List& own = lists_[index];
    own.of_row[row] = {own.values.size(), list.count};
    own.values.insert(own.values.end(), list.values.begin(), list.values.end());
    own.present.insert(own.present.end(), list.present.begin(), list.present.end());
}

void ColumnBatch::set_fee_lines(std::size_t row) {
    fee_lines_.put(row, 1);
}

void ColumnBatch::settle() {
    if (rows_ == 0) {
        return;
    }
    make_figures();
    find_twice();
    make_slots();
    make_order();
    run_kernel();
    find_alone();
    find_answers();
    check_identity();
}

/// The figures of the rows whose lists have elements; those of others are what an empty list gives.
void ColumnBatch::make_figures() {
    if (!engine_.lists) {
        return;
    }
    const abi::Vocabulary& vocabulary = manifest_.vocabulary;
    figuring_.values.assign(vocabulary.fields.size(), 0);
    figuring_.present.assign(vocabulary.fields.size(), 0);
    figuring_.views.assign(vocabulary.lists.size(), {});
    figuring_.made.assign(2 * engine_.lists->figures.size(), 0);
    for (std::size_t row = 0; row < rows_; ++row) {
        const auto has_some = [row](const List& list) { return list.of_row[row].count > 0; };
        if (alone_[row] == 0 && std::any_of(lists_.begin(), lists_.end(), has_some)) {
            make_figures_of(row);
            continue;
        }
        for (std::size_t f = 0; f < engine_.lists->figures.size(); ++f) {
            if (!engine_.lists->figures[f].optional) {
                figures_[f].put(row, 0);
            }
        }
    }
}

void ColumnBatch::make_figures_of(std::size_t row) {
    const abi::ListEngine& own = *engine_.lists;
    Figuring& f = figuring_;
    for (const std::uint32_t field : own.fields) {
        const auto value = value_of(field, row);
        f.values[field] = value.value_or(0);
        f.present[field] = value ? 1 : 0;
    }
    const auto given = [&](std::uint32_t part) { return values_[column_of_[part]].has(row); };
    if (std::any_of(parts_.begin(), parts_.end(), given)) {
        for (const std::uint32_t part : parts_) {
            f.present[part] = 1;  // an absent one holds zero already
        }
    }
    for (std::size_t l = 0; l < own.lists.size(); ++l) {
        const List::Part& part = lists_[l].of_row[row];
        f.views[own.lists[l]] = {part.count, lists_[l].values.data() + part.first,
                                 lists_[l].present.data() + part.first};
    }
    std::fill(f.made.begin(), f.made.end(), 0);
    abi::Settlement settlement;
    settlement.outputs = f.made.data();
    abi::Accounts none;
    own.engine.plain({f.values.data(), f.present.data(), f.views.data()}, none, settlement);
    if (settlement.fault != 0) {
        set_alone(row);
        return;
    }
    for (std::size_t i = 0; i < own.figures.size(); ++i) {
        if (f.made[2 * i + 1] != 0) {
            figures_[i].put(row, f.made[2 * i]);
        }
    }
}

/// Of two rows of one person.
bool ColumnBatch::stands_before(std::size_t left, std::size_t right) const {
    if (days_[left] != days_[right]) {
        return days_[left] < days_[right];
    }
    const int compared = setl_id(left).compare(setl_id(right));
    return compared != 0 ? compared < 0 : left < right;
}

/// What the kernel reads as its input `i`.
ColumnValues& ColumnBatch::source(std::size_t i) {
    const abi::ColumnInput& input = engine_.inputs[i];
    switch (input.source) {
    case Source::field:
        return values_[column_of_[input.index]];
    case Source::figure:
        return figures_[input.index];
    case Source::fee_lines:
        return fee_lines_;
    case Source::slot:
        return std::find_if(slots_.begin(), slots_.end(),
                            [&](const Slots& one) { return one.field == input.index; })
            ->values;
    }
    unreachable_state("a source out of range");
}

/// Of the claims of a person that have one number the first is settled: one by one.
void ColumnBatch::find_twice() {
    std::vector<std::size_t> hashes;
    for (std::size_t first = 0; first < rows_;) {
        std::size_t end = first + 1;
        while (end < rows_ && person_[end] == person_[first]) {
            ++end;
        }
        if (end - first > 1) {
            hashes.clear();
            for (std::size_t row = first; row < end; ++row) {
                hashes.push_back(std::hash<std::string_view>()(setl_id(row)));
            }
            std::sort(hashes.begin(), hashes.end());
            // Two numbers of one hash are told apart where they are settled one by one.
            if (std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end()) {
                std::fill(alone_.begin() + static_cast<std::ptrdiff_t>(first),
                          alone_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
            }
        }
        first = end;
    }
}

/// Numbers the values that a person's claims have of a field; who has too many stands alone.
void ColumnBatch::make_slots() {
    std::vector<std::int64_t> known;
    for (Slots& slots : slots_) {
        slots.values.clear();
        slots.values.grow(rows_);
        for (std::size_t row = 0; row < rows_; ++row) {
            if (row == 0 || person_[row] != person_[row - 1]) {
                known.clear();
            }
            const std::int64_t value = value_of(slots.field, row).value_or(0);
            const auto found = std::find(known.begin(), known.end(), value);
            auto slot = found - known.begin();
            if (found == known.end()) {
                known.push_back(value);
            }
            if (slot >= abi::kSlots) {
                set_alone(row);
                slot = 0;
            }
            slots.values.put(row, slot);
        }
    }
}

void ColumnBatch::make_order() {
    place_.clear();
    if (in_order_ || !engine_.accounts) {
        return;
    }
    days_.resize(rows_);
    for (std::size_t r = 0; r < rows_; ++r) {
        days_[r] = day_ ? value_of(*day_, r).value_or(0) : 0;
    }
    // People follow one another; the rows of each are brought into order.
    std::vector<std::uint32_t> order(rows_);
    std::iota(order.begin(), order.end(), 0);
    bool is_as_given = true;
    for (std::size_t first = 0; first < rows_;) {
        std::size_t end = first + 1;
        bool is_in_order = true;
        for (; end < rows_ && person_[end] == person_[first]; ++end) {
            is_in_order = is_in_order && stands_before(end - 1, end);
        }
        if (!is_in_order) {
            std::sort(order.begin() + static_cast<std::ptrdiff_t>(first),
                      order.begin() + static_cast<std::ptrdiff_t>(end),
                      [this](std::uint32_t a, std::uint32_t b) { return stands_before(a, b); });
            is_as_given = false;
        }
        first = end;
    }
    if (is_as_given) {
        return;
    }
    place_.resize(rows_);
    for (std::size_t i = 0; i < rows_; ++i) {
        place_[order[i]] = static_cast<std::uint32_t>(i);
    }
    ordered_person_.resize(rows_);
    for (std::size_t i = 0; i < engine_.inputs.size(); ++i) {
        const ColumnValues& from = source(i);
        ordered_[i].clear();
        ordered_[i].grow(rows_);
        ordered_[i].put_from(from, order);
    }
    for (std::size_t r = 0; r < rows_; ++r) {
        ordered_person_[r] = person_[order[r]];
    }
}

void ColumnBatch::run_kernel() {
    const std::size_t all = padded(rows_);
    std::vector<abi::Column> in;
    in.reserve(engine_.inputs.size());
    for (std::size_t i = 0; i < engine_.inputs.size(); ++i) {
        in.push_back(place_.empty() ? source(i).column() : ordered_[i].column());
    }
    std::vector<abi::Column> out;
    out.reserve(written_.size());
    for (ColumnValues& column : written_) {
        column.clear();
        column.grow(rows_);
        out.push_back(column.column());
    }
    results_.clear();
    for (std::size_t r = 0; r < manifest_.vocabulary.results.size(); ++r) {
        results_.push_back(reinterpret_cast<const std::int64_t*>(written_[r].values()));
    }
    faults_.assign(all / 64, 0);
    if (!engine_.accounts) {
        engine_.settle(in.data(), out.data(), static_cast<std::int64_t>(all), nullptr,
                       faults_.data());
        return;
    }
    // Rows that only fill up are of a person of their own.
    std::vector<std::int32_t> whose = place_.empty() ? person_ : ordered_person_;
    const std::int32_t nobody = person_.back() + 1;
    whose.resize(all + static_cast<std::size_t>(abi::kPrefetchRows), nobody);
    account::Blocks blocks(*engine_.accounts, nobody + 1);
    abi::ColumnState state = blocks.state(whose.data());
    engine_.settle(in.data(), out.data(), static_cast<std::int64_t>(all), &state, faults_.data());
}

void ColumnBatch::find_alone() {
    const auto is_fault = [](std::uint64_t word) { return word != 0; };
    const bool any_fault = std::any_of(faults_.begin(), faults_.end(), is_fault);
    for (std::size_t row = 0; any_fault && row < rows_; ++row) {
        const std::size_t at = place(row);
        if ((faults_[at / 64] >> (at % 64) & 1) != 0) {
            set_alone(row);
        }
    }
    if (engine_.accounts) {
        for (std::size_t first = 0; first < rows_;) {
            std::size_t end = first;
            std::uint8_t any = 0;
            for (; end < rows_ && person_[end] == person_[first]; ++end) {
                any |= alone_[end];
            }
            std::fill(alone_.begin() + static_cast<std::ptrdiff_t>(first),
                      alone_.begin() + static_cast<std::ptrdiff_t>(end), any);
            first = end;
        }
    }
}

void ColumnBatch::find_answers() {
    const std::size_t answers = manifest_.vocabulary.results.size() + 2;
    any_answer_.assign(rows_, 0);
    for (std::size_t a = answers; a < written_.size(); ++a) {
        const auto* holds = reinterpret_cast<const std::uint8_t*>(written_[a].values());
        for (std::size_t row = 0; place_.empty() && row < rows_; ++row) {
            any_answer_[row] |= holds[row];
        }
        for (std::size_t row = 0; row < place_.size(); ++row) {
            any_answer_[row] |= holds[place_[row]];
        }
    }
}

void ColumnBatch::copy_result(std::size_t result, std::size_t from, std::size_t count,
                              std::int64_t* into) const {
    const std::int64_t* values = results_[result];
    if (place_.empty()) {
        std::memcpy(into, values + from, count * sizeof *into);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        into[i] = values[place_[from + i]];
    }
}

abi::Status ColumnBatch::status(std::size_t row) const {
    return static_cast<abi::Status>(written_[manifest_.vocabulary.results.size()].at(place(row)));
}

std::int64_t ColumnBatch::benefit(std::size_t row) const {
    return written_[manifest_.vocabulary.results.size() + 1].at(place(row));
}

bool ColumnBatch::answered(std::size_t answer, std::size_t row) const {
    return written_[manifest_.vocabulary.results.size() + 2 + answer].at(place(row)) != 0;
}

/// total = fund_pay_sumamt + psn_part_amt + hosp_part_amt, where a vocabulary has all four.
void ColumnBatch::check_identity() const {
    const abi::Vocabulary& vocabulary = manifest_.vocabulary;
    const auto total = vocabulary.result("medfee_sumamt");
    const auto fund = vocabulary.result("fund_pay_sumamt");
    const auto person = vocabulary.result("psn_part_amt");
    const auto hospital = vocabulary.result("hosp_part_amt");
    if (!total || !fund || !person || !hospital) {
        return;
    }
    bool holds = true;
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::size_t at = place(row);
        holds &= alone_[row] != 0 || results_[*total][at] == results_[*fund][at] +
                                                                 results_[*person][at] +
                                                                 results_[*hospital][at];
    }
    require_state(holds, "what fund, person and hospital pay is the whole of the claim");
}

claims::Settled ColumnBatch::settled(std::size_t row) const {
    claims::Settled settled;
    settled.setl_id = setl_id(row);
    settled.psn_no = psn_no(row);
    settled.status = status(row);
    if (const std::int64_t chosen = benefit(row); chosen >= 0) {
        settled.benefit = manifest_.benefits[static_cast<std::size_t>(chosen)].name;
    }
    for (std::size_t a = 0; answered_any(row) && a < manifest_.answers.size(); ++a) {
        if (answered(a, row)) {
            const abi::AnswerRow& answer = manifest_.answers[a];
            settled.reasons.push_back(
                {answer.kind, answer.code, answer.text, trace::show(answer.cites)});
        }
    }
    const std::size_t results = manifest_.vocabulary.results.size();
    settled.outputs.reserve(results);
    for (std::size_t r = 0; r < results; ++r) {
        settled.outputs.push_back(result(r, row));
    }
    return settled;
}

}  // namespace pol::batch
