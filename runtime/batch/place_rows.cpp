#include "runtime/batch/place_rows.h"

#include <algorithm>
#include <numeric>

#include "runtime/account/blocks.h"
#include "runtime/fault/assert.h"

namespace pol::batch {
namespace {

using Source = abi::ColumnInput::Source;

}  // namespace

PlaceRows::PlaceRows(const abi::ColumnKernel& kernel, const abi::Manifest& manifest)
    : kernel_(kernel), manifest_(manifest), day_(manifest.vocabulary.field("setl_date")) {
    if (kernel.lists) {
        for (const abi::ListFigure& figure : kernel.lists->figures) {
            figures_.emplace_back(figure.type);
        }
    }
    for (const abi::ColumnInput& input : kernel.inputs) {
        gathered_.emplace_back(input.type);
        if (input.source == Source::slot) {
            slots_.push_back({input.index, ColumnValues(input.type)});
        }
    }
    for (const abi::ColumnOutput& output : kernel.outputs) {
        written_.emplace_back(output.type);
    }
}

bool PlaceRows::settle(ColumnBatch& batch, const std::vector<std::uint32_t>& rows, bool in_order) {
    rows_ = rows.empty() ? batch.rows() : rows.size();
    make_order(batch, rows, in_order);
    make_figures(batch);
    make_slots(batch);
    run(batch);
    find_answers();
    return order_.empty();
}

void PlaceRows::make_order(ColumnBatch& batch, const std::vector<std::uint32_t>& rows,
                           bool in_order) {
    order_ = rows;
    if (!in_order && kernel_.accounts) {
        sort(batch);
    }
    const std::vector<std::int32_t>& people = batch.people();
    whose_.resize(rows_);
    for (std::size_t i = 0; i < rows_; ++i) {
        const bool is_other = i > 0 && people[row(i)] != people[row(i - 1)];
        whose_[i] = i == 0 ? 0 : whose_[i - 1] + (is_other ? 1 : 0);
    }
}

/// The rows of each person as `settling_order` has it.
void PlaceRows::sort(const ColumnBatch& batch) {
    days_.resize(batch.rows());
    for (std::size_t i = 0; i < rows_; ++i) {
        days_[row(i)] = day_ ? batch.value_of(*day_, row(i)).value_or(0) : 0;
    }
    const auto stands_before = [&](std::size_t left, std::size_t right) {
        if (days_[left] != days_[right]) {
            return days_[left] < days_[right];
        }
        const int compared = batch.setl_id(left).compare(batch.setl_id(right));
        return compared != 0 ? compared < 0 : left < right;
    };
    const std::vector<std::int32_t>& people = batch.people();
    for (std::size_t first = 0; first < rows_;) {
        std::size_t end = first + 1;
        bool is_sorted = true;
        for (; end < rows_ && people[row(end)] == people[row(first)]; ++end) {
            is_sorted = is_sorted && stands_before(row(end - 1), row(end));
        }
        if (!is_sorted) {
            if (order_.empty()) {
                order_.resize(rows_);
                std::iota(order_.begin(), order_.end(), 0);
            }
            std::sort(order_.begin() + static_cast<std::ptrdiff_t>(first),
                      order_.begin() + static_cast<std::ptrdiff_t>(end), stands_before);
        }
        first = end;
    }
}

/// The figures of the rows whose lists have elements; those of others are what an empty list gives.
void PlaceRows::make_figures(ColumnBatch& batch) {
    if (!kernel_.lists) {
        return;
    }
    const abi::Vocabulary& vocabulary = manifest_.vocabulary;
    figuring_.values.assign(vocabulary.fields.size(), 0);
    figuring_.present.assign(vocabulary.fields.size(), 0);
    figuring_.views.assign(vocabulary.lists.size(), {});
    figuring_.made.assign(2 * kernel_.lists->figures.size(), 0);
    for (ColumnValues& column : figures_) {
        column.clear();
        column.grow(rows_);
    }
    for (std::size_t i = 0; i < rows_; ++i) {
        const auto has_some = [&](std::uint32_t list) {
            return batch.elements(list, row(i)).count > 0;
        };
        const std::vector<std::uint32_t>& lists = kernel_.lists->lists;
        if (!batch.is_alone(row(i)) && std::any_of(lists.begin(), lists.end(), has_some)) {
            make_figures_of(batch, i);
            continue;
        }
        for (std::size_t f = 0; f < figures_.size(); ++f) {
            if (!kernel_.lists->figures[f].optional) {
                figures_[f].put(i, 0);
            }
        }
    }
}

void PlaceRows::make_figures_of(ColumnBatch& batch, std::size_t i) {
    const abi::ListEngine& own = *kernel_.lists;
    Figuring& f = figuring_;
    for (const std::uint32_t field : own.fields) {
        const auto value = batch.value_of(field, row(i));
        f.values[field] = value.value_or(0);
        f.present[field] = value ? 1 : 0;
    }
    if (batch.has_parts(row(i))) {
        for (const std::uint32_t part : batch.parts()) {
            f.present[part] = 1;  // an absent one holds zero already
        }
    }
    for (const std::uint32_t list : own.lists) {
        f.views[list] = batch.elements(list, row(i));
    }
    std::fill(f.made.begin(), f.made.end(), 0);
    abi::Settlement settlement;
    settlement.outputs = f.made.data();
    abi::Accounts none;
    own.engine.plain({f.values.data(), f.present.data(), f.views.data()}, none, settlement);
    if (settlement.fault != 0) {
        batch.set_alone(row(i));
        return;
    }
    for (std::size_t n = 0; n < own.figures.size(); ++n) {
        if (f.made[2 * n + 1] != 0) {
            figures_[n].put(i, f.made[2 * n]);
        }
    }
}

/// Numbers the values that a person's claims have of a field; who has too many stands alone.
void PlaceRows::make_slots(ColumnBatch& batch) {
    std::vector<std::int64_t> known;
    for (Slots& slots : slots_) {
        slots.values.clear();
        slots.values.grow(rows_);
        for (std::size_t i = 0; i < rows_; ++i) {
            if (i == 0 || whose_[i] != whose_[i - 1]) {
                known.clear();
            }
            const std::int64_t value = batch.value_of(slots.field, row(i)).value_or(0);
            const auto found = std::find(known.begin(), known.end(), value);
            auto slot = found - known.begin();
            if (found == known.end()) {
                known.push_back(value);
            }
            if (slot >= abi::kSlots) {
                batch.set_alone(row(i));
                slot = 0;
            }
            slots.values.put(i, slot);
        }
    }
}

/// What the kernel reads as its input `i`.
abi::Column PlaceRows::input(ColumnBatch& batch, std::size_t i) {
    const abi::ColumnInput& input = kernel_.inputs[i];
    const auto as_ordered = [&](ColumnValues& column) {
        if (order_.empty()) {
            return column.column();
        }
        gathered_[i].clear();
        gathered_[i].grow(rows_);
        gathered_[i].put_from(column, order_);
        return gathered_[i].column();
    };
    switch (input.source) {
    case Source::field:
        return as_ordered(batch.column_of(input.index));
    case Source::fee_lines:
        return as_ordered(batch.fee_lines());
    case Source::figure:
        return figures_[input.index].column();
    case Source::slot:
        return std::find_if(slots_.begin(), slots_.end(),
                            [&](const Slots& one) { return one.field == input.index; })
            ->values.column();
    }
    unreachable_state("a source out of range");
}

void PlaceRows::run(ColumnBatch& batch) {
    constexpr auto block = static_cast<std::size_t>(abi::kBlockRows);
    const std::size_t all = (rows_ + block - 1) / block * block;
    std::vector<abi::Column> in;
    in.reserve(kernel_.inputs.size());
    for (std::size_t i = 0; i < kernel_.inputs.size(); ++i) {
        in.push_back(input(batch, i));
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
    faults_.assign(all / block, 0);
    if (!kernel_.accounts) {
        kernel_.settle(in.data(), out.data(), static_cast<std::int64_t>(all), nullptr,
                       faults_.data());
        return;
    }
    // Rows that only fill up are of a person of their own.
    const std::int32_t nobody = whose_.back() + 1;
    whose_.resize(all + static_cast<std::size_t>(abi::kPrefetchRows), nobody);
    account::Blocks blocks(*kernel_.accounts, nobody + 1);
    abi::ColumnState state = blocks.state(whose_.data());
    kernel_.settle(in.data(), out.data(), static_cast<std::int64_t>(all), &state, faults_.data());
}

bool PlaceRows::any_fault() const {
    return std::any_of(faults_.begin(), faults_.end(),
                       [](std::uint64_t word) { return word != 0; });
}

void PlaceRows::find_answers() {
    any_answer_.assign(rows_, 0);
    for (std::size_t a = manifest_.vocabulary.results.size() + 2; a < written_.size(); ++a) {
        const auto* holds = reinterpret_cast<const std::uint8_t*>(written_[a].values());
        for (std::size_t i = 0; i < rows_; ++i) {
            any_answer_[i] |= holds[i];
        }
    }
}

abi::Status PlaceRows::status(std::size_t i) const {
    return static_cast<abi::Status>(written_[manifest_.vocabulary.results.size()].at(i));
}

std::int64_t PlaceRows::benefit(std::size_t i) const {
    const std::int64_t own = written_[manifest_.vocabulary.results.size() + 1].at(i);
    return own < 0 ? own : kernel_.benefits[static_cast<std::size_t>(own)];
}

std::vector<std::uint32_t> PlaceRows::answers(std::size_t i) const {
    std::vector<std::uint32_t> hold;
    for (std::size_t a = manifest_.vocabulary.results.size() + 2; a < written_.size(); ++a) {
        if (written_[a].at(i) != 0) {
            hold.push_back(kernel_.outputs[a].index);
        }
    }
    std::sort(hold.begin(), hold.end());  // as the answers of a settlement stand
    return hold;
}

}  // namespace pol::batch
