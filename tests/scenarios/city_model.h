// What Shenyang and Yinchuan pay, written a second time from the clauses and without the compiler:
// integers, one person, one year.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pol::scenario {

using Fen = std::int64_t;

enum class Care : std::uint8_t {
    stay,         ///< at home, in a hospital of the highest level
    stay_away,    ///< temporary, ordinary
    stay_urgent,  ///< temporary, acute
    rescue,       ///< acute outpatient care at home
    rescue_away,  ///< the same elsewhere
    outpatient,   ///< outpatient pooling
    pressure,     ///< chronic: high blood pressure
    dialysis,     ///< chronic, with a quota a month
    yinchuan,     ///< high blood pressure, while insured in Yinchuan
};

struct Bill {
    Care care = Care::stay;
    bool resident = false;
    int month = 1;
    Fen in_scope = 0;
};

struct Paid {
    Fen pool = 0;      ///< hifp_pay
    Fen large = 0;     ///< hifob_pay
    Fen serious = 0;   ///< hifmi_pay
    Fen deducted = 0;  ///< act_pay_dedc
    /// What goes into the person's accounts, by name.
    std::map<std::string, Fen> posted;
};

class Person {
  public:
    [[nodiscard]] Paid would_be_paid(const Bill& bill) const;
    void post(const Paid& paid, Fen sign);
    [[nodiscard]] Fen posted(const std::string& account) const;

  private:
    [[nodiscard]] Paid yinchuan(const Bill& bill) const;
    void tiers_above(const Bill& bill, Fen beyond, Fen large_rate, Fen less, Paid& paid) const;

    std::map<std::string, Fen> accounts_;
};

}  // namespace pol::scenario
