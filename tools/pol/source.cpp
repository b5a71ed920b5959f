#include "tools/pol/source.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fnmatch.h>

#include "runtime/data/session.h"
#include "tools/pol/statements.h"

namespace pol::tool {
namespace {

namespace fs = std::filesystem;

std::string beginning_of(const std::string& path) {
    std::error_code failed;
    std::string bytes;
    if (fs::is_regular_file(path, failed)) {
        bytes.resize(kBeginning);
        std::ifstream file(path, std::ios::binary);
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    }
    return bytes;
}

bool ends_with_any_case(std::string_view text, std::string_view end) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    return text.size() >= end.size() &&
           std::ranges::equal(text.substr(text.size() - end.size()), end, same);
}

}  // namespace

SourceKind kind_of_bytes(std::string_view beginning) {
    using namespace std::string_view_literals;
    constexpr std::size_t at = 8;
    if (beginning.starts_with("PAR1")) {
        return SourceKind::parquet;
    }
    if (beginning.size() > at && beginning.substr(at).starts_with("DUCK")) {
        return SourceKind::duckdb;
    }
    if (beginning.starts_with("\x1f\x8b"sv) || beginning.starts_with("\x28\xb5\x2f\xfd"sv)) {
        return SourceKind::packed;
    }
    return SourceKind::text;
}

SourceKind kind_of(const InputOptions& input) {
    if (!input.format.empty()) {
        return input.format == "parquet"  ? SourceKind::parquet
               : input.format == "duckdb" ? SourceKind::duckdb
               : input.format == "sql"    ? SourceKind::query
                                          : SourceKind::text;
    }
    std::error_code failed;
    if (fs::exists(input.claims, failed)) {
        return kind_of_bytes(beginning_of(input.claims));
    }
    if (data::looks_like_query(input.claims)) {
        return SourceKind::query;
    }
    return ends_with_any_case(input.claims, ".parquet") ? SourceKind::parquet : SourceKind::text;
}

bool reads_table(const InputOptions& input) {
    const SourceKind kind = kind_of(input);
    return kind == SourceKind::parquet || kind == SourceKind::duckdb || kind == SourceKind::query;
}

bool is_database(const std::string& path) {
    return kind_of_bytes(beginning_of(path)) == SourceKind::duckdb;
}

bool names_file(const std::string& text, const std::string& path) {
    std::error_code failed;
    if (fs::equivalent(text, path, failed)) {
        return true;
    }
    if (text.find_first_of("*?[") == std::string::npos) {
        return false;
    }
    const auto whole = [&failed](const std::string& name) {
        return fs::absolute(name, failed).lexically_normal().string();
    };
    // ** is any folders, * never parts of two.
    const int flags = text.find("**") == std::string::npos ? FNM_PATHNAME : 0;
    return fs::exists(path, failed) &&
           ::fnmatch(whole(text).c_str(), whole(path).c_str(), flags) == 0;
}

std::string named_in_query(const std::string& query, const std::string& path) {
    const std::vector<std::string> texts = texts_of(query);
    const auto found = std::ranges::find_if(
        texts, [&path](const std::string& text) { return names_file(text, path); });
    return found == texts.end() ? "" : *found;
}

}  // namespace pol::tool
