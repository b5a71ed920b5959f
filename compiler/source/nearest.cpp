#include "compiler/source/nearest.h"

#include <algorithm>

#include "runtime/value/text.h"

namespace pol {

std::size_t allowed_distance(std::string_view word) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    const auto length = static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [&](char c) { return !continues(c); }));
    return length < 2 || length > 64 ? 0 : length <= 4 ? 1 : 2;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t least = allowed_distance(word) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance =
            candidate.size() > 200 ? least : edit_distance(word, candidate);
        if (distance > 0 && distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace pol
