#include "runtime/data/other_types.h"

#include <cstddef>
#include <cstdint>

#include "runtime/data/values.h"

namespace pol::data {
namespace {

/// A value of the database, made of what stands in a vector.
class Made {
  public:
    Made(const Library& library, const void* data, std::size_t row)
        : library_(library), data_(data), row_(row) {}

    [[nodiscard]] duckdb_value value(duckdb_type type) const {
        switch (type) {
        case DUCKDB_TYPE_BLOB:
            return library_.create_blob(bytes().data, bytes().size);
        case DUCKDB_TYPE_BIT:
            return library_.create_bit({const_cast<std::uint8_t*>(bytes().data), bytes().size});
        case DUCKDB_TYPE_UUID:
            return library_.create_uuid(uuid());
        case DUCKDB_TYPE_UHUGEINT:
            return library_.create_uhugeint(at<duckdb_uhugeint>());
        case DUCKDB_TYPE_INTERVAL:
            return library_.create_interval(at<duckdb_interval>());
        case DUCKDB_TYPE_TIME:
            return library_.create_time(at<duckdb_time>());
        case DUCKDB_TYPE_TIME_NS:
            return library_.create_time_ns(at<duckdb_time_ns>());
        case DUCKDB_TYPE_TIME_TZ:
            return library_.create_time_tz_value(at<duckdb_time_tz>());
        case DUCKDB_TYPE_DATE:
            return library_.create_date(at<duckdb_date>());
        case DUCKDB_TYPE_TIMESTAMP:
            return library_.create_timestamp(at<duckdb_timestamp>());
        case DUCKDB_TYPE_TIMESTAMP_TZ:
            return library_.create_timestamp_tz(at<duckdb_timestamp>());
        case DUCKDB_TYPE_TIMESTAMP_S:
            return library_.create_timestamp_s(at<duckdb_timestamp_s>());
        case DUCKDB_TYPE_TIMESTAMP_MS:
            return library_.create_timestamp_ms(at<duckdb_timestamp_ms>());
        case DUCKDB_TYPE_TIMESTAMP_NS:
            return library_.create_timestamp_ns(at<duckdb_timestamp_ns>());
        default:
            return nullptr;
        }
    }

  private:
    struct Bytes {
        const std::uint8_t* data;
        std::size_t size;
    };
    template <class T>
    [[nodiscard]] const T& at() const {
        return static_cast<const T*>(data_)[row_];
    }
    [[nodiscard]] Bytes bytes() const {
        const std::string_view text = view_of(at<duckdb_string_t>());
        return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    }
    /// In a vector its first bit is turned over, so that it sorts as a signed number.
    [[nodiscard]] duckdb_uhugeint uuid() const {
        const auto& held = at<duckdb_uhugeint>();
        return {held.lower, held.upper ^ (std::uint64_t{1} << 63U)};
    }

    const Library& library_;
    const void* data_;
    std::size_t row_;
};

}  // namespace

std::optional<std::string> text_of_other(const Library& library, duckdb_type type, const void* data,
                                         std::size_t row) {
    duckdb_value value = Made(library, data, row).value(type);
    if (value == nullptr) {
        return std::nullopt;
    }
    char* text = library.get_varchar(value);
    std::string taken = text == nullptr ? "" : text;
    library.free(text);
    library.destroy_value(&value);
    return taken;
}

}  // namespace pol::data
