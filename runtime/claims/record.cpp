#include "runtime/claims/record.h"

namespace pol::claims {

TextTable::TextTable(const std::vector<std::string>& constants)
    : texts_(constants.begin(), constants.end()) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        index_.try_emplace(texts_[i], static_cast<std::int64_t>(i));
    }
}

std::int64_t TextTable::intern(std::string_view text) {
    const auto found = index_.find(text);
    if (found != index_.end()) {
        return found->second;
    }
    const auto index = static_cast<std::int64_t>(texts_.size());
    index_.try_emplace(texts_.emplace_back(text), index);
    return index;
}

void TextTable::keep(std::size_t count) {
    while (texts_.size() > count) {
        index_.erase(texts_.back());
        texts_.pop_back();
    }
}

std::vector<abi::ListView> views_of(const std::vector<ListValues>& lists) {
    std::vector<abi::ListView> views;
    views.reserve(lists.size());
    for (const ListValues& list : lists) {
        views.push_back({list.count, list.values.data(), list.present.data()});
    }
    return views;
}

}  // namespace pol::claims
