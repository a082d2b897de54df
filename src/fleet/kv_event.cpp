#include "fleet/kv_event.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "fleet/message_pack.hpp"

namespace greeninfer::fleet {

namespace {

using nlohmann::json;

const json kNil;

// A structure that is a map of names, or an array in the order of the names.
class Members {
public:
    // `first` is where the named members begin in an array.
    Members(const json& value, std::span<const std::string_view> names, std::size_t first)
        : value_(value), names_(names), first_(first) {}

    const json& operator[](std::string_view name) const {
        if (value_.is_object()) {
            const auto found = value_.find(name);
            return found != value_.end() ? *found : kNil;
        }
        const auto place = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin()) + first_;
        return value_.is_array() && place < value_.size() ? value_[place] : kNil;
    }

private:
    const json& value_;
    const std::span<const std::string_view> names_;
    const std::size_t first_;
};

constexpr std::array<std::string_view, 3> kBatchNames = {"ts", "events", "data_parallel_rank"};
constexpr std::array<std::string_view, 11> kStoredNames = {"block_hashes",
                                                           "parent_block_hash",
                                                           "token_ids",
                                                           "block_size",
                                                           "lora_id",
                                                           "medium",
                                                           "lora_name",
                                                           "extra_keys",
                                                           "group_idx",
                                                           "kv_cache_spec_kind",
                                                           "kv_cache_spec_sliding_window"};
constexpr std::array<std::string_view, 3> kRemovedNames = {"block_hashes", "medium", "group_idx"};

std::unexpected<Error> malformed(std::string detail) {
    return fail(Fault::upstream_failed, std::move(detail));
}

Result<EngineHash> hash_of(const json& value) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    if (value.is_number_integer()) return static_cast<std::uint64_t>(value.get<std::int64_t>());
    if (!value.is_binary() || value.get_binary().size() < sizeof(EngineHash)) return malformed("no hash of a block");
    EngineHash hash = 0;
    for (std::size_t i = 0; i < sizeof(EngineHash); ++i) hash = hash << 8U | value.get_binary()[i];
    return hash;
}

Result<std::vector<EngineHash>> hashes_of(const json& value) {
    if (!value.is_array()) return malformed("no block_hashes");
    std::vector<EngineHash> hashes;
    for (const json& one : value) {
        TRY(const EngineHash hash, hash_of(one));
        hashes.push_back(hash);
    }
    return hashes;
}

Result<std::vector<std::uint32_t>> tokens_of(const json& value) {
    if (!value.is_array()) return malformed("no token_ids");
    std::vector<std::uint32_t> tokens;
    for (const json& one : value) {
        const bool is_token =
            one.is_number_unsigned() && one.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
        if (!is_token) return malformed("a token id that is none");
        tokens.push_back(one.get<std::uint32_t>());
    }
    return tokens;
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<std::int64_t> number_of(const json& value) {
    return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

// A block that stands for more than its tokens has a list of what else.
std::size_t plain_blocks(const json& extra_keys, std::size_t blocks) {
    if (!extra_keys.is_array()) return blocks;
    const auto is_more = [](const json& keys) { return !keys.is_null() && !keys.empty(); };
    const auto first = std::ranges::find_if(extra_keys, is_more) - extra_keys.begin();
    return first == static_cast<std::ptrdiff_t>(extra_keys.size()) ? blocks
                                                                   : std::min(blocks, static_cast<std::size_t>(first));
}

Result<KvEvent> stored(const json& value, std::size_t first) {
    const Members members(value, kStoredNames, first);
    KvBlocksStored event;
    TRY(event.hashes, hashes_of(members["block_hashes"]));
    TRY(event.tokens, tokens_of(members["token_ids"]));
    if (!members["parent_block_hash"].is_null()) {
        TRY(event.parent, hash_of(members["parent_block_hash"]));
    }
    const json& size = members["block_size"];
    if (!size.is_number_unsigned() || size == 0) return malformed("no block_size");
    event.tokens_per_block = size.get<std::size_t>();
    const bool fits = event.tokens_per_block <= event.tokens.size() || event.hashes.empty();  // no product overflows
    if (!fits || event.tokens.size() != event.hashes.size() * event.tokens_per_block) {
        return malformed("token_ids of other blocks");
    }
    event.medium = text_of(members["medium"]);
    event.is_adapted = !members["lora_name"].is_null() || !members["lora_id"].is_null();
    event.plain_blocks = plain_blocks(members["extra_keys"], event.hashes.size());
    event.group = number_of(members["group_idx"]);
    event.window = number_of(members["kv_cache_spec_sliding_window"]);
    return event;
}

Result<KvEvent> removed(const json& value, std::size_t first) {
    const Members members(value, kRemovedNames, first);
    KvBlocksRemoved event;
    TRY(event.hashes, hashes_of(members["block_hashes"]));
    event.medium = text_of(members["medium"]);
    event.group = number_of(members["group_idx"]);
    return event;
}

// Of a map its member `type`, of an array its first one.
std::string type_of(const json& value) {
    if (value.is_object()) return value.contains("type") ? text_of(value["type"]) : std::string();
    return value.is_array() && !value.empty() ? text_of(value[0]) : std::string();
}

Result<void> add_event(const json& value, KvEventBatch& batch) {
    constexpr std::size_t kBehindType = 1;
    const std::string type = type_of(value);
    if (type.empty()) return malformed("an event without a type");
    if (type == "BlockStored") {
        TRY(KvEvent event, stored(value, kBehindType));
        batch.events.push_back(std::move(event));
    } else if (type == "BlockRemoved") {
        TRY(KvEvent event, removed(value, kBehindType));
        batch.events.push_back(std::move(event));
    } else if (type == "AllBlocksCleared") {
        batch.events.emplace_back(KvAllCleared{});
    } else {
        ++batch.unknown_events;
    }
    return {};
}

}  // namespace

Result<KvEventBatch> decode_kv_events(std::string_view payload) {
    const auto document = read_message_pack(payload);
    if (!document) return malformed("no MessagePack that can be read");
    const json& events = Members(*document, kBatchNames, 0)["events"];
    if (!events.is_array()) return malformed("no batch of events");
    KvEventBatch batch;
    for (const json& event : events) {
        if (auto added = add_event(event, batch); !added) return std::unexpected(added.error());
    }
    return batch;
}

bool is_accelerator(std::string_view medium) {
    return medium.empty() || medium == "GPU" || medium == "gpu";
}

}  // namespace greeninfer::fleet
