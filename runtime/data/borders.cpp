#include "runtime/data/borders.h"

#include <algorithm>
#include <cstring>

namespace pol::data {

Borders::Borders(std::vector<std::string_view> seen, std::size_t of_each) {
    std::ranges::sort(seen);
    if (seen.empty()) {
        return;
    }
    const auto same = std::ranges::mismatch(seen.front(), seen.back());
    prefix_ = std::string(seen.front().begin(), same.in1);
    for (std::size_t i = of_each; i < seen.size(); i += of_each) {
        if (texts_.empty() || texts_.back() != seen[i]) {
            texts_.emplace_back(seen[i]);
            heads_.push_back(head_of(seen[i]));
        }
    }
}

std::uint64_t Borders::head_of(std::string_view text) const {
    const int compared = text.substr(0, prefix_.size()).compare(prefix_);
    if (compared != 0) {
        return compared < 0 ? 0 : ~std::uint64_t{0};
    }
    std::uint64_t head = 0;
    std::memcpy(&head, text.data() + prefix_.size(),
                std::min(sizeof head, text.size() - prefix_.size()));
    return __builtin_bswap64(head);
}

std::size_t Borders::share_of(std::uint64_t head, std::string_view text) const {
    // Borders of no greater head are counted without a branch: the borders are many, the rows in no
    // order.
    const std::uint64_t* first = heads_.data();
    for (std::size_t count = heads_.size(); count > 0;) {
        const std::size_t half = (count + 1) / 2;
        first += first[half - 1] <= head ? half : 0;
        count -= half;
    }
    auto share = static_cast<std::size_t>(first - heads_.data());
    while (share > 0 && heads_[share - 1] == head && text < texts_[share - 1]) {
        --share;
    }
    return share;
}

}  // namespace pol::data
