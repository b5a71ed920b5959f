// Small well-typed policies out of nothing: text that covers what is compiled.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/random.h"

namespace pol::differential {

/// Makes one policy. Every name it uses is declared, every unit fits and every lookup has its row;
/// only a product may be too wide or too fine.
class PolicyMaker {
  public:
    explicit PolicyMaker(std::uint64_t seed) : random_(seed), splits_(seed % 4 == 3) {}

    [[nodiscard]] std::string policy();

  private:
    /// Where an expression stands: how deep it may go, how many more rates it may multiply, and
    /// which earlier tiers it may name.
    struct Place {
        int depth = 3;
        int factors = 3;
        std::vector<std::string> tiers;
        bool in_tier = false;
        bool disease_known = false;

        [[nodiscard]] Place inside() const {
            Place next = *this;
            --next.depth;
            return next;
        }
        [[nodiscard]] Place with_factors(int count) const {
            Place next = inside();
            next.factors = count;
            return next;
        }
    };

    void line(const std::string& text);
    void head();
    void params();
    void tables();
    void definitions();
    void filing();
    void module_answers();
    void properties();
    void benefit(int number);
    void tier(int number, Place place);
    std::string each(const Place& place, bool limit);

    // policy_maker_tiers.cpp
    struct Made {
        std::string name;
        std::vector<std::string> tiers;
    };
    void allowances();
    void rate_clause(int number, const Place& place);
    void limits(const Place& place);
    void amendments();
    void changes(const Made& made, const Place& place, bool within);

    std::string money(const Place& place);
    std::string money_leaf(const Place& place);
    std::string money_product(const Place& place);
    std::string rate(const Place& place);
    std::string integer(const Place& place);
    std::string optional_integer(const Place& place);
    std::string date(const Place& place);
    std::string condition(const Place& place);
    std::string comparison(const Place& place);
    std::string of_code(const Place& place);
    std::string of_place();
    std::string of_list(const Place& place);
    std::string lookup(const std::string& column);
    /// `按 …` with a value of each case made by `value`.
    template <class F>
    std::string cases(const Place& place, F value);

    std::string amount();
    std::string percent();
    std::string times();
    std::string day();
    std::string pick(const std::vector<std::string>& list) { return random_.one_of(list); }
    bool chance(int percent) { return random_.percent(percent); }

    test::Random random_;
    std::string text_;
    std::vector<std::string> moneys_, rates_, conditions_, integers_;  ///< names that stand for one
    struct Table {
        std::string name;
        std::string keys;  ///< as a lookup writes them
    };
    std::vector<Table> tables_;
    std::vector<std::string> allowances_;
    std::vector<std::string> cut_by_;  ///< allowances that a tier of the benefit at hand has
    std::vector<Made> made_;
    int answers_ = 0;
    bool shared_tier_ = false;
    bool disease_table_ = false;
    bool line_answers_ = false;
    bool splits_;  ///< a stay is settled as one claim a year
};

}  // namespace pol::differential
