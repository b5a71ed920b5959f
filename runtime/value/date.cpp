#include "runtime/value/date.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace pol {
namespace {

using std::chrono::year_month_day;

year_month_day calendar(Days day) {
    return std::chrono::sys_days{std::chrono::days{day}};
}

Days days_of(const year_month_day& date) {
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

year_month_day first_of(const year_month_day& date, std::chrono::month month) {
    return date.year() / month / std::chrono::day{1};
}

/// The day, or the month's last where the month is shorter.
year_month_day clamped(std::chrono::year_month month, std::chrono::day day) {
    const auto last = (month / std::chrono::last).day();
    return month / std::min(day, last);
}

/// The text's digits at [from, from + count), or -1.
int number_at(std::string_view text, std::size_t from, std::size_t count) {
    int number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') {
            return -1;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::optional<Days> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const int year = number_at(text, 0, 4);
    const int month = number_at(text, 5, 2);
    const int day = number_at(text, 8, 2);
    if (year < 0 || month < 0 || day < 0) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    const Days days = days_of(date);
    return days >= kFirstDay && days <= kLastDay ? std::optional(days) : std::nullopt;
}

std::string format_date(Days day) {
    const year_month_day date = calendar(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Days year_start(Days day, int month, int month_day) {
    const std::chrono::month start_month{static_cast<unsigned>(month)};
    const std::chrono::day start_day{static_cast<unsigned>(month_day)};
    const std::chrono::year year = calendar(day).year();
    // The library counts the 29th of February of a short year as the 1st of March, as we want it.
    const Days start = days_of(year / start_month / start_day);
    return start <= day ? start : days_of((year - std::chrono::years{1}) / start_month / start_day);
}

Days quarter_start(Days day) {
    const year_month_day date = calendar(day);
    const unsigned month = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
    return days_of(first_of(date, std::chrono::month{month}));
}

Days month_start(Days day) {
    const year_month_day date = calendar(day);
    return days_of(first_of(date, date.month()));
}

Days add_months(Days day, std::int64_t months) {
    // Far outside any calendar, but defined: the months fit the library's counter and the years its
    // year.
    constexpr std::int64_t farthest = 120'000;
    const std::chrono::months step{static_cast<int>(std::clamp(months, -farthest, farthest))};
    const year_month_day date = calendar(day);
    return days_of(clamped(date.year() / date.month() + step, date.day()));
}

std::int64_t age_on(Days birth, Days day) {
    const year_month_day born = calendar(birth);
    const year_month_day now = calendar(day);
    const std::int64_t years = static_cast<int>(now.year()) - static_cast<int>(born.year());
    const bool reached = now.month() / now.day() >= born.month() / born.day();
    return reached ? years : years - 1;
}

}  // namespace pol
