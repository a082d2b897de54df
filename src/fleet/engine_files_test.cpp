#include "fleet/engine_files.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace greeninfer::fleet {
namespace {

namespace fs = std::filesystem;

class EngineFilesTest : public testing::Test {
protected:
    EngineFilesTest() : cache(fs::path(testing::TempDir()) / "greeninfer-engine-files") {
        fs::remove_all(cache);
        touch(binary);
        fs::permissions(cache / binary, fs::perms::owner_all);
        touch(model);
    }
    ~EngineFilesTest() override { fs::remove_all(cache); }

    void touch(const std::string& name) {
        fs::create_directories((cache / name).parent_path());
        std::ofstream(cache / name) << "x";
    }

    const fs::path cache;
    const std::string binary = "llama-server-" + std::string(kEngineVersion) + "/llama-server";
    const std::string model = "models/" + std::string(kEngineModelFile);
};

TEST_F(EngineFilesTest, AreFoundInTheCache) {
    const auto files = find_engine_files({}, cache);
    ASSERT_TRUE(files.has_value()) << files.error().detail;
    EXPECT_EQ(files->server_binary, cache / binary);
    EXPECT_EQ(files->model_file, cache / model);
}

TEST_F(EngineFilesTest, AreTakenFromTheSettingsFirst) {
    touch("other.gguf");
    LocalEngineSettings settings;
    settings.model_file = cache / "other.gguf";
    settings.server_binary = "/bin/sh";
    const auto files = find_engine_files(settings, cache);
    ASSERT_TRUE(files.has_value()) << files.error().detail;
    EXPECT_EQ(files->server_binary, "/bin/sh");
    EXPECT_EQ(files->model_file, settings.model_file);
}

TEST_F(EngineFilesTest, SayWhatIsMissingWhereAndWhatToDo) {
    struct Row {
        const char* name;
        fs::path removed;
        const char* setting;
    };
    for (const Row& row :
         {Row{"no binary", binary, "local_engine.server_binary"}, Row{"no model", model, "local_engine.model_file"}}) {
        SCOPED_TRACE(row.name);
        fs::rename(cache / row.removed, cache / "away");
        const auto files = find_engine_files({}, cache);
        fs::rename(cache / "away", cache / row.removed);
        ASSERT_FALSE(files.has_value());
        EXPECT_EQ(files.error().field, row.setting);
        for (const std::string& part : {(cache / row.removed).string(), std::string("No such file"),
                                        std::string("./dev setup"), std::string(row.setting)})
            EXPECT_TRUE(files.error().detail.contains(part)) << part << " in: " << files.error().detail;
    }
}

TEST_F(EngineFilesTest, RefuseWhatCannotBeRun) {
    fs::permissions(cache / binary, fs::perms::owner_read);
    const auto not_executable = find_engine_files({}, cache);
    ASSERT_FALSE(not_executable.has_value());
    EXPECT_TRUE(not_executable.error().detail.contains("Permission denied")) << not_executable.error().detail;

    LocalEngineSettings settings;
    settings.server_binary = cache;
    const auto folder = find_engine_files(settings, cache);
    ASSERT_FALSE(folder.has_value());
    EXPECT_TRUE(folder.error().detail.contains("folder")) << folder.error().detail;
}

TEST(EngineFiles, AreThoseThatSetupMakes) {
    std::stringstream pins;
    pins << std::ifstream(GREENINFER_SOURCE_DIR "/tools/setup/pins.sh").rdbuf();
    EXPECT_TRUE(pins.str().contains("llama_version=" + std::string(kEngineVersion) + "\n")) << pins.str();
    std::stringstream model;
    model << std::ifstream(GREENINFER_SOURCE_DIR "/tools/setup/model.sh").rdbuf();
    EXPECT_TRUE((pins.str() + model.str()).contains(kEngineModelFile));
}

TEST(EngineFiles, LieInTheCacheThatTheEnvironmentNames) {
    // Restored at the end: other tests of this program look for the real engine.
    const auto saved = [](const char* name) { return std::string(std::getenv(name) ? std::getenv(name) : ""); };
    const std::string own = saved("GREENINFER_CACHE"), shared = saved("XDG_CACHE_HOME");
    setenv("GREENINFER_CACHE", "/own", 1);
    EXPECT_EQ(cache_folder(), "/own");
    unsetenv("GREENINFER_CACHE");
    setenv("XDG_CACHE_HOME", "/shared", 1);
    EXPECT_EQ(cache_folder(), "/shared/greeninfer");
    unsetenv("XDG_CACHE_HOME");
    EXPECT_EQ(cache_folder(), saved("HOME") + "/.cache/greeninfer");
    if (!own.empty()) setenv("GREENINFER_CACHE", own.c_str(), 1);
    if (!shared.empty()) setenv("XDG_CACHE_HOME", shared.c_str(), 1);
}

}  // namespace
}  // namespace greeninfer::fleet
