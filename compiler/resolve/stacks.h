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
    std::vector<std::size_t> also;     ///< hold too, in stacks that compete: the better one answers
    std::vector<std::size_t> held;     ///< hold too, and are replaced
    /// Where all of one of these hold, other amendments apply.
    std::vector<std::vector<std::size_t>> not_held;
};

/// Every way in which amendments apply to a benefit. Of those that hold, one that another takes the
/// place of falls away, and so does what amends it; the rest apply, each upon those that it is laid
/// upon, also by way of others; of rivals each has a stack. So wherever the benefit holds with some
/// amendment just one stack does, or those that compete; two or more do where two amendments that
/// are left have no order. (Of more than ten amendments some that take each other's bases away may
/// be left out.)
[[nodiscard]] std::vector<Stack> stacks_of(const std::vector<Ordered>& amendments);

}  // namespace pol::resolve
