#include "runtime/claims/record.h"

namespace pol::claims {

TextTable::TextTable(const std::vector<std::string>& constants) : texts_(constants) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        index_.try_emplace(texts_[i], static_cast<std::int64_t>(i));
    }
}

std::int64_t TextTable::intern(std::string_view text) {
    const auto [at, added] =
        index_.try_emplace(std::string(text), static_cast<std::int64_t>(texts_.size()));
    if (added) {
        texts_.emplace_back(text);
    }
    return at->second;
}

}  // namespace pol::claims
