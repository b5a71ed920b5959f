#include "tools/pol/output.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "tools/pol/source.h"

namespace pol::tool {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;

}  // namespace

Output::Output(std::string path, const Common& common) : common_(common), path_(std::move(path)) {}

Output::~Output() {
    drop();
}

tl::expected<std::unique_ptr<Output>, std::string> Output::open(const std::string& path,
                                                                const Common& common) {
    std::error_code failed;
    // A link stays one: the file that it means is written.
    const std::filesystem::path meant = std::filesystem::canonical(path, failed);
    std::unique_ptr<Output> output(new Output(failed ? path : meant.string(), common));
    if (!output->start()) {
        return tl::unexpected(because(path, output->error_, common));
    }
    return output;
}

bool Output::start() {
    if (path_.empty()) {
        file_ = STDOUT_FILENO;
        return true;
    }
    struct stat about{};
    if (::stat(path_.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) {
        file_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        return file_ >= 0 || fail();
    }
    const std::string name = fmt::format("{}.{}.partial", path_, ::getpid());
    ::unlink(name.c_str());  // what a process of this number left behind when the power failed
    file_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ < 0) {
        return fail();
    }
    temporary_ = name;
    return true;
}

bool Output::fail() {
    error_ = errno;
    return false;
}

bool Output::write(std::string_view text) {
    held_ += text;
    return held_.size() < kPiece || flush();
}

bool Output::flush() {
    while (!held_.empty() && error_ == 0 && Signals::ended_by() == 0) {
        const ssize_t wrote = ::write(file_, held_.data(), held_.size());
        if (wrote >= 0) {
            held_.erase(0, static_cast<std::size_t>(wrote));
        } else if (errno != EINTR) {
            return fail();
        }
    }
    return error_ == 0 && Signals::ended_by() == 0;
}

bool Output::close() {
    if (file_ == STDOUT_FILENO) {
        return true;
    }
    if (!temporary_.empty() && ::fsync(file_) != 0 && errno != EINVAL) {
        return fail();
    }
    if (::close(std::exchange(file_, -1)) != 0) {
        return fail();
    }
    if (!temporary_.empty() && ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        return fail();
    }
    temporary_.clear();
    return true;
}

void Output::drop() {
    if (file_ > STDERR_FILENO) {
        ::close(std::exchange(file_, -1));
    }
    if (!temporary_.empty()) {
        ::unlink(std::exchange(temporary_, "").c_str());
    }
}

Exit Output::finish() {
    const bool good = error_ == 0 && flush() && close();
    drop();
    if (good) {
        return kGood;
    }
    if (Signals::ended_by() != 0) {
        return static_cast<Exit>(Signals::exit_code());
    }
    const std::string file = path_.empty() ? say(common_, "标准输出", "standard output") : path_;
    fmt::print(stderr, "pol: {}\n", because(file, error_, common_));
    return kWrongCall;
}

std::string why_no_output(const std::string& path, const InputOptions& input,
                          const Common& common) {
    std::error_code failed;
    for (const std::string& other : {input.claims, input.lines}) {
        if (std::filesystem::equivalent(path, other, failed) ||
            (reads_table(input) && names_file(other, path))) {
            return path + ": " +
                   say(common, "是输入文件，不能作为输出", "is an input and cannot be the output");
        }
    }
    if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed)) {
        return "";
    }
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const std::string place = folder.empty() ? "." : folder.string();
    return ::access(place.c_str(), W_OK) == 0 ? "" : because(path, errno, common);
}

}  // namespace pol::tool
