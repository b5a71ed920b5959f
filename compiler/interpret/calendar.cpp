#include "compiler/interpret/calendar.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pol::interpret {
namespace {

/// After so many years the calendar repeats, to the day.
constexpr std::int64_t kCycleYears = 400;
constexpr std::int64_t kCycleDays = 146'097;

bool is_leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_year(std::int64_t year) {
    return is_leap(year) ? 366 : 365;
}

/// How many whole times `unit` goes into `value`, downwards: the rest is never negative.
std::int64_t floor_divide(std::int64_t value, std::int64_t unit) {
    const std::int64_t quotient = value / unit;
    return value % unit < 0 ? quotient - 1 : quotient;
}

}  // namespace

int days_in_month(std::int64_t year, int month) {
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

Civil civil_of(std::int64_t days) {
    const std::int64_t cycles = floor_divide(days, kCycleDays);
    std::int64_t left = days - cycles * kCycleDays;
    std::int64_t year = 1970;
    while (left >= days_in_year(year)) {
        left -= days_in_year(year++);
    }
    int month = 1;
    while (left >= days_in_month(year, month)) {
        left -= days_in_month(year, month++);
    }
    return {year + cycles * kCycleYears, month, static_cast<int>(left) + 1};
}

std::int64_t days_of(const Civil& civil) {
    const std::int64_t cycles = floor_divide(civil.year - 1970, kCycleYears);
    const std::int64_t in_cycle = civil.year - cycles * kCycleYears;
    std::int64_t days = cycles * kCycleDays;
    for (std::int64_t year = 1970; year < in_cycle; ++year) {
        days += days_in_year(year);
    }
    for (int month = 1; month < civil.month; ++month) {
        days += days_in_month(in_cycle, month);
    }
    return days + civil.day - 1;
}

std::int64_t start_of_year(std::int64_t days, int month, int day) {
    const std::int64_t year = civil_of(days).year;
    const std::int64_t this_year = days_of({year, month, day});
    return this_year <= days ? this_year : days_of({year - 1, month, day});
}

std::int64_t start_of_quarter(std::int64_t days) {
    const Civil civil = civil_of(days);
    return days_of({civil.year, (civil.month - 1) / 3 * 3 + 1, 1});
}

std::int64_t start_of_month(std::int64_t days) {
    const Civil civil = civil_of(days);
    return days_of({civil.year, civil.month, 1});
}

std::int64_t months_later(std::int64_t days, std::int64_t months) {
    const Civil civil = civil_of(days);
    const std::int64_t since_january = civil.month - 1 + months;
    const std::int64_t years = floor_divide(since_january, 12);
    const auto month = static_cast<int>(since_january - years * 12) + 1;
    const std::int64_t year = civil.year + years;
    return days_of({year, month, std::min(civil.day, days_in_month(year, month))});
}

std::int64_t whole_years(std::int64_t birth, std::int64_t days) {
    const Civil born = civil_of(birth);
    const Civil now = civil_of(days);
    const bool reached = std::pair{now.month, now.day} >= std::pair{born.month, born.day};
    return now.year - born.year - (reached ? 0 : 1);
}

}  // namespace pol::interpret
