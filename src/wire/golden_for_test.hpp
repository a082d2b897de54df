#pragma once
// Holds text that clients or operators rely on to a file in golden/, so that any change of it shows in review.
// UPDATE_GOLDEN=1 in the environment writes the files anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace greeninfer::wire {

inline void expect_golden(const std::string& file_name, const std::string& text) {
    const std::string path = std::string(GREENINFER_SOURCE_DIR) + "/src/wire/golden/" + file_name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::stringstream kept;
    kept << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(kept.str(), text) << "differs from " << path << "; set UPDATE_GOLDEN=1 to accept it";
}

}  // namespace greeninfer::wire
