#include "runtime/abi/vocabulary.h"

#include <algorithm>

namespace pol::abi {
namespace {

template <class Item>
std::optional<std::uint32_t> index_of(const std::vector<Item>& items, std::string_view external) {
    const auto found = std::ranges::find(items, external, &Item::external);
    if (found == items.end()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - items.begin());
}

}  // namespace

std::string_view Vocabulary::number() const {
    return filed.empty() || fields.empty() ? "setl_id" : std::string_view(fields.front().external);
}

std::optional<std::uint32_t> Vocabulary::field(std::string_view external) const {
    return index_of(fields, external);
}

std::optional<std::uint32_t> Vocabulary::list(std::string_view external) const {
    return index_of(lists, external);
}

std::optional<std::uint32_t> Vocabulary::result(std::string_view external) const {
    return index_of(results, external);
}

}  // namespace pol::abi
