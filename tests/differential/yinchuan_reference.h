// Yinchuan's rule for chronic and special diseases, written by hand from the document's clauses in
// plain C++: no policy, no compiler, no runtime. What the policy settles must be the same.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pol::yinchuan {

/// Days are counted from any day; money is fen.
using Day = std::int64_t;
using Fen = std::int64_t;

struct FeeLine {
    Day day = 0;
    char grade = 'A';  ///< A in full, B with a share paid first, C own pay
    Fen amount = 0;
    std::int64_t share_per_10000 = 0;                ///< what is paid first
    std::optional<std::int64_t> price, price_limit;  ///< in millionths of a yuan
    std::optional<std::int64_t> count;               ///< in millionths
    bool report_missing = false;  ///< a blood or protein product without its lab report
};

struct Visit {
    std::string number, person;
    bool employee = true;
    bool insured_in_yinchuan = true;
    bool chronic = true;  ///< the kind of visit
    bool insurance_normal = true;
    std::optional<Day> suspended_from, suspended_to;
    Day day = 0;
    Day settled = 0;
    int settled_year = 0;
    std::string disease;  ///< M03900; empty: none given
    bool pharmacy = false;
    std::string institution;
    int place = 0;        ///< division code of the place of care
    int filed_place = 0;  ///< 0: not filed
    bool filed_as_temporary = false;
    std::optional<Day> filed_from, filed_to;
    std::map<std::string, char> contracted;  ///< with their levels: 1, 2, 3, S; 0 has none
    struct Filed {
        std::string disease;
        Day from = 0;
    };
    std::vector<Filed> diseases_filed;
    bool id_card = false;
    bool at_the_window = true;
    bool by_item = true;                                            ///< the way of settlement
    Fen own_pay = 0, over_limit = 0, paid_first = 0, in_scope = 0;  ///< where there are no lines
    std::vector<FeeLine> lines;
};

enum class Status { paid, manual, refused };

struct Answer {
    Status status = Status::paid;
    std::set<std::string> reasons;
    Fen total = 0, own_pay = 0, over_limit = 0, paid_first = 0, in_scope = 0;
    Fen deductible = 0, fund = 0, person = 0;
};

/// Settles visits one after another; each person's must come in order.
class Agency {
  public:
    [[nodiscard]] Answer settle(const Visit& visit);

  private:
    /// What a person has paid and been paid in a calendar year.
    struct Year {
        Fen deductible = 0;
        std::map<std::string, Fen> fund_by_group;
    };
    std::map<std::string, std::map<int, Year>> people_;
};

}  // namespace pol::yinchuan
