// Any bytes as a configuration: never a crash, a hang or a huge allocation, and every problem has text.

#include <cstdint>
#include <cstdlib>

#include "config/reader.hpp"
#include "config/sample_settings_for_test.hpp"

using namespace greeninfer::config;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t half = text.find("\n=== next file\n");
    Problems problems;
    Node root = parse_yaml(text.substr(0, half), "first.yaml", problems);
    if (half != std::string_view::npos) merge(root, parse_yaml(text.substr(half), "second.yaml", problems));
    SampleSettings settings;
    Reader::read(root, "", [&](Fields& fields) { describe(fields, settings); }, problems);
    for (const Problem& problem : problems.all()) {
        if (problem.message.empty() || to_string(problem).find('\n') != std::string::npos) std::abort();
    }
    return 0;
}
