// The oracle's own calendar: it counts years and months one by one, so that it can be checked by
// reading.
#pragma once

#include <cstdint>

namespace pol::interpret {

struct Civil {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
};

[[nodiscard]] int days_in_month(std::int64_t year, int month);

/// Days since 1970-01-01, proleptic Gregorian, and back.
[[nodiscard]] Civil civil_of(std::int64_t days);
[[nodiscard]] std::int64_t days_of(const Civil& civil);

/// The last `month`-`day` that is not after `days`.
[[nodiscard]] std::int64_t start_of_year(std::int64_t days, int month, int day);
[[nodiscard]] std::int64_t start_of_quarter(std::int64_t days);
[[nodiscard]] std::int64_t start_of_month(std::int64_t days);

/// The same day `months` later, or the last of that month where it has no such day.
[[nodiscard]] std::int64_t months_later(std::int64_t days, std::int64_t months);

/// Birthdays from `birth` to `days`, one on 29 February being reached on 1 March of a short year;
/// before the birth it counts below zero.
[[nodiscard]] std::int64_t whole_years(std::int64_t birth, std::int64_t days);

}  // namespace pol::interpret
