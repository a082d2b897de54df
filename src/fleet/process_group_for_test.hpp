#pragma once
// Who is in a process group, as the kernel sees it: how a test proves that nothing was left behind.
#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace greeninfer::fleet {

// Without the dead that nobody has waited for yet.
inline std::vector<pid_t> living_group_members(pid_t group) {
    std::vector<pid_t> members;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream stat(entry.path() / "stat");
        // "pid (name) state parent group ...", and the name may hold spaces.
        stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
        char state = 'Z';
        pid_t parent = 0, its_group = 0;
        stat >> state >> parent >> its_group;
        if (stat && its_group == group && state != 'Z' && state != 'X') members.push_back(std::stoi(name));
    }
    return members;
}

}  // namespace greeninfer::fleet
