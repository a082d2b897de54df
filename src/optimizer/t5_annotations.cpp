#include "optimizer/t5_annotations.hpp"

#include <fmt/format.h>
#include <gguf.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string_view>

namespace greeninfer::optimizer {

namespace {

using Metadata = std::unique_ptr<gguf_context, void (*)(gguf_context*)>;

std::unexpected<Error> wrong(const char* key, std::string_view expected) {
    return fail(Fault::not_ready, fmt::format("{} of the model file must be {}", key, expected));
}

// Leaves the default where the file says nothing.
Result<void> read_number(const gguf_context* metadata, const char* key, float& number) {
    const std::int64_t id = gguf_find_key(metadata, key);
    if (id < 0) return {};
    if (gguf_get_kv_type(metadata, id) != GGUF_TYPE_FLOAT32) return wrong(key, "a float32");
    number = gguf_get_val_f32(metadata, id);
    return std::isfinite(number) ? Result<void>() : wrong(key, "finite");
}

Result<void> read_task(const gguf_context* metadata, std::optional<ModelTask>& task) {
    constexpr const char* kKey = "greeninfer.mode";
    const std::int64_t id = gguf_find_key(metadata, kKey);
    if (id < 0) return {};
    if (gguf_get_kv_type(metadata, id) != GGUF_TYPE_STRING) return wrong(kKey, "a string");
    const std::string_view mode = gguf_get_val_str(metadata, id);
    if (mode != "delete" && mode != "rewrite") return wrong(kKey, "delete or rewrite");
    task = mode == "delete" ? ModelTask::mark_deletions : ModelTask::rewrite;
    return {};
}

Result<void> read_head(const gguf_context* metadata, std::vector<float>& weight) {
    constexpr const char* kKey = "greeninfer.tag_head.weight";
    const std::int64_t id = gguf_find_key(metadata, kKey);
    if (id < 0) return {};
    if (gguf_get_kv_type(metadata, id) != GGUF_TYPE_ARRAY || gguf_get_arr_type(metadata, id) != GGUF_TYPE_FLOAT32)
        return wrong(kKey, "an array of float32");
    const auto* const first = static_cast<const float*>(gguf_get_arr_data(metadata, id));
    weight.assign(first, first + gguf_get_arr_n(metadata, id));
    const bool finite = std::ranges::all_of(weight, [](float one) { return std::isfinite(one); });
    return finite ? Result<void>() : wrong(kKey, "finite");
}

}  // namespace

float T5Annotations::chance_to_go(const float* state) const {
    const float logit = std::inner_product(tag_weight.begin(), tag_weight.end(), state, tag_bias);
    return 1 / (1 + std::exp(-logit));
}

Result<T5Annotations> read_annotations(std::FILE* file) {
    std::rewind(file);
    const Metadata metadata(gguf_init_from_file_ptr(file, {.no_alloc = true, .ctx = nullptr}), &gguf_free);
    std::rewind(file);
    if (!metadata) return fail(Fault::not_ready, "the model file is no GGUF file, or is damaged");
    T5Annotations annotations;
    if (auto read = read_task(metadata.get(), annotations.task); !read) return std::unexpected(read.error());
    if (auto read = read_head(metadata.get(), annotations.tag_weight); !read) return std::unexpected(read.error());
    for (const auto& [key, number] : {std::pair("greeninfer.tag_head.bias", &annotations.tag_bias),
                                      std::pair("greeninfer.gate", &annotations.thresholds.gate),
                                      std::pair("greeninfer.keep_below", &annotations.thresholds.keep_below),
                                      std::pair("greeninfer.delete_above", &annotations.thresholds.delete_above)}) {
        if (auto read = read_number(metadata.get(), key, *number); !read) return std::unexpected(read.error());
    }
    return annotations;
}

}  // namespace greeninfer::optimizer
