// Which amendments of one benefit can apply together, and in which order.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace pol::resolve {

/// An amendment among those of one benefit, by the others' places.
struct Ordered {
    std::optional<std::size_t> base;   ///< the amendment that it amends; none: the benefit itself
    std::vector<std::size_t> instead;  ///< 取代
    std::vector<std::size_t> on_top;   ///< 叠加于
    std::vector<std::size_t> better;   ///< 择优于
};

/// Amendments that apply together, the last of which names the result.
struct Stack {
    std::vector<std::size_t> applied;  ///< in the order of their changes
    std::vector<std::size_t> also;     ///< rivals of the last that hold too: the better one answers
    std::vector<std::size_t> not_held;
};

/// Every way in which amendments apply to a benefit, none of which holds with another unless two
/// amendments have no order.
[[nodiscard]] std::vector<Stack> stacks_of(const std::vector<Ordered>& amendments);

}  // namespace pol::resolve
