#include "bench/process.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/table.h"
#include <fmt/format.h>

namespace pol::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

std::string content(std::FILE* file) {
    std::string text(4096, '\0');
    std::rewind(file);
    text.resize(std::fread(text.data(), 1, text.size(), file));
    return text;
}

}  // namespace

Ran run(const Command& command) {
    std::vector<char*> argv;
    argv.reserve(command.size() + 1);
    for (const std::string& argument : command) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    std::FILE* said = std::tmpfile();
    if (said == nullptr) {
        give_up("no temporary file can be made");
    }
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        const int nothing = ::open("/dev/null", O_RDWR);
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(nothing, STDOUT_FILENO);
        ::dup2(::fileno(said), STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    int status = 0;
    rusage used{};
    if (child < 0 || ::wait4(child, &status, 0, &used) != child) {
        give_up("no program can be started");
    }
    Ran ran;
    ran.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        give_up(fmt::format("{}\n{}", fmt::join(command, " "), content(said)));
    }
    (void)std::fclose(said);
    ran.user = seconds(used.ru_utime);
    ran.system = seconds(used.ru_stime);
    ran.peak = static_cast<double>(used.ru_maxrss) * 1024;
    return ran;
}

std::vector<Ran> by_turns(const std::vector<Case>& cases, int repeats) {
    std::vector<std::vector<Ran>> all(cases.size());
    for (int r = 0; r < repeats; ++r) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            all[i].push_back(run(cases[i].command));
        }
    }
    std::vector<Ran> medians;
    for (const std::vector<Ran>& runs : all) {
        const auto of = [&](double Ran::* part) {
            std::vector<double> values;
            for (const Ran& ran : runs) {
                values.push_back(ran.*part);
            }
            return median(std::move(values));
        };
        Ran made{of(&Ran::wall), of(&Ran::user), of(&Ran::system), 0};
        for (const Ran& ran : runs) {
            made.peak = std::max(made.peak, ran.peak);
        }
        medians.push_back(made);
    }
    return medians;
}

WorkFolder::WorkFolder(const std::string& parent) {
    std::error_code failed;
    std::filesystem::path base = parent;
    if (parent.empty()) {
        base = std::filesystem::temp_directory_path(failed);
    }
    std::string name = (base / "pol-bench.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        give_up(fmt::format("no folder can be made in {}", base.string()));
    }
    folder_ = name;
}

WorkFolder::~WorkFolder() {
    std::error_code failed;
    std::filesystem::remove_all(folder_, failed);
}

std::string pol_program() {
    std::error_code failed;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", failed);
    return (own.parent_path().parent_path() / "pol").string();
}

}  // namespace pol::bench
