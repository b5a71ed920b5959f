#include "tests/scenarios/input/program.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace pol::scenario::input {
namespace {

/// The files of standard output and error stand beside the folder, not in it.
struct Ends {
    std::string out;
    std::string err;
    int in = -1;        ///< the reading end of the input's pipe
    int terminal = -1;  ///< the program's side
};

[[noreturn]] void give_up(const char* what) {
    (void)std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
    std::abort();
}

void redirect(const std::string& path, int to) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ::dup2(file, to) < 0) {
        ::_exit(126);
    }
}

void surround(const Surroundings& surroundings, const Ends& ends) {
    ::dup2(ends.in, STDIN_FILENO);
    if (ends.terminal >= 0) {
        ::dup2(ends.terminal, STDOUT_FILENO);
        ::dup2(ends.terminal, STDERR_FILENO);
    } else {
        redirect(surroundings.out_to.empty() ? ends.out : surroundings.out_to, STDOUT_FILENO);
        redirect(ends.err, STDERR_FILENO);
    }
    if (surroundings.file_limit) {
        const auto limit = static_cast<rlim_t>(*surroundings.file_limit);
        const struct rlimit both{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &both);
    }
    for (const int signal : {SIGINT, SIGTERM, SIGXFSZ}) {
        ::signal(signal, SIG_DFL);  // a shell's background job ignores some
    }
    ::setenv("LC_ALL", "C", 1);
    ::setenv("NO_COLOR", "1", 1);
}

[[noreturn]] void become_pol(const std::vector<std::string>& arguments) {
    std::string program = POL_BINARY_DIR "/pol";
    std::vector<std::string> texts = arguments;
    std::vector<char*> pointers{program.data()};
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    ::alarm(300);
    ::execv(program.c_str(), pointers.data());
    ::_exit(127);
}

std::string read_file(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(text).str();
}

/// Writes the input in two parts, with a wait between them.
std::thread feed(int to, const Surroundings& surroundings) {
    return std::thread(
        [to, text = std::string(surroundings.input), slow = surroundings.slow_milliseconds] {
            std::string_view rest = text;
            while (!rest.empty()) {
                const std::size_t part =
                    rest.size() == text.size() ? (rest.size() + 1) / 2 : rest.size();
                const ssize_t wrote = ::write(to, rest.data(), part);
                if (wrote <= 0) {
                    break;
                }
                std::this_thread::sleep_for(
                    std::chrono::milliseconds(rest.size() == text.size() ? slow : 0));
                rest.remove_prefix(static_cast<std::size_t>(wrote));
            }
            ::close(to);
        });
}

std::string read_terminal(int master) {
    std::string text;
    char piece[4096];
    ssize_t got = 0;
    while ((got = ::read(master, piece, sizeof piece)) > 0) {
        text.append(piece, static_cast<std::size_t>(got));
    }
    return text;  // it ends in an error when the program has gone
}

int open_terminal(int& program_side) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) {
        give_up("terminal");
    }
    program_side = ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    return master;
}

Ran wait_for(pid_t child) {
    int status = 0;
    struct rusage used{};
    if (::wait4(child, &status, 0, &used) != child) {
        give_up("wait");
    }
    Ran ran;
    ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.kilobytes = used.ru_maxrss;
    return ran;
}

bool has_partial(const std::vector<std::string>& names) {
    return std::ranges::any_of(names,
                               [](const std::string& name) { return name.ends_with(".partial"); });
}

}  // namespace

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "pol-input-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        give_up(name.c_str());
    }
    folder_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    for (const char* end : {".out", ".err"}) {
        std::filesystem::remove(folder_.string() + end, ignored);
    }
}

void Folder::write(const std::string& name, std::string_view text) const {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::string Folder::read(const std::string& name) const {
    return read_file(folder_ / name);
}

std::vector<std::string> Folder::names() const {
    std::vector<std::string> list;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        list.push_back(entry.path().filename().string());
    }
    std::ranges::sort(list);
    return list;
}

Ran Folder::run(const std::vector<std::string>& arguments, const Surroundings& surroundings) const {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) {
        give_up("pipe");
    }
    Ends ends{folder_.string() + ".out", folder_.string() + ".err", pipe[0], -1};
    const int master = surroundings.terminal ? open_terminal(ends.terminal) : -1;
    const pid_t child = ::fork();
    if (child == 0) {
        surround(surroundings, ends);
        if (::chdir(folder_.c_str()) != 0) {
            ::_exit(126);
        }
        become_pol(arguments);
    }
    ::close(pipe[0]);
    ::close(ends.terminal);
    std::thread feeding = feed(pipe[1], surroundings);
    const std::string shown = surroundings.terminal ? read_terminal(master) : "";
    Ran ran = wait_for(child);
    feeding.join();
    ::close(master);
    ran.out = surroundings.terminal ? shown : read_file(ends.out);
    ran.err = surroundings.terminal ? "" : read_file(ends.err);
    return ran;
}

Ran Folder::interrupt(const std::vector<std::string>& arguments, int signal) const {
    const Ends ends{folder_.string() + ".out", folder_.string() + ".err",
                    ::open("/dev/null", O_RDONLY | O_CLOEXEC), -1};
    const pid_t child = ::fork();
    if (child == 0) {
        surround({}, ends);
        if (::chdir(folder_.c_str()) != 0) {
            ::_exit(126);
        }
        become_pol(arguments);
    }
    ::close(ends.in);
    siginfo_t ended{};
    while (!has_partial(names()) && ended.si_pid == 0) {
        ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT);
    }
    ::kill(child, signal);
    Ran ran = wait_for(child);
    ran.err = read_file(ends.err);
    return ran;
}

std::string small_policy() {
    return "模块 测试\n引用 国家.结算\n\n辖区  640100 银川市\n年度  1月1日 起 按 结算日期\n"
           "舍入  四舍五入 到 分\n\n待遇 门诊 当 医疗类别 为 普通门诊 {\n"
           "    不予支付 药店 当 机构类型 为 药店\n    支付 统筹基金 {\n"
           "        基数  政策范围内金额\n        起付  100元 每 年度\n        比例  50%\n    "
           "}\n}\n";
}

std::string claim(std::string_view number, std::string_view more) {
    std::string text = fmt::format(R"({{"setl_id":"{}")", number);
    for (const auto& [name, value] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"psn_no", "\"P1\""},
             {"insutype", "\"310\""},
             {"psn_type", "\"11\""},
             {"insuplc_admdvs", "\"640104\""},
             {"mdtrtarea_admvs", "\"640104\""},
             {"med_type", "\"11\""},
             {"begndate", "\"2023-03-01\""},
             {"medfee_sumamt", "300.00"},
             {"inscp_scp_amt", "300.00"}}) {
        if (more.find(fmt::format("\"{}\":", name)) == std::string_view::npos) {
            text += fmt::format(",\"{}\":{}", name, value);
        }
    }
    return fmt::format("{}{}{}}}\n", text, more.empty() ? "" : ",", more);
}

std::string header(std::string_view more) {
    return fmt::format("setl_id,psn_no,insutype,psn_type,insuplc_admdvs,mdtrtarea_admvs,med_type,"
                       "begndate,medfee_sumamt,inscp_scp_amt{}\n",
                       more);
}

std::string row(std::string_view number, std::string_view more) {
    return fmt::format("{},P1,310,11,640104,640104,11,2023-03-01,300.00,300.00{}\n", number, more);
}

}  // namespace pol::scenario::input
