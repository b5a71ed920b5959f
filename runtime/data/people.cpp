#include "runtime/data/people.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/batch/words.h"

namespace pol::data {
HeldRows held_rows(const Library& library, const Columns& columns, Chunk chunk) {
    const auto kept = std::make_shared<const Chunk>(std::move(chunk));
    return {kept->rows(), views_of(library, columns, *kept),
            static_cast<const std::int64_t*>(
                library.vector_get_data(kept->column(columns.names.size()))),
            kept};
}

RowReader::RowReader(const abi::Manifest& manifest, const Columns& columns, const FirstRows& first,
                     claims::Lang lang)
    : vocabulary_(manifest.vocabulary),
      columns_(columns),
      first_(first),
      lang_(lang),
      texts_(manifest.texts),
      constants_(texts_.size()),
      fields_(vocabulary_, texts_, lang),
      builder_(vocabulary_, fields_, lang, notices_, nullptr),
      direct_(columns, vocabulary_),
      column_rows_(direct_.places(), vocabulary_) {}

void RowReader::begin() {
    constexpr std::size_t most = 10'000;
    if (texts_.size() > constants_ + most) {
        texts_.keep(constants_);
        column_rows_.forget_codes();
    }
}

bool RowReader::is_first(const std::string& number, std::size_t line) const {
    const auto first = first_.find(number);
    return first == first_.end() || first->second == line;
}

claims::Claim RowReader::claim(const std::vector<View>& views, std::size_t row, std::size_t line) {
    claims::Claim claim = builder_.empty_claim(line);
    if (!direct_.read(views, row, fields_, builder_, claim)) {
        claim = builder_.build(record_of(columns_, views, row, line));
    }
    if (claim.faults.empty() && !is_first(claim.setl_id, line)) {
        claim.faults.push_back(
            batch::duplicate(lang_, vocabulary_.number(), claim.setl_id, first_.at(claim.setl_id)));
    }
    return claim;
}

claims::Claim RowReader::claim(const People& people, std::size_t row) {
    const auto after = std::ranges::upper_bound(people.parts, row, {}, &People::Part::base);
    const People::Part& part = *std::prev(after);
    return claim(*part.held, part.from + row - part.base);
}

/// A row whose number an earlier one has is settled by itself.
void RowReader::look_for_others(batch::ColumnBatch& batch, std::size_t row,
                                std::int64_t line) const {
    if (!is_first(std::string(batch.setl_id(row)), static_cast<std::size_t>(line))) {
        batch.set_alone(row);
    }
}

void RowReader::fill(const People& people, batch::ColumnBatch& batch) {
    for (const People::Part& part : people.parts) {
        column_rows_.add(part.held->views, part.from, part.to, fields_, batch);
        for (std::size_t row = part.base; row < batch.rows(); ++row) {
            batch.set_person(row, people.person[row]);
            if (!first_.empty()) {
                look_for_others(batch, row, part.held->lines[part.from + row - part.base]);
            }
        }
    }
}

void RowReader::fill(const std::vector<View>& views, std::size_t count, const std::int64_t* lines,
                     batch::ColumnBatch& batch) {
    column_rows_.add(views, 0, count, fields_, batch);
    for (std::size_t row = 0; row < count; ++row) {
        batch.set_person(row, static_cast<std::int32_t>(row));
        if (!first_.empty()) {
            look_for_others(batch, row, lines[row]);
        }
    }
}

}  // namespace pol::data
