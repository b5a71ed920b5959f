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
        if (!read_elements(views, places_.lists[i], row, vocabulary_.lists[i].fields, fields,
                           claim.lists[i])) {
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

}  // namespace pol::data
