// Compacts conversations and says what that saved, for eval: so the rules exist once, in C++.
//
//   greeninfer_compact [KIND]... < CONVERSATIONS
//
// Reads JSON lines {"id", "messages": [{"role", "content"}...]}, answers each with {"id", "messages": [content...],
// "bytes_before", "bytes_after", "saved": {kind: bytes}, "microseconds"}. With KINDs only those are on.
#include <simdjson.h>

#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "optimizer/compaction.hpp"
#include "wire/json_writer.hpp"

namespace {

using namespace greeninfer::optimizer;
using greeninfer::wire::JsonWriter;

PartKind kind_of(std::string_view role) {
    if (role == "user") return PartKind::user;
    if (role == "assistant") return PartKind::assistant;
    return role == "tool" ? PartKind::tool_result : PartKind::fixed;
}

bool read_parts(simdjson::dom::element line, std::vector<Part>& parts) {
    simdjson::dom::array messages;
    if (line["messages"].get(messages) != simdjson::SUCCESS) return false;
    for (const auto message : messages) {
        std::string_view role;
        std::string_view content;
        if (message["role"].get(role) != simdjson::SUCCESS) return false;
        if (message["content"].get(content) != simdjson::SUCCESS) return false;
        parts.push_back({kind_of(role), content});
    }
    return true;
}

CompactionSwitches switches_of(int count, char** arguments) {
    CompactionSwitches switches;
    if (count < 2) return switches;
    for (std::size_t kind = 0; kind < kCompactionKinds; ++kind) {
        switches.enabled[kind] = false;
        for (int index = 1; index < count; ++index) {
            if (name_of(static_cast<CompactionKind>(kind)) == arguments[index]) switches.enabled[kind] = true;
        }
    }
    return switches;
}

std::string answer(simdjson::dom::element line, const std::vector<Part>& parts, const CompactionSwitches& switches) {
    const std::clock_t begin = std::clock();
    const Compacted compacted = compact(parts, switches);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::string_view id;
    if (line["id"].get(id) != simdjson::SUCCESS) id = "";
    std::string out;
    JsonWriter writer(out);
    writer.begin_object().member("id", id).key("messages").begin_array();
    std::size_t before = 0;
    std::size_t after = 0;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto& text = compacted.texts[index];
        const std::string_view goes_out = text ? std::string_view(*text) : parts[index].text;
        before += parts[index].text.size();
        after += goes_out.size();
        writer.value(goes_out);
    }
    writer.end_array().member("bytes_before", before).member("bytes_after", after).key("saved").begin_object();
    for (std::size_t kind = 0; kind < kCompactionKinds; ++kind) {
        writer.member(name_of(static_cast<CompactionKind>(kind)), compacted.bytes_saved[kind]);
    }
    writer.end_object().key("microseconds").measure(seconds * 1e6).end_object();
    return out;
}

}  // namespace

int main(int count, char** arguments) {
    std::ios::sync_with_stdio(false);
    const CompactionSwitches switches = switches_of(count, arguments);
    simdjson::dom::parser parser;
    for (std::string text; std::getline(std::cin, text);) {
        simdjson::dom::element line;
        std::vector<Part> parts;
        if (parser.parse(text).get(line) != simdjson::SUCCESS || !read_parts(line, parts)) {
            std::fputs("not a conversation\n", stderr);
            return 2;
        }
        std::cout << answer(line, parts, switches) << '\n';
    }
    return 0;
}
