#include "runtime/data/spilled_rows.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace pol::data {
namespace {

constexpr std::size_t kSeen = std::size_t{1} << 15U;

std::uint64_t chance_of(std::int64_t line) {
    std::uint64_t mixed = static_cast<std::uint64_t>(line) * 0x9E3779B97F4A7C15;
    mixed ^= mixed >> 32U;
    return mixed * 0xD6E8FEB86659FD93;
}

}  // namespace

void SeenPeople::add(const View& people, const std::int64_t* lines, std::size_t count) {
    const std::scoped_lock lock(mutex_);
    rows_ += count;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t chance = chance_of(lines[i]);
        if (chance > most_ || people.is_null(i)) {
            continue;
        }
        seen_.push_back({chance, std::string(people.text(i))});
        if (seen_.size() == 2 * kSeen) {
            most_ /= 2;
            std::erase_if(seen_, [this](const Seen& seen) { return seen.chance > most_; });
        }
    }
}

Borders SeenPeople::borders(std::size_t shares) const {
    std::vector<std::string_view> people;
    people.reserve(seen_.size());
    for (const Seen& seen : seen_) {
        people.emplace_back(seen.person);
    }
    const std::size_t of_each = people.size() / std::max<std::size_t>(shares, 1);
    return {std::move(people), std::max<std::size_t>(of_each, 1)};
}

/// Of one thread.
struct SpilledRows::Writer {
    explicit Writer(RecordForm& form) : records(form) {}
    RecordWriter records;
    std::vector<std::byte> chunk;
};

SpilledRows::SpilledRows(std::shared_ptr<RecordForm> form, const SeenPeople& seen,
                         std::size_t part_rows, std::size_t memory, std::string file)
    : form_(std::move(form)),
      borders_(seen.borders(seen.rows() / part_rows + 1)),
      part_rows_(part_rows),
      name_(std::move(file)),
      file_(::open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)),
      parts_(borders_.shares() + seen.rows() / part_rows + 1) {
    failed_ = file_ < 0 ? errno : 0;
    constexpr std::size_t least = std::size_t{1} << 12U;
    constexpr std::size_t most = std::size_t{1} << 16U;
    held_most_ = std::clamp(memory / parts_.size(), least, most);
}

SpilledRows::~SpilledRows() {
    if (file_ >= 0) {
        ::close(file_);
        ::unlink(name_.c_str());
    }
}

std::string SpilledRows::error() const {
    return failed_ == 0 ? "" : name_ + ": " + std::generic_category().message(failed_);
}

bool SpilledRows::add(const std::vector<View>& views, const std::int64_t* lines,
                      std::size_t count) {
    std::unique_ptr<Writer> writer;
    {
        const std::scoped_lock lock(mutex_);
        if (!free_.empty()) {
            writer = std::move(free_.back());
            free_.pop_back();
        }
    }
    if (!writer) {
        writer = std::make_unique<Writer>(*form_);
    }
    const std::size_t size = form_->layout.size;
    writer->chunk.resize(count * size);
    bool good = writer->records.write(views, lines, 0, count, writer->chunk.data());
    for (std::size_t i = 0; good && i < count; ++i) {
        const std::byte* record = writer->chunk.data() + i * size;
        good = pack(record, parts_[part_of(record)]);
    }
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(writer));
    return good;
}

std::size_t SpilledRows::part_of(const std::byte* record) const {
    const Slot& whose = form_->layout.whose;
    if (is_absent(record, whose)) {
        std::uint32_t line = 0;
        std::memcpy(&line, record, sizeof line);
        return std::min(borders_.shares() + line / part_rows_, parts_.size() - 1);
    }
    const std::string_view person = text_in(record, whose.offset);
    return borders_.share_of(borders_.head_of(person), person);
}

/// A record, then its long texts.
bool SpilledRows::pack(const std::byte* record, Part& part) {
    const std::scoped_lock lock(part.mutex);
    part.held.insert(part.held.end(), record, record + form_->layout.size);
    for (const std::size_t offset : form_->layout.texts) {
        const std::string_view text = text_in(record, offset);
        if (text.size() > kInlined) {
            const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
            part.held.insert(part.held.end(), bytes, bytes + text.size());
        }
    }
    return part.held.size() < held_most_ || write(part);
}

bool SpilledRows::write(Part& part) {
    const std::size_t at = end_.fetch_add(part.held.size());
    part.written.push_back({at, part.held.size()});
    for (std::size_t done = 0; done < part.held.size() && failed_ == 0;) {
        const ssize_t some = ::pwrite(file_, part.held.data() + done, part.held.size() - done,
                                      static_cast<off_t>(at + done));
        if (some < 0 && errno != EINTR) {
            failed_ = errno;
        }
        done += some < 0 ? 0 : static_cast<std::size_t>(some);
    }
    part.held.clear();
    return failed_ == 0;
}

bool SpilledRows::finish() {
    for (Part& part : parts_) {
        if (!part.held.empty() && !write(part)) {
            return false;
        }
        part.held = {};
    }
    return true;
}

tl::expected<std::shared_ptr<const RowStore>, std::string>
SpilledRows::read(std::size_t part) const {
    auto rows = std::make_shared<RowStore>(form_, ~std::size_t{0});
    std::vector<std::byte> bytes;
    for (const Extent& extent : parts_[part].written) {
        bytes.resize(extent.bytes);
        for (std::size_t done = 0; done < extent.bytes;) {
            const ssize_t some = ::pread(file_, bytes.data() + done, extent.bytes - done,
                                         static_cast<off_t>(extent.at + done));
            if (some == 0 || (some < 0 && errno != EINTR)) {
                return tl::unexpected(name_ + ": " +
                                      std::generic_category().message(some == 0 ? EIO : errno));
            }
            done += some < 0 ? 0 : static_cast<std::size_t>(some);
        }
        const std::byte* end = bytes.data() + bytes.size();
        for (const std::byte* record = bytes.data(); record < end;) {
            record = rows->add_packed(record);
        }
    }
    return std::shared_ptr<const RowStore>(std::move(rows));
}

}  // namespace pol::data
