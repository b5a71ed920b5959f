#include "runtime/data/direct.h"

#include "runtime/data/cells.h"

namespace pol::data {

bool DirectRows::read(const std::vector<View>& views, std::size_t row, claims::FieldReader& fields,
                      const claims::ClaimBuilder& builder, claims::Claim& claim) const {
    if (!places_.is_plain || !read_names(views, row, claim)) {
        return false;
    }
    for (std::size_t i = 0; i < places_.fields.size(); ++i) {
        if (!read_field(views, places_.fields[i], row, vocabulary_.fields[i], fields,
                        {&claim.values[i], &claim.present[i]})) {
            return false;
        }
    }
    for (std::size_t i = 0; i < places_.lists.size(); ++i) {
        if (!read_list(views, row, i, fields, claim)) {
            return false;
        }
    }
    const Cell lines = places_.fee_lines ? cell_at(views, *places_.fee_lines, row) : Cell{};
    const bool has_lines = lines.view != nullptr && (lines.view->shape().id != DUCKDB_TYPE_LIST ||
                                                     lines.view->elements(row).count > 0);
    return builder.complete(claim, has_lines);
}

bool DirectRows::read_names(const std::vector<View>& views, std::size_t row,
                            claims::Claim& claim) const {
    const Cell flag = places_.reversal ? cell_at(views, *places_.reversal, row) : Cell{};
    const bool is_reversal =
        flag.view != nullptr &&
        (flag.view->shape().id != DUCKDB_TYPE_BOOLEAN || flag.view->integer(row) != 0);
    const bool has_original =
        places_.original && cell_at(views, *places_.original, row).view != nullptr;
    claim.setl_id = text_at(views, places_.number, row);
    claim.psn_no = text_at(views, places_.person, row);
    claim.init_setl_id = text_at(views, places_.original, row);
    return !is_reversal && !claim.setl_id.empty() && !claim.psn_no.empty() &&
           has_original == !claim.init_setl_id.empty();
}

bool DirectRows::read_list(const std::vector<View>& views, std::size_t row, std::size_t index,
                           claims::FieldReader& fields, claims::Claim& claim) const {
    const Places::List& list = places_.lists[index];
    const Cell cell = list.path ? cell_at(views, *list.path, row) : Cell{};
    if (cell.view == nullptr) {
        return true;
    }
    const std::vector<abi::Field>& named = vocabulary_.lists[index].fields;
    const View::Elements elements = cell.view->elements(row);
    const View& element = cell.view->parts().front();
    claims::ListValues& values = claim.lists[index];
    values.count = static_cast<std::int64_t>(elements.count);
    values.values.resize(elements.count * named.size());
    values.present.resize(values.values.size());
    std::size_t slot = 0;
    for (std::size_t i = 0; i < elements.count; ++i) {
        if (element.is_null(elements.first + i)) {
            return false;
        }
        for (std::size_t field = 0; field < named.size(); ++field, ++slot) {
            if (!read_field(element.parts(), list.fields[field], elements.first + i, named[field],
                            fields, {&values.values[slot], &values.present[slot]})) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace pol::data
