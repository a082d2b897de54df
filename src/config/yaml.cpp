// Turns yaml-cpp's events into Nodes. The only file that includes yaml-cpp and the only place where its exceptions go.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "config/node.hpp"

namespace greeninfer::config {

namespace {

constexpr std::size_t kTextBytesMax = 1024 * 1024;
constexpr std::size_t kTreeBytesMax = 64 * 1024 * 1024;  // what aliases may blow a small text up to
constexpr std::size_t kNodeBytes = sizeof(Member);

std::size_t weight(const Node& node) {
    std::size_t bytes = kNodeBytes + node.text.size();
    for (const Node& item : node.items) bytes += weight(item);
    for (const Member& member : node.members) bytes += member.key.size() + weight(member.value);
    return bytes;
}

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const std::string& file, Problems& problems) : file_(file), problems_(problems) {}

    Node take_root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        close(make(Node::Kind::null, mark), anchor, mark);
    }

    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override {
        Node node = make(Node::Kind::text, mark);
        node.text = text;
        close(std::move(node), anchor, mark);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto original = anchors_.find(anchor);
        if (original == anchors_.end()) throw YAML::ParserException(mark, "an alias inside the value it stands for");
        add_weight(weight(original->second), mark);
        Node copy = original->second;
        copy.place = place(mark);
        close(std::move(copy), YAML::NullAnchor, mark);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Node::Kind::list, mark, anchor);
    }
    void OnSequenceEnd() override { close_innermost(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, anchor);
    }
    void OnMapEnd() override { close_innermost(); }

private:
    struct Open {
        Node node;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        bool has_key = false;                                     // of a map: the next value belongs to the last member
        std::unordered_map<std::string, std::size_t> lines = {};  // of a map: where each key was first written
    };

    Place place(const YAML::Mark& mark) const { return {file_, static_cast<std::size_t>(mark.line) + 1}; }

    Node make(Node::Kind kind, const YAML::Mark& mark) const {
        Node node;
        node.kind = kind;
        node.place = place(mark);
        return node;
    }

    void add_weight(std::size_t bytes, const YAML::Mark& mark) {
        weight_ += bytes;
        if (weight_ > kTreeBytesMax) throw YAML::ParserException(mark, "too large once its aliases are written out");
    }

    void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        open_.push_back({make(kind, mark), anchor, mark});
    }

    void close_innermost() {
        Open done = std::move(open_.back());
        open_.pop_back();
        if (done.node.kind == Node::Kind::map) inherit(done);
        close(std::move(done.node), done.anchor, done.mark);
    }

    // A finished value goes into the container around it.
    void close(Node node, YAML::anchor_t anchor, const YAML::Mark& mark) {
        add_weight(kNodeBytes, mark);
        if (anchor != YAML::NullAnchor) {
            add_weight(weight(node), mark);
            anchors_[anchor] = node;
        }
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (Open& around = open_.back(); around.node.kind == Node::Kind::list) {
            if (node.kind == Node::Kind::null) node.place = around.node.place;  // its mark lies behind it
            around.node.items.push_back(std::move(node));
        } else if (std::exchange(around.has_key, !around.has_key)) {
            add_value(around, std::move(node));
        } else {
            add_key(around, std::move(node), mark);
        }
    }

    void add_key(Open& map, Node key, const YAML::Mark& mark) {
        if (key.kind != Node::Kind::text) throw YAML::ParserException(mark, "a key must be plain text");
        map.node.members.push_back({std::move(key.text), std::move(key.place), {}});
    }

    void add_value(Open& map, Node value) {
        Member& member = map.node.members.back();
        const auto [first, is_new] = map.lines.emplace(member.key, member.place.line);
        if (is_new) {
            if (value.kind != Node::Kind::text) value.place = member.place;  // its own mark may lie lines below
            member.value = std::move(value);
        } else {
            problems_.add(
                "",
                fmt::format("key {} is written twice, first on line {}; keep one", quoted(member.key), first->second),
                member.place);
            map.node.members.pop_back();
        }
    }

    // The merge key of YAML 1.1: `<<: *defaults` takes over the keys that the map itself does not write.
    static void inherit(Open& map) {
        const Node* merged = map.node.find("<<");
        if (merged == nullptr || merged->kind != Node::Kind::map) return;
        const std::vector<Member> defaults = merged->members;
        std::erase_if(map.node.members, [](const Member& member) { return member.key == "<<"; });
        for (const Member& member : defaults) {
            if (!map.lines.contains(member.key)) map.node.members.push_back(member);
        }
    }

    const std::string& file_;
    Problems& problems_;
    Node root_;
    std::vector<Open> open_;  // outermost first
    std::unordered_map<YAML::anchor_t, Node> anchors_;
    std::size_t weight_ = 0;
};

// yaml-cpp takes some control characters for the end of the text and would silently leave out what follows.
bool require_text(std::string_view text, const std::string& file, Problems& problems) {
    const auto is_control = [](char byte) {
        return (byte >= 0 && byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7f;
    };
    const auto bad = std::ranges::find_if(text, is_control);
    if (bad == text.end()) return true;
    const auto line = static_cast<std::size_t>(std::count(text.begin(), bad, '\n')) + 1;
    problems.add("", "has a control character in it, so it is no text; save it as UTF-8 text", {file, line});
    return false;
}

}  // namespace

Node parse_yaml(std::string_view text, const std::string& file, Problems& problems) {
    if (text.size() > kTextBytesMax) {
        problems.add("", "more than 1 MiB; a configuration is smaller than that", {file});
        return {};
    }
    if (!require_text(text, file, problems)) return {};
    TreeBuilder tree(file, problems);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        Node root;
        if (parser.HandleNextDocument(tree)) root = tree.take_root();
        if (parser.HandleNextDocument(tree)) {
            problems.add("", "more than one YAML document; use one file for each", tree.take_root().place);
        }
        return root;
    } catch (const YAML::Exception& error) {
        const std::size_t line = error.mark.is_null() ? 0 : static_cast<std::size_t>(error.mark.line) + 1;
        problems.add("", "not valid YAML: " + error.msg, {file, line});
        return {};
    }
}

}  // namespace greeninfer::config
