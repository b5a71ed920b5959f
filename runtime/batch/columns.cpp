#include "runtime/batch/columns.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>

#include "runtime/batch/place_rows.h"
#include "runtime/fault/assert.h"
#include "runtime/trace/render.h"

namespace pol::batch {
namespace {

std::size_t padded(std::size_t rows) {
    constexpr auto block = static_cast<std::size_t>(abi::kBlockRows);
    return (rows + block - 1) / block * block;
}

}  // namespace

ColumnBatch::ColumnBatch(const abi::ColumnEngine& engine, const abi::Manifest& manifest,
                         bool in_order)
    : engine_(engine), manifest_(manifest), in_order_(in_order) {
    const abi::Vocabulary& vocabulary = manifest.vocabulary;
    for (const std::string_view name : abi::kPartFields) {
        if (const auto part = vocabulary.field(name)) {
            parts_.push_back(*part);
        }
    }
    if (!vocabulary.field("medfee_sumamt") || parts_.size() < abi::kPartFields.size()) {
        parts_.clear();
    }
    values_.reserve(engine.fields.size());
    column_of_.resize(vocabulary.fields.size());
    for (std::size_t f = 0; f < engine.fields.size(); ++f) {
        column_of_[engine.fields[f].index] = f;
        values_.emplace_back(engine.fields[f].type);
    }
    lists_.resize(engine.lists.size());
    list_of_.assign(vocabulary.lists.size(), lists_.size());
    for (std::size_t l = 0; l < engine.lists.size(); ++l) {
        list_of_[engine.lists[l]] = l;
    }
    places_.resize(engine.places.count());
    rows_of_.resize(engine.places.count());
}

ColumnBatch::~ColumnBatch() = default;

void ColumnBatch::clear() {
    rows_ = 0;
    for (ColumnValues& column : values_) {
        column.clear();
    }
    fee_lines_.clear();
    person_.clear();
    alone_.clear();
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
        for (ColumnValues& column : values_) {
            column.grow(now);
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

void ColumnBatch::set_list(std::size_t row, std::size_t index, const claims::ListValues& list) {
    List& own = lists_[index];
    own.of_row[row] = {own.values.size(), list.count};
    own.values.insert(own.values.end(), list.values.begin(), list.values.end());
    own.present.insert(own.present.end(), list.present.begin(), list.present.end());
}

abi::ListView ColumnBatch::elements(std::uint32_t list, std::size_t row) const {
    const std::size_t at = list_of_[list];
    if (at == lists_.size()) {
        return {};
    }
    const List::Part& part = lists_[at].of_row[row];
    return {part.count, lists_[at].values.data() + part.first,
            lists_[at].present.data() + part.first};
}

bool ColumnBatch::has_parts(std::size_t row) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](std::uint32_t part) { return values_[column_of_[part]].has(row); });
}

void ColumnBatch::settle() {
    if (rows_ == 0) {
        return;
    }
    find_twice();
    find_places();
    for (const std::uint32_t place : met_) {
        settle_place(place);
    }
    find_alone();
    check_identity();
}

/// Calls `of_person` with the rows of each, from the first to the end.
template <class OfPerson>
void ColumnBatch::each_person(OfPerson of_person) {
    for (std::size_t first = 0; first < rows_;) {
        std::size_t end = first + 1;
        while (end < rows_ && person_[end] == person_[first]) {
            ++end;
        }
        of_person(first, end);
        first = end;
    }
}

/// Of the claims of a person that have one number the first is settled: one by one.
void ColumnBatch::find_twice() {
    std::vector<std::size_t> hashes;
    each_person([&](std::size_t first, std::size_t end) {
        if (end - first < 2) {
            return;
        }
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
    });
}

std::uint32_t ColumnBatch::place_of(std::size_t row) {
    const std::optional<std::int64_t> insured = value_of(engine_.places.field, row);
    const std::int64_t code = insured.value_or(-1);
    if (code != last_.first || !insured) {
        last_ = {code, static_cast<std::uint32_t>(engine_.places.of(insured))};
    }
    return last_.second;
}

void ColumnBatch::find_places() {
    met_.clear();
    seats_.assign(rows_, {});
    whole_ = nullptr;
    if (engine_.places.count() == 1) {
        met_.push_back(0);
        return;
    }
    for (std::vector<std::uint32_t>& rows : rows_of_) {
        rows.clear();
    }
    each_person([&](std::size_t first, std::size_t end) {
        const std::uint32_t place = place_of(first);
        for (std::size_t row = first + 1; row < end; ++row) {
            if (place_of(row) != place) {
                set_alone(first);
                return;
            }
        }
        std::vector<std::uint32_t>& rows = rows_of_[place];
        if (rows.empty()) {
            met_.push_back(place);
        }
        for (std::size_t row = first; row < end; ++row) {
            rows.push_back(static_cast<std::uint32_t>(row));
        }
    });
}

void ColumnBatch::settle_place(std::uint32_t place) {
    const bool is_one = engine_.places.count() == 1;
    std::vector<std::uint32_t>& rows = rows_of_[place];
    const abi::ColumnKernel* kernel = engine_.kernel(place, is_one ? rows_ : rows.size());
    if (kernel == nullptr) {
        return;
    }
    std::unique_ptr<PlaceRows>& own = places_[place];
    if (!own) {
        own = std::make_unique<PlaceRows>(*kernel, manifest_);
    }
    const bool is_all = is_one || rows.size() == rows_;
    if (is_all) {
        rows.clear();
    }
    if (own->settle(*this, rows, in_order_)) {
        whole_ = own.get();
        return;
    }
    const std::size_t count = is_all ? rows_ : rows.size();
    for (std::uint32_t i = 0; i < count; ++i) {
        seats_[own->row(i)] = {place, i};
    }
}

/// What was not settled stands alone, with all that its person has where claims may depend on each
/// other.
void ColumnBatch::find_alone() {
    if (whole_ == nullptr || whole_->any_fault()) {
        for (std::size_t row = 0; row < rows_; ++row) {
            const bool is_nowhere = whole_ == nullptr && seats_[row].place == kNowhere;
            if (is_nowhere || at(row).rows.faults(at(row).i)) {
                set_alone(row);
            }
        }
    }
    if (engine_.by_person) {
        each_person([&](std::size_t first, std::size_t end) {
            const auto from = alone_.begin() + static_cast<std::ptrdiff_t>(first);
            const auto to = alone_.begin() + static_cast<std::ptrdiff_t>(end);
            std::fill(from, to, std::find(from, to, 1) != to ? std::uint8_t{1} : std::uint8_t{0});
        });
    }
}

std::int64_t ColumnBatch::result(std::size_t result, std::size_t row) const {
    return at(row).rows.result(result)[at(row).i];
}

void ColumnBatch::copy_result(std::size_t result, std::size_t from, std::size_t count,
                              std::int64_t* into) const {
    if (whole_ != nullptr) {
        std::memcpy(into, whole_->result(result) + from, count * sizeof *into);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        into[i] = this->result(result, from + i);
    }
}

abi::Status ColumnBatch::status(std::size_t row) const {
    return at(row).rows.status(at(row).i);
}

std::int64_t ColumnBatch::benefit(std::size_t row) const {
    return at(row).rows.benefit(at(row).i);
}

bool ColumnBatch::answered_any(std::size_t row) const {
    return at(row).rows.answered_any(at(row).i);
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
        if (alone_[row] == 0) {
            const auto& [rows, i] = at(row);
            holds &= rows.result(*total)[i] ==
                     rows.result(*fund)[i] + rows.result(*person)[i] + rows.result(*hospital)[i];
        }
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
    if (answered_any(row)) {
        for (const std::uint32_t a : at(row).rows.answers(at(row).i)) {
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
