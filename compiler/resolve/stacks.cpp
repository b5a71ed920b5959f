#include "compiler/resolve/stacks.h"

#include <algorithm>
#include <numeric>

namespace pol::resolve {
namespace {

using Members = std::vector<std::size_t>;  // rising
using Relation = std::vector<std::vector<bool>>;

// Of so many amendments every set is looked at.
constexpr std::size_t kAllAsked = 10;

bool has(const Members& list, std::size_t one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

// What follows by way of others.
void close(Relation& relation) {
    const std::size_t n = relation.size();
    for (std::size_t by = 0; by < n; ++by) {
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = 0; relation[a][by] && b < n; ++b) {
                relation[a][b] = relation[a][b] || relation[by][b];
            }
        }
    }
}

// How each two amendments stand to each other.
class Relations {
  public:
    explicit Relations(const std::vector<Ordered>& all)
        : upon_(all.size(), std::vector<bool>(all.size())), instead_(upon_), rivals_(upon_) {
        const std::size_t n = all.size();
        Relation said(upon_);
        for (std::size_t a = 0; a < n; ++a) {
            const Members below = stands_on(all, a);
            for (const std::size_t b : below) {
                upon_[a][b] = said[a][b] = said[b][a] = true;
            }
            for (const std::size_t b : all[a].instead) {
                if (!has(below, b)) {
                    instead_[a][b] = said[a][b] = said[b][a] = true;
                }
            }
        }
        for (std::size_t a = 0; a < n; ++a) {
            for (const std::size_t b : all[a].better) {
                if (!said[a][b]) {
                    rivals_[a][b] = rivals_[b][a] = true;
                }
            }
        }
        inherit_rivals(all, said);
        close(upon_);
        close(instead_);
        // What is said of two counts for more than what follows; a circle orders nothing.
        const Relation upon = upon_;
        const Relation instead = instead_;
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = 0; b < n; ++b) {
                upon_[a][b] = upon[a][b] && !upon[b][a] && !rivals_[a][b];
                instead_[a][b] = instead[a][b] && !instead[b][a] && !rivals_[a][b];
            }
        }
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = 0; b < n; ++b) {
                const bool laid = upon_[a][b] || upon_[b][a];
                const bool replaces = instead_[a][b] || instead_[b][a];
                if (laid && replaces) {
                    const bool placed = (said[a][b] || said[b][a]) && !has(stands_on(all, a), b) &&
                                        !has(stands_on(all, b), a);
                    (placed ? upon_ : instead_)[a][b] = false;
                }
            }
        }
    }

    [[nodiscard]] bool upon(std::size_t a, std::size_t b) const { return upon_[a][b]; }
    [[nodiscard]] bool instead(std::size_t a, std::size_t b) const { return instead_[a][b]; }
    [[nodiscard]] bool rivals(std::size_t a, std::size_t b) const { return rivals_[a][b]; }
    /// Both can be left over together.
    [[nodiscard]] bool ordered(std::size_t a, std::size_t b) const {
        return upon_[a][b] || upon_[b][a] || rivals_[a][b];
    }

  private:
    // What an amendment is laid upon, and what it amends, that one amends, and so on.
    static Members stands_on(const std::vector<Ordered>& all, std::size_t a) {
        Members below = all[a].on_top;
        for (auto base = all[a].base; base && below.size() <= 2 * all.size();
             base = all[*base].base) {
            below.push_back(*base);
        }
        return below;
    }

    // What amends a rival is one too, where nothing else is said of it.
    void inherit_rivals(const std::vector<Ordered>& all, const Relation& said) {
        for (std::size_t steps = 0; steps < all.size(); ++steps) {
            for (std::size_t a = 0; a < all.size(); ++a) {
                for (std::size_t b = 0; all[a].base && b < all.size(); ++b) {
                    if (b != a && rivals_[*all[a].base][b] && !said[a][b]) {
                        rivals_[a][b] = rivals_[b][a] = true;
                    }
                }
            }
        }
    }

    Relation upon_;
    Relation instead_;
    Relation rivals_;
};

class Stacks {
  public:
    explicit Stacks(const std::vector<Ordered>& all) : all_(all), related_(all) {}

    std::vector<Stack> run() {
        grow({}, 0);
        fill();
        std::sort(result_.begin(), result_.end(), [](const Stack& a, const Stack& b) {
            return std::pair(a.applied.back(), a.applied) < std::pair(b.applied.back(), b.applied);
        });
        return std::move(result_);
    }

  private:
    // Every set of amendments that can be left over together.
    void grow(const Members& members, std::size_t from) {
        if (!members.empty() && based(members) && left(members) == members) {
            stacks(members, {}, others(members));
        }
        for (std::size_t next = from; next < all_.size(); ++next) {
            if (std::all_of(members.begin(), members.end(),
                            [&](std::size_t m) { return related_.ordered(m, next); })) {
                Members larger = members;
                larger.push_back(next);
                grow(larger, next + 1);
            }
        }
    }

    // What is left of those that hold: who takes the place of another, and is left, leaves that one
    // out, and what amends it with it.
    Members left(const Members& held) const {
        Members out;
        std::copy_if(held.begin(), held.end(), std::back_inserter(out), [&](std::size_t m) {
            const Members bases = with_bases(m);
            return !std::includes(held.begin(), held.end(), bases.begin(), bases.end());
        });
        for (;;) {
            const Members now = standing(held, out);
            Members alone;
            std::copy_if(now.begin(), now.end(), std::back_inserter(alone),
                         [&](std::size_t m) { return all_[m].base && !has(now, *all_[m].base); });
            if (alone.empty()) {
                return now;
            }
            // First one whose base is taken away by another that stays.
            const auto first = std::find_if(alone.begin(), alone.end(), [&](std::size_t m) {
                return std::any_of(now.begin(), now.end(), [&](std::size_t r) {
                    return !has(alone, r) && related_.instead(r, *all_[m].base);
                });
            });
            out.push_back(first != alone.end() ? *first : alone.front());
        }
    }

    Members standing(const Members& held, const Members& out) const {
        Members result;
        Members asked;
        for (std::size_t steps = 0; steps <= held.size(); ++steps) {
            for (const std::size_t m : held) {
                if (has(out, m) || has(asked, m)) {
                    continue;
                }
                const bool known = std::all_of(held.begin(), held.end(), [&](std::size_t h) {
                    return has(out, h) || has(asked, h) || !related_.instead(h, m);
                });
                if (known) {
                    asked.push_back(m);
                    if (std::none_of(result.begin(), result.end(),
                                     [&](std::size_t r) { return related_.instead(r, m); })) {
                        result.push_back(m);
                    }
                }
            }
        }
        std::sort(result.begin(), result.end());
        return result;
    }

    // What no condition of the kind above tells apart: an amendment that takes the place of another
    // only while nobody takes away what it amends itself. These are answered one by one.
    void fill() {
        if (all_.size() > kAllAsked) {
            return;
        }
        Members all(all_.size());
        std::iota(all.begin(), all.end(), 0);
        for (const Members& held : sets_of(all)) {
            std::vector<Members> rest;
            for (const std::size_t m : all) {
                if (!has(held, m)) {
                    rest.push_back({m});
                }
            }
            if (!based(held) || answered(held)) {
                continue;
            }
            const Members members = left(held);
            if (!members.empty() && all_ordered(members)) {
                stacks(members, held, rest);
                continue;
            }
            // Nobody said which: each is a stack, and the check of overlaps finds two.
            for (const std::size_t m : members.empty() ? held : members) {
                stacks(with_bases(m), held, rest);
            }
        }
    }

    bool answered(const Members& held) const {
        const auto in = [&](const Members& some) {
            return std::all_of(some.begin(), some.end(), [&](auto m) { return has(held, m); });
        };
        return std::any_of(result_.begin(), result_.end(), [&](const Stack& s) {
            return in(s.applied) && in(s.also) && in(s.held) &&
                   std::none_of(s.not_held.begin(), s.not_held.end(), in);
        });
    }

    bool based(const Members& members) const {
        return std::all_of(members.begin(), members.end(), [&](std::size_t m) {
            return !all_[m].base || has(members, *all_[m].base);
        });
    }

    Members with_bases(std::size_t m) const {
        Members result{m};
        for (auto base = all_[m].base; base; base = all_[*base].base) {
            result.push_back(*base);
        }
        std::sort(result.begin(), result.end());
        return result;
    }

    void stacks(const Members& members, const Members& held, const std::vector<Members>& not_held) {
        for (const Members& peers : without_rivals(members)) {
            Stack stack{peers, {}, {}, not_held};
            std::copy_if(held.begin(), held.end(), std::back_inserter(stack.held),
                         [&](std::size_t m) { return !has(members, m); });
            const auto below = [&](std::size_t a) {
                return std::count_if(peers.begin(), peers.end(),
                                     [&](std::size_t b) { return related_.upon(a, b); });
            };
            std::stable_sort(stack.applied.begin(), stack.applied.end(),
                             [&](std::size_t a, std::size_t b) { return below(a) < below(b); });
            std::copy_if(members.begin(), members.end(), std::back_inserter(stack.also),
                         [&](std::size_t m) { return !has(peers, m); });
            result_.push_back(std::move(stack));
        }
    }

    // The largest parts of a set in which none is another's rival.
    std::vector<Members> without_rivals(const Members& members) const {
        std::vector<Members> parts{{}};
        for (const std::size_t m : members) {
            const std::size_t before = parts.size();
            for (std::size_t p = 0; p < before; ++p) {
                Members with;
                std::copy_if(parts[p].begin(), parts[p].end(), std::back_inserter(with),
                             [&](std::size_t o) { return !related_.rivals(m, o); });
                const bool whole = with.size() == parts[p].size();
                with.push_back(m);
                if (whole) {
                    parts[p] = std::move(with);
                } else {
                    parts.push_back(std::move(with));
                }
            }
        }
        for (Members& part : parts) {
            // What amends a rival of these has nothing here to amend.
            for (std::size_t steps = 0; steps < members.size(); ++steps) {
                std::erase_if(
                    part, [&](std::size_t m) { return all_[m].base && !has(part, *all_[m].base); });
            }
        }
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
        std::vector<Members> largest;
        for (const Members& part : parts) {
            const bool within = std::any_of(parts.begin(), parts.end(), [&](const Members& other) {
                return other.size() > part.size() &&
                       std::includes(other.begin(), other.end(), part.begin(), part.end());
            });
            if (!within && !part.empty()) {
                largest.push_back(part);
            }
        }
        return largest;
    }

    // What would make others apply than these. One that has no order with one of these is not among
    // them: there both stacks hold, and the check of overlaps says so.
    std::vector<Members> others(const Members& members) const {
        std::vector<Members> asked;
        Members rest;
        for (std::size_t b = 0; b < all_.size(); ++b) {
            if (!has(members, b)) {
                rest.push_back(b);
                asked.push_back(with_bases(b));
                std::erase_if(asked.back(), [&](std::size_t m) { return has(members, m); });
            }
        }
        if (all_.size() <= kAllAsked) {
            asked = sets_of(rest);
        }
        std::stable_sort(asked.begin(), asked.end(),
                         [](const Members& a, const Members& b) { return a.size() < b.size(); });
        std::vector<Members> result;
        for (const Members& more : asked) {
            // One that says less has said it.
            const bool known = std::any_of(result.begin(), result.end(), [&](const Members& less) {
                return std::includes(more.begin(), more.end(), less.begin(), less.end());
            });
            if (known) {
                continue;
            }
            Members held = members;
            held.insert(held.end(), more.begin(), more.end());
            std::sort(held.begin(), held.end());
            const Members then = left(held);
            if (then != members && all_ordered(then)) {
                result.push_back(more);
            }
        }
        return result;
    }

    // Every set of some members but the empty one.
    static std::vector<Members> sets_of(const Members& members) {
        std::vector<Members> sets;
        for (std::size_t bits = 1; bits < std::size_t{1} << members.size(); ++bits) {
            Members& set = sets.emplace_back();
            for (std::size_t i = 0; i < members.size(); ++i) {
                if ((bits >> i & 1U) != 0) {
                    set.push_back(members[i]);
                }
            }
        }
        return sets;
    }

    bool all_ordered(const Members& members) const {
        for (const std::size_t a : members) {
            for (const std::size_t b : members) {
                if (a < b && !related_.ordered(a, b)) {
                    return false;
                }
            }
        }
        return true;
    }

    const std::vector<Ordered>& all_;
    Relations related_;
    std::vector<Stack> result_;
};

}  // namespace

std::vector<Stack> stacks_of(const std::vector<Ordered>& amendments) {
    return Stacks(amendments).run();
}

}  // namespace pol::resolve
