#include "runtime/claims/columns.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace pol::claims {
namespace {

std::string_view trimmed(std::string_view name) {
    const std::size_t first = std::min(name.find_first_not_of(" \t"), name.size());
    name.remove_prefix(first);
    return name.substr(0, name.find_last_not_of(" \t") + 1);  // npos + 1 is 0
}

/// The number of `[12]`.
std::optional<std::size_t> index_of(std::string_view bracketed) {
    if (bracketed.size() < 3 || bracketed.front() != '[' || bracketed.back() != ']') {
        return std::nullopt;
    }
    const std::string_view digits = bracketed.substr(1, bracketed.size() - 2);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return error == std::errc() ? index : kElementColumns;
}

/// The value in an object, or in an array, made where it is not there yet; null pointer where
/// something else is there already.
json::Value* step(json::Value& value, const std::string& key) {
    if (value.type == json::Type::null) {
        value.type = json::Type::object;
    } else if (value.type != json::Type::object) {
        return nullptr;
    }
    const auto found = std::ranges::find(value.keys, key);
    if (found != value.keys.end()) {
        return &value.items[static_cast<std::size_t>(found - value.keys.begin())];
    }
    value.keys.push_back(key);
    return &value.items.emplace_back();
}

json::Value* step(json::Value& value, std::size_t index) {
    if (value.type == json::Type::null) {
        value.type = json::Type::array;
    } else if (value.type != json::Type::array) {
        return nullptr;
    }
    value.items.resize(std::max(value.items.size(), index + 1));
    return &value.items[index];
}

void fill(json::Value& leaf, std::string_view text) {
    leaf.type = json::Type::text;
    leaf.text = text;
}

}  // namespace

tl::expected<Columns, HeaderFault> Columns::of(const std::vector<std::string>& header) {
    Columns columns;
    columns.names_.type = json::Type::object;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string_view name = trimmed(header[i]);
        const Path& path = columns.paths_.emplace_back(path_of(name));
        if (path.empty()) {
            continue;
        }
        const auto too_large = [](const Step& step) {
            const auto* index = std::get_if<std::size_t>(&step);
            return index != nullptr && *index >= kElementColumns;
        };
        if (std::ranges::any_of(path, too_large)) {
            return tl::unexpected(
                HeaderFault{HeaderFault::Kind::too_large, std::string(name), "", i + 1, 0});
        }
        json::Value* leaf = place(columns.names_, path);
        if (leaf == nullptr || leaf->type != json::Type::null) {
            return tl::unexpected(fault_at(header, i));
        }
        fill(*leaf, name);
    }
    return columns;
}

json::Value Columns::record(const std::vector<std::string>& cells) const {
    json::Value record;
    record.type = json::Type::object;
    for (std::size_t i = 0; i < std::min(cells.size(), paths_.size()); ++i) {
        if (!cells[i].empty() && !paths_[i].empty()) {
            fill(*place(record, paths_[i]), cells[i]);
        }
    }
    return record;
}

/// What is not written as a path is a name as a whole, which nobody knows.
Columns::Path Columns::path_of(std::string_view name) {
    Path path;
    for (std::string_view rest = name; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('.'));
        const std::string_view key = part.substr(0, part.find('['));
        const std::string_view bracketed = part.substr(key.size());
        const std::optional<std::size_t> index = index_of(bracketed);
        rest.remove_prefix(part.size());
        const bool ends_in_dot = rest == ".";
        if (key.empty() || ends_in_dot || (!bracketed.empty() && !index)) {
            return {std::string(name)};
        }
        path.emplace_back(std::string(key));
        if (index) {
            path.emplace_back(*index);
        }
        rest.remove_prefix(rest.empty() ? 0 : 1);
    }
    return path;
}

json::Value* Columns::place(json::Value& root, const Path& path) {
    json::Value* value = &root;
    for (const Step& next : path) {
        if (value != nullptr) {
            value = std::visit([value](const auto& to) { return step(*value, to); }, next);
        }
    }
    return value;
}

/// The first column that this one does not go with.
HeaderFault Columns::fault_at(const std::vector<std::string>& header, std::size_t column) {
    const std::string name(trimmed(header[column]));
    for (std::size_t other = 0; other < column; ++other) {
        json::Value both;
        const Path path = path_of(trimmed(header[other]));
        if (path.empty()) {
            continue;
        }
        fill(*place(both, path), "");
        const json::Value* leaf = place(both, path_of(name));
        if (leaf == nullptr || leaf->type != json::Type::null) {
            const bool same = leaf != nullptr && leaf->type == json::Type::text;
            return {same ? HeaderFault::Kind::twice : HeaderFault::Kind::clash, name,
                    std::string(trimmed(header[other])), column + 1, other + 1};
        }
    }
    return {HeaderFault::Kind::clash, name, "", column + 1, 0};
}

}  // namespace pol::claims
