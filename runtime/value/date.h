// Dates as whole days since 1970-01-01 (proleptic Gregorian), and the calendar arithmetic of the
// language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pol {

/// Days since 1970-01-01.
using Days = std::int64_t;

/// The dates a policy or a claim may name: 1900-01-01 to 2199-12-31.
inline constexpr Days kFirstDay = -25567;
inline constexpr Days kLastDay = 84005;

/// Reads an ISO date, `2023-03-01`; nothing for any other form, a day that no month has, or a year
/// outside 1900-2199.
[[nodiscard]] std::optional<Days> parse_date(std::string_view text);

/// "2023-03-01".
[[nodiscard]] std::string format_date(Days day);

/// The start of the year that holds `day`, where years begin on `month`-`month_day`; on 29 February
/// means on 1 March of a short year.
[[nodiscard]] Days year_start(Days day, int month, int month_day);
/// The first day of the calendar quarter that holds `day`.
[[nodiscard]] Days quarter_start(Days day);
/// The first day of the calendar month that holds `day`.
[[nodiscard]] Days month_start(Days day);
/// `months` later on the same day of the month, or on that month's last day where it is shorter.
[[nodiscard]] Days add_months(Days day, std::int64_t months);
/// Whole years from `birth` to `day`; a birthday of 29 February is reached on 1 March of a short
/// year.
[[nodiscard]] std::int64_t age_on(Days birth, Days day);

}  // namespace pol
