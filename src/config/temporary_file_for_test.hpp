#pragma once
// A file that exists as long as a test needs it. Its name holds the process, so that builds may be tested side by side.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace greeninfer::config {

class TemporaryFile {
public:
    TemporaryFile(const std::string& name, std::string_view text)
        : path_(std::filesystem::temp_directory_path() / ("greeninfer_" + std::to_string(getpid()) + "_" + name)) {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace greeninfer::config
