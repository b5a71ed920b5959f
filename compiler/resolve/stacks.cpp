#include "compiler/resolve/stacks.h"

#include <algorithm>
#include <set>

namespace pol::resolve {
namespace {

bool has(const std::vector<std::size_t>& list, std::size_t one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

class Stacks {
  public:
    explicit Stacks(const std::vector<Ordered>& all) : all_(all), instead_(all.size()) {
        for (std::size_t a = 0; a < all_.size(); ++a) {
            close(a, a);
        }
    }

    std::vector<Stack> run() {
        std::vector<Stack> result;
        for (std::size_t a = 0; a < all_.size(); ++a) {
            for (const std::vector<std::size_t>& applied : ending_in(a, 0)) {
                Stack alone{applied, {}, {}};
                alone.not_held = excluded(alone);
                result.push_back(alone);
                for (std::vector<std::size_t>& rivals : rival_sets(a)) {
                    Stack contest{applied, std::move(rivals), {}};
                    contest.not_held = excluded(contest);
                    result.push_back(std::move(contest));
                }
            }
        }
        return result;
    }

  private:
    // Who takes the place of another takes it from whom that one has replaced, too; but not from
    // whom it is laid upon.
    void close(std::size_t of, std::size_t at) {
        for (const std::size_t other : all_[at].instead) {
            if (other != of && !has(all_[of].on_top, other) && instead_[of].insert(other).second) {
                close(of, other);
            }
        }
    }

    std::vector<std::vector<std::size_t>> ending_in(std::size_t a, std::size_t depth) const {
        std::vector<std::vector<std::size_t>> result;
        if (depth > all_.size()) {
            return result;
        }
        const auto upon = [&](std::size_t other) {
            for (std::vector<std::size_t> below : ending_in(other, depth + 1)) {
                if (!has(below, a)) {
                    below.push_back(a);
                    if (std::find(result.begin(), result.end(), below) == result.end()) {
                        result.push_back(std::move(below));
                    }
                }
            }
        };
        if (all_[a].base) {
            upon(*all_[a].base);
        } else {
            result.push_back({a});
        }
        for (const std::size_t other : all_[a].on_top) {
            upon(other);
        }
        // What an amendment amends holds wherever it does.
        if (all_[a].base) {
            std::erase_if(result, [&](const std::vector<std::size_t>& stack) {
                return !has(stack, *all_[a].base);
            });
        }
        return result;
    }

    bool rivals(std::size_t a, std::size_t b) const {
        return has(all_[a].better, b) || has(all_[b].better, a);
    }

    // Each set of amendments that compete with `a` and with one another.
    std::vector<std::vector<std::size_t>> rival_sets(std::size_t a) const {
        std::vector<std::vector<std::size_t>> sets{{}};
        for (std::size_t b = 0; b < all_.size(); ++b) {
            if (b == a || !rivals(a, b)) {
                continue;
            }
            const std::size_t before = sets.size();
            for (std::size_t s = 0; s < before; ++s) {
                const bool all_compete = std::all_of(sets[s].begin(), sets[s].end(),
                                                     [&](std::size_t c) { return rivals(b, c); });
                if (all_compete) {
                    std::vector<std::size_t> larger = sets[s];
                    larger.push_back(b);
                    sets.push_back(std::move(larger));
                }
            }
        }
        sets.erase(sets.begin());
        return sets;
    }

    // Whose condition must not hold where this stack answers.
    std::vector<std::size_t> excluded(const Stack& stack) const {
        std::vector<std::size_t> result;
        const auto held = [&](std::size_t b) {
            return has(stack.applied, b) || has(stack.also, b);
        };
        const std::size_t last = stack.applied.back();
        for (std::size_t b = 0; b < all_.size(); ++b) {
            if (held(b)) {
                continue;
            }
            bool out = false;
            for (const std::size_t a : stack.applied) {
                out = out || all_[b].base == a || has(all_[b].on_top, a) || rivals(a, b);
                // What replaced one that stands here has been replaced itself, by one upon it.
                const bool overtaken =
                    std::any_of(stack.applied.begin(), stack.applied.end(),
                                [&](std::size_t c) { return c != a && instead_[c].contains(b); });
                out = out || (instead_[b].contains(a) && !overtaken);
            }
            // Laid upon another it is another stack, unless that one has been replaced in this.
            const bool replaced =
                std::any_of(stack.applied.begin(), stack.applied.end(),
                            [&](std::size_t a) { return instead_[a].contains(b); });
            out = out || (has(all_[last].on_top, b) && !replaced);
            if (out) {
                result.push_back(b);
            }
        }
        return result;
    }

    const std::vector<Ordered>& all_;
    std::vector<std::set<std::size_t>> instead_;
};

}  // namespace

std::vector<Stack> stacks_of(const std::vector<Ordered>& amendments) {
    return Stacks(amendments).run();
}

}  // namespace pol::resolve
