#include "runtime/data/twice_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "runtime/data/collect.h"
#include "runtime/data/database.h"
#include "runtime/data/write_rows.h"

namespace pol::data {
namespace {

/// Keys of a part that a thread has before it hands them over.
constexpr std::size_t kKeys = 512;
constexpr unsigned kPartBits = 8;

__extension__ typedef unsigned __int128 Product;  // NOLINT(modernize-use-using)

std::uint64_t folded(std::uint64_t a, std::uint64_t b) {
    const Product product = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15;
constexpr std::uint64_t kSecond = 0xD6E8FEB86659FD93;

std::uint64_t word_at(const char* text) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
}

/// Sixteen bytes at a time, the last ones again where fewer are left. At least sixteen.
std::uint64_t mixed_long(std::uint64_t state, std::string_view text) {
    constexpr std::size_t step = 16;
    state ^= text.size() * kSecond;
    std::size_t at = 0;
    for (; at + step < text.size(); at += step) {
        state = folded(word_at(text.data() + at) ^ state, word_at(text.data() + at + 8) ^ kSecond);
    }
    const char* last = text.data() + text.size() - step;
    return folded(word_at(last) ^ state, word_at(last + 8) ^ kFirst);
}

std::uint64_t mixed(std::uint64_t state, std::string_view text) {
    std::array<char, 16> filled{};
    if (text.size() >= filled.size()) {
        return mixed_long(state, text);
    }
    std::memcpy(filled.data(), text.data(), text.size());
    return folded(word_at(filled.data()) ^ state ^ kFirst,
                  word_at(filled.data() + 8) ^ (text.size() << 56U) ^ kSecond);
}

/// The same of a text as the database holds it: a short one with its length before it.
std::uint64_t mixed(std::uint64_t state, const duckdb_string_t& text) {
    if (text.value.inlined.length > kInlined) {
        return mixed(state, view_of(text));
    }
    std::array<char, 16> held{};
    static_assert(sizeof held == sizeof text);
    std::memcpy(held.data(), &text, sizeof held);
    return folded(word_at(held.data()) ^ state ^ kFirst, word_at(held.data() + 8) ^ kSecond);
}

/// A column of texts; null where the name does not stand in one.
const View* own_texts(const std::vector<View>& views, const std::optional<Path>& path) {
    const bool is_column = path && path->size() == 1;
    const View* view = is_column ? &views[path->front()] : nullptr;
    return view != nullptr && view->texts() != nullptr ? view : nullptr;
}

/// The text of a name in whatever type its column is; empty: there is none.
std::string_view name_at(const std::vector<View>& views, const std::optional<Path>& path,
                         std::size_t row, std::string& made) {
    const Cell cell = path ? cell_at(views, *path, row) : Cell{};
    if (cell.view == nullptr) {
        return {};
    }
    if (has_text(cell.view->shape())) {
        return cell.view->text(row);
    }
    made = cell.view->tree(row).text;
    return made;
}

}  // namespace

/// What one thread has seen and not yet handed over.
class TwiceCheck::Notes {
  public:
    explicit Notes(TwiceCheck& check) : check_(check) {}
    void add(const std::vector<View>& views, const Names& names, std::size_t count);
    void finish();

  private:
    void add(std::uint64_t key);
    TwiceCheck& check_;
    std::array<std::vector<std::uint64_t>, std::size_t{1} << kPartBits> parts_;
};

TwiceCheck::TwiceCheck(std::size_t memory, std::string file)
    : memory_(memory), name_(std::move(file)), parts_(std::size_t{1} << kPartBits) {}

std::size_t twice_memory(const Limits& limits) {
    constexpr std::size_t plenty = std::size_t{1} << 30U;
    constexpr std::size_t share = 16;
    return limits.memory == 0 ? plenty : limits.memory / share;
}

TwiceCheck::~TwiceCheck() {
    if (file_ >= 0) {
        ::close(file_);
        ::unlink(name_.c_str());
    }
}

void TwiceCheck::Notes::add(const std::vector<View>& views, const Names& names, std::size_t count) {
    const View* numbers = own_texts(views, names.number);
    const View* people = own_texts(views, names.person);
    if (numbers != nullptr && people != nullptr) {
        for (std::size_t row = 0; row < count; ++row) {
            const duckdb_string_t& number = numbers->texts()[row];
            const duckdb_string_t& person = people->texts()[row];
            if (!numbers->is_null(row) && !people->is_null(row) &&
                number.value.inlined.length != 0 && person.value.inlined.length != 0) {
                add(mixed(mixed(0, number), person));
            }
        }
        return;
    }
    std::string number_made;
    std::string person_made;
    for (std::size_t row = 0; row < count; ++row) {
        const std::string_view number = name_at(views, names.number, row, number_made);
        const std::string_view person = name_at(views, names.person, row, person_made);
        if (!number.empty() && !person.empty()) {
            add(mixed(mixed(0, number), person));
        }
    }
}

void TwiceCheck::Notes::add(std::uint64_t key) {
    key = key == 0 ? 1 : key;
    const std::size_t part = key >> (64U - kPartBits);
    std::vector<std::uint64_t>& keys = parts_[part];
    if (keys.capacity() == 0) {
        keys.reserve(kKeys);
    }
    keys.push_back(key);
    if (keys.size() == kKeys) {
        check_.take(part, keys);
    }
}

void TwiceCheck::Notes::finish() {
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        if (!parts_[part].empty()) {
            check_.take(part, parts_[part]);
        }
    }
}

void TwiceCheck::add(const std::vector<View>& views, const Names& names, std::size_t count) {
    std::unique_ptr<Notes> own;
    {
        const std::scoped_lock lock(notes_mutex_);
        if (!notes_.empty()) {
            own = std::move(notes_.back());
            notes_.pop_back();
        }
    }
    if (!own) {
        own = std::make_unique<Notes>(*this);
    }
    own->add(views, names, count);
    const std::scoped_lock lock(notes_mutex_);
    notes_.push_back(std::move(own));
}

/// Leaves the keys empty.
void TwiceCheck::take(std::size_t part, std::vector<std::uint64_t>& keys) {
    Part& own = parts_[part];
    const std::size_t bytes = keys.size() * sizeof(std::uint64_t);
    Extent extent;
    const bool is_written =
        held_.fetch_add(bytes) + bytes > memory_ && !name_.empty() && write(keys, extent);
    const std::scoped_lock lock(own.mutex);
    own.count += keys.size();
    if (is_written) {
        held_ -= bytes;
        own.written.push_back(extent);
        keys.clear();
        return;
    }
    own.held.push_back(std::exchange(keys, {}));
}

bool TwiceCheck::write(const std::vector<std::uint64_t>& keys, Extent& extent) {
    {
        const std::scoped_lock lock(file_mutex_);
        if (file_ < 0) {
            file_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        }
    }
    const std::size_t bytes = keys.size() * sizeof(std::uint64_t);
    extent = {end_.fetch_add(bytes), keys.size()};
    const ssize_t wrote =
        file_ < 0 ? -1 : ::pwrite(file_, keys.data(), bytes, static_cast<off_t>(extent.at));
    return wrote == static_cast<ssize_t>(bytes);
}

template <class Each>
bool TwiceCheck::for_each(const Part& part, const Each& each) {
    for (const std::vector<std::uint64_t>& keys : part.held) {
        if (!each(keys)) {
            return true;
        }
    }
    std::vector<std::uint64_t> keys;
    for (const Extent& extent : part.written) {
        keys.resize(extent.count);
        const std::size_t bytes = extent.count * sizeof(std::uint64_t);
        if (::pread(file_, keys.data(), bytes, static_cast<off_t>(extent.at)) !=
            static_cast<ssize_t>(bytes)) {
            failed_ = errno == 0 ? EIO : errno;
            return false;
        }
        if (!each(keys)) {
            return true;
        }
    }
    return true;
}

/// `set` is a table of keys, by their last bits, then the next that is free; no key is zero.
bool TwiceCheck::has_twice(const Part& part, std::vector<std::uint64_t>& set) {
    set.assign(std::bit_ceil(2 * part.count + 1), 0);
    const std::size_t mask = set.size() - 1;
    bool is_twice = false;
    const bool is_read = for_each(part, [&](const std::vector<std::uint64_t>& keys) {
        for (const std::uint64_t key : keys) {
            std::size_t at = key & mask;
            while (set[at] != 0 && set[at] != key) {
                at = (at + 1) & mask;
            }
            is_twice = is_twice || set[at] == key;
            set[at] = key;
        }
        return !is_twice;
    });
    return is_read && is_twice;
}

tl::expected<bool, std::string> TwiceCheck::may_be_twice(unsigned threads) {
    for (const std::unique_ptr<Notes>& notes : notes_) {
        notes->finish();
    }
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> found = false;
    const auto work = [&] {
        std::vector<std::uint64_t> set;
        for (std::size_t part = next++; part < parts_.size() && !found; part = next++) {
            if (has_twice(parts_[part], set)) {
                found = true;
            }
        }
    };
    std::vector<std::thread> others;
    for (unsigned t = 1; t < threads; ++t) {
        others.emplace_back(work);
    }
    work();
    for (std::thread& other : others) {
        other.join();
    }
    if (failed_ != 0) {
        return tl::unexpected(std::error_code(failed_, std::generic_category()).message());
    }
    return found.load();
}

tl::expected<bool, std::string> may_be_twice(ClaimTable& table, const Limits& limits) {
    const Columns& columns = table.columns();
    Asked asked;
    asked.name = "pol_number_and_person";
    asked.from = "pol_input";
    for (const std::string& name : {std::string(table.number()), std::string("psn_no")}) {
        const auto at = std::ranges::find(columns.names, name) - columns.names.begin();
        if (static_cast<std::size_t>(at) == columns.names.size()) {
            return false;  // without one of them every claim is a fault
        }
        asked.values += sql_name(name) + ", ";
        asked.shapes.push_back(columns.shapes[static_cast<std::size_t>(at)]);
    }
    asked.values += "\"pol.row\"";
    asked.line = asked.shapes.size();
    asked.shapes.push_back({DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}});
    TwiceCheck check(twice_memory(limits), table.folder() + "/numbers");
    const auto whole =
        collect(table.connection(), asked,
                [&](std::vector<View>& views, const std::int64_t*, std::size_t count) {
                    check.add(views, {Path{0}, Path{1}}, count);
                    return true;
                });
    return whole ? check.may_be_twice(static_cast<unsigned>(most_threads(limits)))
                 : tl::unexpected(whole.error());
}

}  // namespace pol::data
